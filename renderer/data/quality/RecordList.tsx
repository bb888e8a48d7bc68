/** The records of the check in front: why they are here, each of them on the map, one repaired or all. */
import { Button } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import { type CheckId, checkOf } from '../../../shared/quality/checks.ts';
import type { QualityReport } from '../../../shared/quality/report.ts';
import { useScope } from '../../app/access/seat.ts';
import { useCount } from '../../app/count.tsx';
import { useDeskActions } from '../../app/desk-actions.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import { PAGE, useQuality } from './store.ts';

export function RecordList({ check, report }: { check: CheckId; report: QualityReport }) {
  const { formatMessage } = useIntl();
  const count = useCount();
  const engine = useEngine();
  const { list, grid, from, show, preview } = useQuality();
  const mayEdit = useScope('record.edit') === 'all';
  const { fix, parameters } = checkOf(check);
  const openRecord = useDeskActions((actions) => actions.openRecord);
  const gridName = grid === null ? '' : report.grids.find((each) => each.grid === grid)?.name;
  return (
    <section className="data-section" aria-labelledby="quality-records">
      <h2 id="quality-records">
        {formatMessage({ id: `quality.check.${check}` })}
        {gridName ? ` · ${gridName}` : ''}
        {list && <small className="data-number"> {count(list.total)}</small>}
      </h2>
      <p className="data-note">{formatMessage({ id: `quality.why.${check}` }, parameters)}</p>
      {fix && (
        <Button
          size="small"
          icon="wrench"
          disabled={!mayEdit}
          text={formatMessage({ id: `quality.fix.${fix}` })}
          onClick={() => void preview(engine, fix, null)}
        />
      )}
      <ol className="quality-records" aria-busy={list === null}>
        {list?.rows.map((record) => (
          <li key={record.row}>
            <button
              type="button"
              className="quality-name"
              onClick={() => openRecord(record.table, record.row)}
            >
              {record.label || formatMessage({ id: 'quality.nameless' })}
            </button>
            <span>{record.place || formatMessage({ id: 'quality.nowhere' })}</span>
            {fix && mayEdit && check !== 'householdWithoutHead' && (
              <button
                type="button"
                className="quality-name"
                onClick={() => void preview(engine, fix, [record.row])}
              >
                {formatMessage({ id: 'quality.fixOne' })}
              </button>
            )}
          </li>
        ))}
      </ol>
      {list && list.total > PAGE && (
        <div className="data-buttons">
          <Button
            size="small"
            disabled={from === 0}
            text={formatMessage({ id: 'quality.previous' })}
            onClick={() => void show(engine, check, grid, Math.max(0, from - PAGE))}
          />
          <span className="data-number">
            {count(from + 1)}–{count(Math.min(list.total, from + PAGE))}
          </span>
          <Button
            size="small"
            disabled={from + PAGE >= list.total}
            text={formatMessage({ id: 'quality.next' })}
            onClick={() => void show(engine, check, grid, from + PAGE)}
          />
        </div>
      )}
    </section>
  );
}
