/**
 * The rim of a basemap: frames of growing strength beyond what the community covers, so that streets and water that run on
 * past it fade away instead of ending at a cut. Owns where the frames lie; their colour is the style's. Unit square.
 */
import type { ShapeSource } from './tile-source.ts';

type Box = [west: number, north: number, east: number, south: number];

/** One side of one frame. */
export interface RimPart {
  /** Four corners, x and y by turns. */
  ring: number[];
  /** 0 to 1: how much of the ground's own colour lies over what is there. */
  fade: number;
}

/** Steps from nothing to all: more than the eye can count, few enough for a tile. */
const STEPS = 14;
/** Widest rim in metres: of real streets far beyond the last house no more than this is veiled. */
const WIDEST = 380;
/** Metres over which an edge is not worth a rim. */
const LEAST = 25;
const EQUATOR = 40_075_016.7;

/** West, north, east, south of all vertices; null when there are none. */
function boxOf(sources: readonly (ShapeSource | null)[]): Box | null {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const source of sources) {
    const { xy } = source ?? { xy: [] };
    for (let i = 0; i + 1 < xy.length; i += 2) {
      box[0] = Math.min(box[0], xy[i]);
      box[1] = Math.min(box[1], xy[i + 1]);
      box[2] = Math.max(box[2], xy[i]);
      box[3] = Math.max(box[3], xy[i + 1]);
    }
  }
  return box[0] === Infinity ? null : box;
}

const cornersOf = ([west, north, east, south]: Box): number[][] => [
  [west, north],
  [east, north],
  [east, south],
  [west, south],
];

/**
 * @param covered what is always seen whole: outlines of grids, compounds, buildings
 * @param running what may run on beyond it: the lines and patches of the basemap
 * @returns none where nothing runs on
 */
export function rimOf(
  covered: readonly (ShapeSource | null)[],
  running: readonly (ShapeSource | null)[],
): RimPart[] {
  const core = boxOf(covered);
  const all = boxOf(running);
  if (!core || !all) return [];
  const latitude = Math.atan(Math.sinh(Math.PI * (1 - core[1] - core[3])));
  const metre = 1 / (EQUATOR * Math.cos(latitude));
  // How far each side stands out; the frame begins at the core, or as far out as the widest rim allows.
  const out = [core[0] - all[0], core[1] - all[1], all[2] - core[2], all[3] - core[3]].map((far) =>
    far > LEAST * metre ? far : 0,
  );
  if (out.every((far) => far === 0)) return [];
  const frame = (share: number): Box => {
    const [west, north, east, south] = out.map((far) => far - Math.min(far, WIDEST * metre) * (1 - share));
    return [core[0] - west, core[1] - north, core[2] + east, core[3] + south];
  };
  const parts: RimPart[] = [];
  for (let step = 0; step < STEPS; step++) {
    const inner = cornersOf(frame(step / STEPS));
    // The last frame also covers the half width of a street that ends exactly at the edge.
    const outer = cornersOf(frame(step + 1 === STEPS ? 1.1 : (step + 1) / STEPS));
    const t = (step + 1) / STEPS;
    for (let side = 0; side < 4; side++) {
      const next = (side + 1) % 4;
      parts.push({
        ring: [...inner[side], ...outer[side], ...outer[next], ...inner[next]],
        // Slow at both ends, so that neither edge of the rim shows.
        fade: Math.round(t * t * (3 - 2 * t) * 1000) / 1000,
      });
    }
  }
  return parts;
}
