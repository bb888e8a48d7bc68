/** Whether grids lie side by side. Pure. */
import type { PlanGrid } from '../../../shared/partition/plan-view.ts';

/** Outlines share the corners of their common border: two of them are a side. */
export function haveSideInCommon(a: Pick<PlanGrid, 'outline'>, b: Pick<PlanGrid, 'outline'>): boolean {
  const corners = new Set(cornersOf(a));
  let common = 0;
  for (const corner of new Set(cornersOf(b))) if (corners.has(corner) && ++common === 2) return true;
  return false;
}

function cornersOf({ outline }: Pick<PlanGrid, 'outline'>): string[] {
  return outline.flatMap(({ outer, holes }) =>
    [outer, ...holes].flatMap((ring) =>
      Array.from({ length: ring.length / 2 }, (_, i) => `${ring[2 * i]} ${ring[2 * i + 1]}`),
    ),
  );
}
