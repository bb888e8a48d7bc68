/** One figure of a grid with its change in brackets, and its households against the target band. Owns how they are drawn and when a change is withheld. */
import { PeopleCount, SMALL, useRounded } from '../app/count.tsx';
import { useGridTarget } from '../app/local-profile.ts';

/** `before`: what the change is measured against; null: nothing. */
export function FigureCell({ value, before }: { value: number; before: number | null }) {
  const rounded = useRounded();
  // A step out of or into what is not told would be made up.
  const hidden = before === null || (rounded && (value < SMALL || before < SMALL));
  const change = hidden ? 0 : value - before;
  return (
    <td>
      <PeopleCount value={value} />
      {change !== 0 && (
        <span className="grids-change">
          {' '}
          ({change > 0 ? '+' : '−'}
          {Math.abs(change)})
        </span>
      )}
    </td>
  );
}

/** How far beyond the band the bar reaches. */
const REACH = 1.4;

export function TargetBar({ households }: { households: number }) {
  const { min, max } = useGridTarget();
  const most = max * REACH;
  return (
    <svg className="grids-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect className="grids-band" x={(min / most) * 100} width={((max - min) / most) * 100} height="4" />
      <rect className="grids-fill" width={Math.min(households / most, 1) * 100} y="1" height="2" />
    </svg>
  );
}
