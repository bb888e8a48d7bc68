/** Grids of two plans by code, each figure after with its difference from before. Owns the rows only. */
import { useIntl } from 'react-intl';
import { grouped, useCount } from '../../../app/count.tsx';
import type { PlanComparison } from '../../../worker/plan-api.ts';

/** As many as the panel has room for in either language; all of them are on paper. */
const SHOWN = ['households', 'residents', 'keyPopulation'] as const;
const PRINTED = ['households', 'residents', 'aged60', 'keyPopulation', 'devices'] as const;
const HECTARE = 10_000;

/** Names by code, of both plans. */
export function namesOf({ grids }: PlanComparison): Map<string, string> {
  return new Map(grids.map(({ code, before, after }) => [code, (after ?? before)?.name ?? '']));
}

export interface CompareTableProps {
  comparison: PlanComparison;
  /** On paper. */
  printed: boolean;
}

export function CompareTable({ comparison: { grids, measures }, printed }: CompareTableProps) {
  const intl = useIntl();
  const { formatMessage } = intl;
  const columns = (printed ? PRINTED : SHOWN)
    .map((measure) => ({ measure, at: measures.indexOf(measure) }))
    .filter(({ at }) => at >= 0);
  const sum = (side: 'before' | 'after', at: number) =>
    grids.reduce((all, grid) => all + (grid[side]?.tallies[at] ?? 0), 0);
  return (
    <table className="grids-table compare-table">
      <thead>
        <tr>
          <th scope="col">{formatMessage({ id: 'plan.grids' })}</th>
          {columns.map(({ measure }) => (
            <th key={measure} scope="col">
              {formatMessage({ id: `grids.${measure}` })}
            </th>
          ))}
          <th scope="col">{formatMessage({ id: 'plan.compare.hectares' })}</th>
        </tr>
      </thead>
      <tbody>
        {grids.map(({ code, before, after }) => (
          <tr key={code} data-standing={!before ? 'new' : !after ? 'gone' : undefined}>
            <th scope="row">
              <div className="grids-name">
                <b>{(after ?? before)?.name || code}</b>
                <span>
                  {code}
                  {!before && ` · ${formatMessage({ id: 'plan.compare.new' })}`}
                  {!after && ` · ${formatMessage({ id: 'plan.compare.gone' })}`}
                </span>
              </div>
            </th>
            {columns.map(({ at }) => (
              <Figure key={at} before={before?.tallies[at] ?? 0} after={after?.tallies[at] ?? 0} />
            ))}
            <Figure
              before={Math.round((10 * (before?.area ?? 0)) / HECTARE) / 10}
              after={Math.round((10 * (after?.area ?? 0)) / HECTARE) / 10}
            />
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{formatMessage({ id: 'grids.total' })}</th>
          {columns.map(({ at }) => (
            <Figure key={at} before={sum('before', at)} after={sum('after', at)} />
          ))}
          <td />
        </tr>
      </tfoot>
    </table>
  );
}

function Figure({ before, after }: { before: number; after: number }) {
  const intl = useIntl();
  const count = useCount();
  const change = Math.round(10 * (after - before)) / 10;
  return (
    <td>
      {Number.isInteger(after) ? count(after) : grouped(intl, after, 1)}
      {change !== 0 && (
        <span className="grids-change">
          {change > 0 ? '+' : '−'}
          {grouped(intl, Math.abs(change), 1)}
        </span>
      )}
    </td>
  );
}
