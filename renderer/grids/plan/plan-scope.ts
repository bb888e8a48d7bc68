/** Which areas a new plan is of before anybody chooses. Pure. */
import type { PlanArea } from '../../worker/plan-api.ts';

/** As many at once as a plan of a street has; a whole district takes minutes to divide into cells. */
const MOST_AT_ONCE = 30;

/** All, or of a district the areas of its first street. */
export function firstScope(areas: readonly PlanArea[]): Set<number> {
  const first = areas[0]?.above;
  const chosen = areas.length <= MOST_AT_ONCE ? areas : areas.filter(({ above }) => above === first);
  return new Set(chosen.map(({ row }) => row));
}

export function sameAreas(a: readonly PlanArea[], b: readonly PlanArea[]): boolean {
  return a.length === b.length && a.every(({ row, name }, i) => row === b[i].row && name === b[i].name);
}

/** By the area above, in the order met. */
export function byAreaAbove(areas: readonly PlanArea[]): [above: string, areas: PlanArea[]][] {
  const groups = new Map<string, PlanArea[]>();
  for (const area of areas) {
    const known = groups.get(area.above);
    if (known) known.push(area);
    else groups.set(area.above, [area]);
  }
  return [...groups];
}
