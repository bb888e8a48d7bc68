/** Any system by its code, name, proj4 text or WKT. */
import { Button, InputGroup } from '@blueprintjs/core';
import { useDeferredValue, useId, useMemo, useState } from 'react';
import { useIntl } from 'react-intl';
import { searchCrs } from '../../../shared/geo/crs-search.ts';
import type { LayerPlan } from '../../../shared/model/import-plan.ts';
import { usePreferences } from '../../app/preferences.ts';
import { setCrs } from '../import-desk.ts';
import { useData } from '../store.ts';

export function CrsSearch({ plan }: { plan: LayerPlan }) {
  const { formatMessage } = useIntl();
  const { busy, change } = useData();
  const language = usePreferences((preferences) => preferences.language);
  const id = useId();
  const [text, setText] = useState('');
  const asked = useDeferredValue(text);
  const found = useMemo(() => searchCrs(asked), [asked]);
  return (
    <div>
      <label className="data-note" htmlFor={id}>
        {formatMessage({ id: 'import.crs.search.hint' })}
      </label>
      <InputGroup
        id={id}
        leftIcon="search"
        value={text}
        disabled={busy}
        onChange={(event) => setText(event.target.value)}
      />
      {asked.trim() !== '' && found.length === 0 && (
        <p className="data-note" role="status">
          {formatMessage({ id: 'import.crs.search.none' })}
        </p>
      )}
      <ul className="crs-found" aria-label={formatMessage({ id: 'import.crs.search' })}>
        {found.map((crs) => (
          <li key={crs.id}>
            <Button
              size="small"
              variant="minimal"
              alignText="start"
              fill
              disabled={busy}
              active={crs.id === plan.crs?.id}
              text={`${crs.name[language]} · ${crs.id.slice(0, 60)}`}
              onClick={() => change((desk) => setCrs(desk, plan, crs))}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
