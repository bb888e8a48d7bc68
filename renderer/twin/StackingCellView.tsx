/** One home of the stacking plan: tint, residents, a dot per household, corner marks for tags (left) and devices (right). */

import type { StackingMeasure } from '../../shared/query/stacking-matrix.ts';
import type { StackingCell } from '../worker/engine-api.ts';
import type { Wording } from './wording.ts';

export interface StackingCellViewProps {
  cell: StackingCell | null;
  row: number;
  column: number;
  /** First door of another entrance: a gap stands before it. */
  first: boolean;
  step: number;
  measure: StackingMeasure;
  focused: boolean;
  held: boolean;
  wording: Wording;
  onHover(home: number | null): void;
}

/** More households than this in one home show as a plus. */
const MOST_DOTS = 3;

function nameOf(cell: StackingCell, { t, word, tag }: Wording): string {
  const parts = [
    t('twin.stacking.home', { entrance: cell.entrance, door: cell.door, floor: cell.floor }),
    word('tenure', cell.tenure),
    t('twin.stacking.people', { residents: cell.residents, households: cell.households }),
  ];
  if (cell.tags.length > 0) parts.push(cell.tags.map(tag).join(t('twin.list')));
  if (cell.devices > 0) parts.push(t('twin.stacking.devices', { count: cell.devices }));
  return parts.join(t('twin.comma'));
}

function shown(cell: StackingCell, measure: StackingMeasure): string {
  const value = measure === 'matching' ? cell.matching : cell.residents;
  return value === 0 ? '' : String(value);
}

export function StackingCellView(props: StackingCellViewProps) {
  const { cell, row, column, first, step, measure, focused, held, wording, onHover } = props;
  const common = {
    role: 'gridcell',
    'aria-colindex': column + 2,
    'aria-selected': held,
    'data-place': `${row},${column}`,
    'data-first': first,
    tabIndex: focused ? 0 : -1,
  } as const;
  if (!cell)
    return (
      <span {...common} className="twin-cell twin-cell-none" aria-label={wording.t('twin.stacking.none')} />
    );
  const name = nameOf(cell, wording);
  return (
    <span
      {...common}
      className="twin-cell"
      aria-label={name}
      title={name}
      data-step={step}
      data-tenure={measure === 'tenure' ? cell.tenure : undefined}
      data-vacant={cell.residents === 0}
      onMouseEnter={() => onHover(cell.home)}
    >
      {cell.tags.length > 0 && <i className="twin-cell-tag" />}
      {cell.devices > 0 && <i className="twin-cell-device" />}
      <b>{shown(cell, measure)}</b>
      <span className="twin-cell-dots">
        {Array.from({ length: Math.min(MOST_DOTS, cell.households) }, (_, dot) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: dots are alike
          <i key={dot} />
        ))}
        {cell.households > MOST_DOTS && '+'}
      </span>
    </span>
  );
}
