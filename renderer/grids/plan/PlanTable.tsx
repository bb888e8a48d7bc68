/**
 * Every grid of the plan with its counts against the target band, the change since the plan began in brackets, and what is wrong with it.
 * Choosing a row chooses the grid that strokes go to. Owns the rows only.
 */
import { memo, useMemo } from 'react';
import { useIntl } from 'react-intl';
import type { PlanGrid } from '../../../shared/partition/plan-view.ts';
import { PeopleCount } from '../../app/count.tsx';
import { FigureCell, TargetBar } from '../GridFigures.tsx';
import { shownGrids, usePlan } from './plan-edit.ts';

/** As many as the panel has room for; the rest is in the sheets. */
const SHOWN = ['households', 'residents', 'aged60', 'keyPopulation'];
const HECTARE = 10_000;
const NONE: readonly { name: string }[] = [];

export function PlanTable() {
  const { formatMessage } = useIntl();
  const { plan, grids, trial, target, choose, ...state } = usePlan();
  const shown = shownGrids({ grids, trial });
  const outside = trial?.unassigned ?? state.unassigned;
  const { columns, at } = useMemo(() => {
    const columns = SHOWN.flatMap((measure) => {
      const at = plan?.measures.indexOf(measure) ?? -1;
      return at < 0 || plan?.numbers === 'withheld' ? [] : [{ measure, at }];
    });
    return { columns, at: columns.map(({ at }) => at) };
  }, [plan]);
  return (
    <table className="grids-table">
      <thead>
        <tr>
          <th scope="col">{formatMessage({ id: 'plan.grids' })}</th>
          {columns.map(({ measure }) => (
            <th key={measure} scope="col">
              {formatMessage({ id: `grids.${measure}` })}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map((grid) => (
          <Row
            key={grid.id}
            grid={grid}
            columns={at}
            households={plan?.measures.indexOf('households') ?? -1}
            chosen={grid.id === target}
            onChoose={choose}
          />
        ))}
        <tr className="grids-rest" data-chosen={target === -1}>
          <th scope="row">
            <button
              type="button"
              className="grids-name"
              aria-pressed={target === -1}
              onClick={() => choose(target === -1 ? null : -1)}
            >
              <b>{formatMessage({ id: 'grids.unassigned' })}</b>
            </button>
          </th>
          <Cells now={outside} base={state.unassignedBase} columns={at} />
        </tr>
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{formatMessage({ id: 'grids.total' })}</th>
          {columns.map(({ measure, at }) => (
            <td key={measure}>
              <PeopleCount
                value={[...shown.map(({ tallies }) => tallies), outside].reduce(
                  (sum, of) => sum + (of[at] ?? 0),
                  0,
                )}
              />
            </td>
          ))}
        </tr>
      </tfoot>
    </table>
  );
}

interface RowProps {
  grid: PlanGrid;
  columns: number[];
  /** Index of the measure that the band is of. */
  households: number;
  chosen: boolean;
  onChoose(grid: number | null): void;
}

/** Of some hundred grids a stroke changes two: only their rows are made again. */
const Row = memo(function Row({ grid, columns, households, chosen, onChoose }: RowProps) {
  const { formatMessage, formatNumber } = useIntl();
  const hectares = formatNumber(grid.area / HECTARE, { maximumFractionDigits: 1 });
  const communities = usePlan((plan) => plan.plan?.communities ?? NONE);
  const notes = [
    communities.length > 1 ? (communities[grid.community]?.name ?? '') : '',
    formatMessage({ id: 'plan.areaOf' }, { hectares }),
    grid.kind === 'exclusive' ? formatMessage({ id: 'plan.exclusive' }) : '',
    grid.locked ? formatMessage({ id: 'plan.locked' }) : '',
  ].filter((note) => note !== '');
  return (
    <tr data-chosen={chosen}>
      <th scope="row">
        <button
          type="button"
          className="grids-name"
          aria-pressed={chosen}
          onClick={() => onChoose(chosen ? null : grid.id)}
        >
          <b>{grid.name || grid.code}</b>
          <span>{notes.join(' · ')}</span>
          {grid.parts > 1 && (
            <span className="plan-parts">{formatMessage({ id: 'plan.parts' }, { count: grid.parts })}</span>
          )}
        </button>
        {grid.kind !== 'exclusive' && columns.length > 0 && (
          <TargetBar households={grid.tallies[households] ?? 0} />
        )}
      </th>
      <Cells now={grid.tallies} base={grid.baseTallies} columns={columns} />
    </tr>
  );
});

function Cells({ now, base, columns }: { now: number[]; base: number[] | null; columns: number[] }) {
  return columns.map((at) => <FigureCell key={at} value={now[at] ?? 0} before={base?.[at] ?? 0} />);
}
