/**
 * What the open community holds: rows by the field's five elements and by one standard, three actuals, its source and
 * size on this machine.
 */

import { useIntl } from 'react-intl';
import type { TableName } from '../../shared/model/tables.ts';
import { RoundedNote, useCount, usePeopleCount } from '../app/count.tsx';
import { EmptyState } from '../app/EmptyState.tsx';
import { usePreferences } from '../app/preferences.ts';
import { useSession } from '../app/session.ts';
import type { CommunityStatus } from '../worker/engine-api.ts';
import { FIVE_ELEMENTS, sumOf, THREE_ACTUALS } from './five-elements.ts';
import { UndoImport } from './UndoImport.tsx';

export function GenerationFacts() {
  const { formatMessage } = useIntl();
  const community = useSession((session) => session.community);
  return (
    <section className="data-section" aria-labelledby="data-facts">
      <h2 id="data-facts">{formatMessage({ id: 'data.facts' })}</h2>
      {community ? (
        <Facts community={community} />
      ) : (
        <EmptyState icon="database" title={formatMessage({ id: 'data.facts.none' })} />
      )}
    </section>
  );
}

/** Rounded for who may not see them as they are. */
const PEOPLE: readonly TableName[] = ['residents', 'homes', 'vehicles'];

function Facts({ community }: { community: CommunityStatus }) {
  const { formatMessage, formatDate } = useIntl();
  const count = useCount();
  const people = usePeopleCount();
  const language = usePreferences((preferences) => preferences.language);
  const { rows, source, bytes, generation, asOfDay } = community;
  const from =
    source.kind === 'sample'
      ? formatMessage({ id: 'data.source.sample' }, { seed: source.seed ?? 0 })
      : formatMessage(
          { id: 'data.source.import' },
          { files: (source.files ?? []).join(language === 'zh' ? '、' : ', ') },
        );
  return (
    <>
      <dl className="data-facts">
        <dt>{formatMessage({ id: 'data.fact.name' })}</dt>
        <dd>{community.name[language]}</dd>
        <dt>{formatMessage({ id: 'data.fact.source' })}</dt>
        <dd>{from}</dd>
        <dt>{formatMessage({ id: 'data.fact.asOf' })}</dt>
        <dd>{formatDate(asOfDay * 86_400_000, { dateStyle: 'medium', timeZone: 'UTC' })}</dd>
        <dt>{formatMessage({ id: 'data.fact.generation' })}</dt>
        <dd>{generation}</dd>
        <dt>{formatMessage({ id: 'data.fact.bytes' })}</dt>
        <dd>{formatMessage({ id: 'data.megabytes' }, { size: bytes / 1_048_576 })}</dd>
      </dl>
      <UndoImport />
      <h3>{formatMessage({ id: 'data.five' })}</h3>
      <RoundedNote />
      <div className="data-elements">
        {FIVE_ELEMENTS.map(({ id, tables }) => (
          <div key={id} className="data-element">
            <h4>
              {formatMessage({ id: `data.element.${id}` })}
              <span className="data-number">{count(sumOf(rows, tables))}</span>
            </h4>
            <ul>
              {tables.map((table) => (
                <li key={table}>
                  <span>{formatMessage({ id: `table.${table}` })}</span>
                  <span className="data-number">
                    {(PEOPLE.includes(table) ? people : count)(rows[table] ?? 0)}
                  </span>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
      <h3>{formatMessage({ id: 'data.three' })}</h3>
      <div className="data-elements">
        {THREE_ACTUALS.map(({ id, tables }) => (
          <div key={id} className="data-element">
            <h4>
              {formatMessage({ id: `data.actual.${id}` })}
              <span className="data-number">{count(sumOf(rows, tables))}</span>
            </h4>
          </div>
        ))}
      </div>
    </>
  );
}
