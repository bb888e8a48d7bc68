/**
 * Fills village land: houses scattered along lanes, each with its yard, and fields in strips. Houses keep their distance by a
 * coarse grid of taken places. Metres.
 */
import { addBuilding, addPatch, type Site } from './draft.ts';
import { createFrame } from './frame.ts';
import { contains, type Ring } from './plane.ts';

export interface Taken {
  /** Whether a circle is free of everything put so far. */
  free(x: number, y: number, radius: number): boolean;
  put(x: number, y: number, radius: number): void;
}

const BIN = 30;

export function createTaken(): Taken {
  const bins = new Map<string, [number, number, number][]>();
  const key = (i: number, j: number): string => `${i},${j}`;
  return {
    free: (x, y, radius) => {
      const i = Math.floor(x / BIN);
      const j = Math.floor(y / BIN);
      for (let a = i - 1; a <= i + 1; a++) {
        for (let b = j - 1; b <= j + 1; b++) {
          for (const [px, py, pr] of bins.get(key(a, b)) ?? []) {
            const dx = px - x;
            const dy = py - y;
            const apart = pr + radius;
            if (dx * dx + dy * dy < apart * apart) return false;
          }
        }
      }
      return true;
    },
    put: (x, y, radius) => {
      const at = key(Math.floor(x / BIN), Math.floor(y / BIN));
      const bin = bins.get(at);
      if (bin) bin.push([x, y, radius]);
      else bins.set(at, [[x, y, radius]]);
    },
  };
}

/**
 * Houses on both sides of a lane, `step` metres apart more or less, a share `skip` of the places left free, fronts to the lane, inside the site's plot.
 * Returns the number placed, at most `most`.
 */
export function fillAlongLane(
  site: Site,
  lane: Ring,
  step: number,
  taken: Taken,
  most: number,
  skip: number,
): number {
  const { random, plot } = site;
  let count = 0;
  for (let i = 0; i + 3 < lane.length; i += 2) {
    const dx = lane[i + 2] - lane[i];
    const dy = lane[i + 3] - lane[i + 1];
    const length = Math.sqrt(dx * dx + dy * dy);
    if (length < 6) continue;
    const ux = dx / length;
    const uy = dy / length;
    for (let run = step * 0.3; run < length; run += step * random.between(0.75, 1.5)) {
      for (const side of [-1, 1]) {
        if (count >= most) return count;
        if (random.chance(skip)) continue;
        const w = random.between(9.5, 13.5);
        const d = random.between(8, 11);
        const away = side * (3.5 + d / 2 + random.between(0, 9));
        const cx = lane[i] + ux * (run + random.between(-3, 3)) - uy * away;
        const cy = lane[i + 1] + uy * (run + random.between(-3, 3)) + ux * away;
        const radius = Math.sqrt(w * w + d * d) / 2 + 0.8;
        if (!taken.free(cx, cy, radius)) continue;
        // A house turns a little away from its lane.
        const turn = random.between(-0.14, 0.14);
        const size = Math.sqrt(1 + turn * turn);
        const vx = (ux - uy * turn) / size;
        const vy = (uy + ux * turn) / size;
        const ring = house(cx, cy, vx, vy, w, d, random.chance(0.3));
        if (!contains(plot, ring)) continue;
        taken.put(cx, cy, radius);
        count++;
        const floors = random.weighted([2, 6, 3]) + 1;
        const address = `${site.name}${site.number + count}号`;
        addBuilding(site, {
          form: 'house',
          ring,
          use: 'residential',
          floors,
          doors: 1,
          name: address,
          address,
          builtYear: random.int(1978, 2016),
        });
      }
    }
  }
  return count;
}

function house(cx: number, cy: number, ux: number, uy: number, w: number, d: number, wing: boolean): Ring {
  const at = (a: number, b: number): [number, number] => [cx + ux * a - uy * b, cy + uy * a + ux * b];
  const a = w / 2;
  const b = d / 2;
  if (!wing) return [...at(-a, -b), ...at(a, -b), ...at(a, b), ...at(-a, b)];
  return [
    ...at(-a, -b),
    ...at(a, -b),
    ...at(a, b),
    ...at(a * 0.25, b),
    ...at(a * 0.25, b * 0.25),
    ...at(-a, b * 0.25),
  ];
}

/** The plot in long strips of field with paths between them. */
export function fillFields(site: Site, strip: number): void {
  const { random, draft, plot } = site;
  const turn = random.between(-0.3, 0.3);
  const size = Math.sqrt(1 + turn * turn);
  const frame = createFrame(plot, 1 / size, turn / size);
  for (let y = frame.low[1] + 4; y + strip < frame.high[1]; y += strip + 3) {
    const deep = strip * random.between(0.8, 1);
    const stretch = frame.stretch(y, y + deep);
    if (!stretch || stretch[1] - stretch[0] < 24) continue;
    let x = stretch[0] + 2;
    while (x < stretch[1] - 20) {
      const end = Math.min(stretch[1] - 2, x + random.between(60, 140));
      if (end - x > 16) {
        const ring: Ring = [x, y, end, y, end, y + deep, x, y + deep];
        if (frame.fits(ring)) addPatch(draft, 'green', frame.ring(ring));
      }
      x = end + 3;
    }
  }
}
