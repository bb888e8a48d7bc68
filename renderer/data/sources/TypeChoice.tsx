/** The types of sources to begin a new one with. */
import { Icon, type IconName } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import type { SourceType } from '../../../shared/feeds/source.ts';
import { SOURCE_TYPES } from '../../../shared/feeds/source-draft.ts';
import { useSources } from './store.ts';

const ICONS: Record<SourceType, IconName> = {
  mqtt: 'exchange',
  webhook: 'import',
  poll: 'refresh',
  file: 'folder-open',
  replay: 'history',
};

export function TypeChoice() {
  const { formatMessage } = useIntl();
  const begin = useSources((sources) => sources.begin);
  return (
    <>
      <h3 className="sources-add">{formatMessage({ id: 'sources.add' })}</h3>
      <div className="data-cards">
        {SOURCE_TYPES.map((type) => (
          <button key={type} type="button" className="data-card sources-type" onClick={() => begin(type)}>
            <Icon icon={ICONS[type]} />
            <b>{formatMessage({ id: `sources.type.${type}` })}</b>
            <span className="data-note">{formatMessage({ id: `sources.type.${type}.what` })}</span>
          </button>
        ))}
      </div>
    </>
  );
}
