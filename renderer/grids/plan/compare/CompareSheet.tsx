/**
 * The comparison on paper: both plans drawn at one scale with north and a scale bar, the table of grids, who moves. Owns the sheet; it holds sums
 * and buildings, no person.
 */
import { useIntl } from 'react-intl';
import type { PlanGrid } from '../../../../shared/partition/plan-view.ts';
import type { PlanComparison } from '../../../worker/plan-api.ts';
import { MovesTables } from '../MovesTables.tsx';
import { usePlan } from '../plan-edit.ts';
import { CompareTable, namesOf } from './CompareTable.tsx';
import { type SheetScale, sheetScale } from './sheet-scale.ts';

export interface CompareSheetProps {
  comparison: PlanComparison;
  /** Names of the two. */
  before: string;
  after: string;
}

export function CompareSheet({ comparison, before, after }: CompareSheetProps) {
  const { formatMessage, formatDate } = useIntl();
  const sides = ['before', 'after'] as const;
  const grids = { before: present(comparison, 'before'), after: present(comparison, 'after') };
  const scale = sheetScale(
    [...grids.before, ...grids.after].flatMap(({ outline }) => outline.map(({ outer }) => outer)),
  );
  const names = { before, after };
  return (
    <article className="compare-sheet">
      <h1>{formatMessage({ id: 'plan.compare.title' }, { before, after })}</h1>
      <p>{formatDate(Date.now(), { dateStyle: 'long' })}</p>
      <div className="compare-maps">
        {sides.map((side) => (
          <figure key={side}>
            <SheetMap grids={grids[side]} moved={comparison.cells} scale={scale} />
            <figcaption>{names[side]}</figcaption>
          </figure>
        ))}
      </div>
      <p>{formatMessage({ id: 'plan.compare.hatched' })}</p>
      <CompareTable comparison={comparison} printed />
      <h2>{formatMessage({ id: 'plan.moves' })}</h2>
      <MovesTables moves={comparison.moves} names={namesOf(comparison)} most={Number.POSITIVE_INFINITY} />
    </article>
  );
}

const present = ({ grids }: PlanComparison, side: 'before' | 'after'): PlanGrid[] =>
  grids.flatMap((grid) => grid[side] ?? []);

function SheetMap({
  grids,
  moved,
  scale,
}: {
  grids: readonly PlanGrid[];
  moved: Int32Array;
  scale: SheetScale;
}) {
  const cells = usePlan((plan) => plan.cells);
  const { width, height, place, bar } = scale;
  const path = (ring: Iterable<readonly [number, number]>) => {
    const places = Array.from(ring, (at) =>
      place(at)
        .map((value) => value.toFixed(1))
        .join(','),
    );
    return `M${places.join('L')}Z`;
  };
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-hidden="true">
      <path
        className="compare-moved"
        d={[...moved].flatMap((cell) => (cells.get(cell) ?? []).map(path)).join('')}
      />
      {grids.map(({ id, outline }) => (
        <path
          key={id}
          className="compare-border"
          d={outline
            .flatMap(({ outer, holes }) => [outer, ...holes].map((ring) => path(pairs(ring))))
            .join('')}
        />
      ))}
      {grids.map(({ id, name, code, centre }) => {
        if (!centre) return null;
        const [x, y] = place(centre);
        return (
          <text key={id} x={x} y={y} className="compare-name">
            {name || code}
          </text>
        );
      })}
      <g transform={`translate(${width - 16} 6)`}>
        <path d="M0 0L5 14L0 10L-5 14Z" />
        <text y="24" className="compare-name">
          N
        </text>
      </g>
      <g transform={`translate(6 ${height - 8})`}>
        <path className="compare-border" d={`M0 -4V0H${bar.length.toFixed(1)}V-4`} />
        <text x={bar.length + 4} className="compare-bar">
          {bar.metres} m
        </text>
      </g>
    </svg>
  );
}

function* pairs(corners: Float64Array): Generator<[number, number]> {
  for (let i = 0; i < corners.length; i += 2) yield [corners[i], corners[i + 1]];
}
