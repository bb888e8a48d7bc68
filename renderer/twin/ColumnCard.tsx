/** Statistics of one column over the rows in question: how many are missing, the range, the commonest values. */
import { useEffect, useRef, useState } from 'react';
import type { TableName } from '../../shared/model/tables.ts';
import type { ColumnStatistics } from '../worker/engine-api.ts';
import { useEngine } from '../worker/engine-context.tsx';
import { CountBars } from './CountBars.tsx';
import type { TableScope } from './store.ts';
import { useWording } from './wording.ts';

export interface ColumnCardProps {
  table: TableName;
  column: string;
  scope: TableScope;
  revision: number;
  onClose(): void;
}

export function ColumnCard({ table, column, scope, revision, onClose }: ColumnCardProps) {
  const wording = useWording();
  const { t, count, share } = wording;
  const found = useStatistics(table, column, scope, revision);
  const closer = useRef<HTMLButtonElement>(null);
  useEffect(() => closer.current?.focus(), []);
  const number = (value: number | null) => (value === null ? '–' : wording.value(table, column, value));
  return (
    <aside
      className="twin-card"
      aria-label={t('twin.statistics.of', { column: wording.column(table, column) })}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <header className="twin-head">
        <h3>{wording.column(table, column)}</h3>
        <button
          ref={closer}
          type="button"
          className="twin-icon"
          aria-label={t('twin.close')}
          onClick={onClose}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="m4 4 8 8m0-8-8 8" />
          </svg>
        </button>
      </header>
      {found === 'failed' && <p className="twin-hint">{t('twin.failed')}</p>}
      {found === null && <span className="twin-skeleton" style={{ height: 96 }} />}
      {found !== null && found !== 'failed' && (
        <>
          <dl className="twin-facts">
            <dt>{t('twin.statistics.rows')}</dt>
            <dd>{count(found.rows)}</dd>
            <dt>{t('twin.statistics.missing')}</dt>
            <dd>
              {count(found.missing)} <small>{share(found.missing, found.rows)}</small>
            </dd>
            <dt>{t('twin.statistics.distinct')}</dt>
            <dd>{count(found.distinct)}</dd>
            {found.min !== null && (
              <>
                <dt>{t('twin.statistics.range')}</dt>
                <dd>
                  {number(found.min)} – {number(found.max)}
                </dd>
                <dt>{t('twin.statistics.mean')}</dt>
                <dd>{number(found.mean)}</dd>
              </>
            )}
          </dl>
          <CountBars
            title={t('twin.statistics.top')}
            counts={found.top}
            total={found.rows}
            label={(word) => wording.value(table, column, word)}
            tone="homes"
            limit={5}
          />
        </>
      )}
    </aside>
  );
}

function useStatistics(table: TableName, column: string, scope: TableScope, revision: number) {
  const engine = useEngine();
  const [found, setFound] = useState<ColumnStatistics | 'failed' | null>(null);
  // `revision`: the rows in question changed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: revision asks again
  useEffect(() => {
    let current = true;
    setFound(null);
    engine.columnStatistics({ table, column, scope }).then(
      (statistics) => current && setFound(statistics),
      () => current && setFound('failed'),
    );
    return () => {
      current = false;
    };
  }, [engine, table, column, scope, revision]);
  return found;
}
