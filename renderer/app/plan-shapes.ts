/** Grids of a plan as the map draws them: outlines as rings, a figure under the name, tones that tell neighbours apart. Owns the turning; nothing is drawn here. */
import type { IntlShape } from 'react-intl';
import type { PlanGrid } from '../../shared/partition/plan-view.ts';
import type { Bounds, LngLat } from '../../shared/query/selection.ts';
import { tonesOf } from '../map/plan/plan-gesture.ts';
import type { PlanGridShape, Rings } from '../map/plan/plan-store.ts';
import { TONES } from '../map/plan/plan-style.ts';
import { peopleText } from './count.tsx';
import { useSession } from './session.ts';

const ring = (corners: Float64Array): LngLat[] =>
  Array.from({ length: corners.length / 2 }, (_, i) => [corners[2 * i], corners[2 * i + 1]]);

/** A grid or a micro-grid. */
type Drawn = Pick<PlanGrid, 'id' | 'code' | 'name' | 'outline' | 'centre' | 'tallies'>;

const partsOf = ({ outline }: Pick<Drawn, 'outline'>): Rings[] =>
  outline.map(({ outer, holes }) => [ring(outer), ...holes.map(ring)]);

/** What is drawn of a grid is made once. */
const drawn = new WeakMap<object, { parts: Rings[] }>();
export function partsOnce(grid: Pick<Drawn, 'outline'>): Rings[] {
  const known = drawn.get(grid) ?? { parts: partsOf(grid) };
  drawn.set(grid, known);
  return known.parts;
}

/** Around all of these grids; null: none has ground. */
export function boundsOfGrids(grids: Iterable<PlanGrid>): Bounds | null {
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { outline } of grids)
    for (const { outer } of outline)
      for (let i = 0; i < outer.length; i += 2) {
        bounds[0] = Math.min(bounds[0], outer[i]);
        bounds[1] = Math.min(bounds[1], outer[i + 1]);
        bounds[2] = Math.max(bounds[2], outer[i]);
        bounds[3] = Math.max(bounds[3], outer[i + 1]);
      }
  return bounds[0] <= bounds[2] ? bounds : null;
}

/** By id. `before`: tones given before, which stay as far as they can; written on. */
export function tonesFor(shown: readonly Drawn[], before: Map<number, number>): Map<number, number> {
  const given = tonesOf(
    shown.map(({ id }) => id),
    neighbours(shown),
    TONES,
    before,
  );
  for (const [grid, tone] of given) before.set(grid, tone);
  return given;
}

/** By id. */
export function gridShapes(
  intl: IntlShape,
  shown: readonly Drawn[],
  measures: readonly string[],
  tones: ReadonlyMap<number, number>,
): Map<number, PlanGridShape> {
  const households = measures.indexOf('households');
  const rounded = useSession.getState().community?.numbers === 'rounded';
  return new Map(
    shown.map((grid) => {
      const count = grid.tallies[households];
      const unit = intl.formatMessage({ id: 'map.unit.households' });
      return [
        grid.id,
        {
          id: grid.id,
          code: grid.code,
          name: grid.name,
          figure: count === undefined ? '' : `${peopleText(intl, count, rounded)}${unit}`,
          centre: grid.centre && [grid.centre[0], grid.centre[1]],
          parts: partsOnce(grid),
          tone: tones.get(grid.id) ?? 0,
        },
      ];
    }),
  );
}

/** Pairs of grids whose outlines have a corner in common. */
function neighbours(grids: readonly Drawn[]): [number, number][] {
  const at = new Map<string, Set<number>>();
  for (const grid of grids)
    for (const rings of partsOnce(grid))
      for (const corners of rings)
        for (const [lng, lat] of corners) {
          const key = `${lng} ${lat}`;
          const here = at.get(key);
          if (here) here.add(grid.id);
          else at.set(key, new Set([grid.id]));
        }
  const pairs = new Map<string, [number, number]>();
  for (const here of at.values()) {
    const ids = [...here];
    for (const a of ids) for (const b of ids) if (a < b) pairs.set(`${a} ${b}`, [a, b]);
  }
  return [...pairs.values()];
}
