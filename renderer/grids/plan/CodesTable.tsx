/** Old codes and what becomes of them, with counts of either side, and the same as a CSV file. Owns the rows; the table is the worker's answer. */
import { Button } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { CODE_FATES, type CodeFate } from '../../../shared/partition/code-table.ts';
import { noteExport } from '../../app/access/audit-notes.ts';
import { useScope } from '../../app/access/seat.ts';
import { PeopleCount } from '../../app/count.tsx';
import { codeOf } from '../../app/error-code.ts';
import { saveFile } from '../../app/save-file.ts';
import type { DataEngine } from '../../worker/engine-api.ts';
import type { PlanCodeRow, PlanCodeSide } from '../../worker/plan-api.ts';
import { usePlan } from './plan-edit.ts';
import { useAnswer } from './use-answer.ts';

/** Columns of the file, in its order. */
const COLUMNS = ['oldCode', 'oldName', 'oldHouseholds', 'oldResidents', 'fate'] as const;
const COLUMNS_AFTER = ['newCode', 'newName', 'newHouseholds', 'newResidents'] as const;

export function CodesTable({ engine }: { engine: Pick<DataEngine, 'planCodes' | 'exportPlanCodes'> }) {
  const { formatMessage } = useIntl();
  const say = (id: string) => formatMessage({ id: `plan.codes.${id}` });
  const rows = useAnswer<PlanCodeRow[]>(() => engine.planCodes());
  const exports = useScope('data.export') !== 'none';
  const name = usePlan((plan) => plan.plan?.name ?? '');
  const [failed, setFailed] = useState('');
  if (!rows) return null;
  if (rows === 'refused') return <p className="plan-note">{formatMessage({ id: 'plan.withheld' })}</p>;
  const times = (fate: CodeFate) => rows.filter((row) => row.fate === fate).length;
  const save = async () => {
    setFailed('');
    try {
      const about = { format: 'csv', table: 'planCodes', personal: 0, purpose: null };
      await noteExport({ count: rows.length, ...about });
      const fates = Object.fromEntries(CODE_FATES.map((fate) => [fate, say(`fate.${fate}`)]));
      const file = await engine.exportPlanCodes({
        columns: [...COLUMNS, ...COLUMNS_AFTER].map(say),
        fates: fates as Record<CodeFate, string>,
      });
      saveFile(file, `${name} ${say('file')}.csv`);
    } catch (error) {
      setFailed(codeOf(error));
    }
  };
  return (
    <>
      <div className="plan-codes-head">
        <p className="plan-note">
          {CODE_FATES.filter((fate) => times(fate) > 0)
            .map((fate) => formatMessage({ id: `plan.codes.count.${fate}` }, { count: times(fate) }))
            .join(' · ')}
        </p>
        {exports && <Button size="small" icon="download" text={say('save')} onClick={() => void save()} />}
      </div>
      {failed !== '' && (
        <p className="plan-note" role="alert">
          {formatMessage({ id: `error.${failed}` })}
        </p>
      )}
      <table className="grids-table plan-codes">
        <thead>
          <tr>
            <th scope="col">{say('old')}</th>
            <Measures />
            <th scope="col">{say('fate')}</th>
            <th scope="col">{say('new')}</th>
            <Measures />
          </tr>
        </thead>
        {rows.map((row) => (
          <Fate key={row.before?.code ?? `new ${row.after[0]?.code}`} row={row} />
        ))}
      </table>
    </>
  );
}

function Measures() {
  const { formatMessage } = useIntl();
  return (['households', 'residents'] as const).map((measure) => (
    <th key={measure} scope="col">
      {formatMessage({ id: `grids.${measure}` })}
    </th>
  ));
}

function Fate({ row: { fate, before, after } }: { row: PlanCodeRow }) {
  const { formatMessage } = useIntl();
  const lines = after.length > 0 ? after : [null];
  return (
    <tbody data-fate={fate}>
      {lines.map((each, i) => (
        <tr key={each?.code ?? ''}>
          {i === 0 && (
            <>
              <th scope="rowgroup" rowSpan={lines.length}>
                <Named side={before} />
              </th>
              <Counts side={before} rows={lines.length} />
              <td rowSpan={lines.length}>
                <span className="chip">{formatMessage({ id: `plan.codes.fate.${fate}` })}</span>
              </td>
            </>
          )}
          <td>
            <Named side={each} />
          </td>
          <Counts side={each} rows={1} />
        </tr>
      ))}
    </tbody>
  );
}

function Named({ side }: { side: PlanCodeSide | null }) {
  return side ? (
    <span className="grids-name">
      <b>{side.code}</b>
      <span>{side.name}</span>
    </span>
  ) : (
    '—'
  );
}

function Counts({ side, rows }: { side: PlanCodeSide | null; rows: number }) {
  return [side?.households, side?.residents].map((count, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a measure is its column.
    <td key={i} rowSpan={rows}>
      {count === null || count === undefined ? '' : <PeopleCount value={count} />}
    </td>
  ));
}
