/**
 * Puts rings together as polygons with holes, as a Shapefile lists them: in no order, outer rings clockwise, holes the other
 * way. Owns orientation and containment; where no ring is clockwise the nesting alone decides.
 */
export type Position = number[];

/** Comparisons of one record: real coasts need a hundredth of it. */
const WORK = 50_000_000;

interface Ring {
  positions: Position[];
  /** Twice the area, positive: counter-clockwise. */
  area: number;
  box: [number, number, number, number];
}

/**
 * Polygons in GeoJSON order (outer ring counter-clockwise first, holes clockwise); null when the rings are too many to sort
 * out. Rings must be closed and not flat. A hole outside every outer ring becomes a polygon: nothing is dropped.
 */
export function polygonsOf(rings: Position[][]): Position[][][] | null {
  const all = rings.map(measure);
  const outer = all.filter(({ area }) => area < 0);
  const sorted = outer.length > 0 ? place(all, outer, () => true) : place(all, all, byNesting(all));
  return (
    sorted?.map((polygon) =>
      polygon.map(({ positions, area }, index) =>
        area > 0 === (index === 0) ? positions : positions.toReversed(),
      ),
    ) ?? null
  );
}

/** Twice the signed area, positive counter-clockwise; taken from the first vertex so that large numbers do not swallow it. */
export function ringArea(positions: Position[]): number {
  const [x, y] = positions[0];
  let sum = 0;
  for (let i = 1; i + 1 < positions.length; i++) {
    const a = positions[i];
    const b = positions[i + 1];
    sum += (a[0] - x) * (b[1] - y) - (b[0] - x) * (a[1] - y);
  }
  return sum;
}

function measure(positions: Position[]): Ring {
  const box: Ring['box'] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of positions) {
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  return { positions, area: ringArea(positions), box };
}

/** Gives every ring that is not outer to the smallest outer ring around it. */
function place(all: Ring[], candidates: Ring[], isOuter: (ring: Ring) => boolean): Ring[][] | null {
  const outer = candidates.filter(isOuter).toSorted((a, b) => Math.abs(a.area) - Math.abs(b.area));
  const polygons = new Map(outer.map((ring) => [ring, [ring]]));
  const loose: Ring[][] = [];
  let work = 0;
  for (const ring of all) {
    if (polygons.has(ring)) continue;
    let home: Ring[] | undefined;
    for (const candidate of outer) {
      if (++work > WORK) return null;
      if (!boxHolds(candidate, ring) || Math.abs(candidate.area) < Math.abs(ring.area)) continue;
      work += candidate.positions.length;
      if (!holds(candidate, ring)) continue;
      home = polygons.get(candidate);
      break;
    }
    if (home) home.push(ring);
    else loose.push([ring]);
  }
  return [...polygons.values(), ...loose];
}

/** A ring inside an even number of others is an outer one. */
function byNesting(all: Ring[]): (ring: Ring) => boolean {
  if (all.length > 2000) return () => true;
  return (ring) => {
    const around = all.filter((other) => other !== ring && boxHolds(other, ring) && holds(other, ring));
    return around.length % 2 === 0;
  };
}

function boxHolds(a: Ring, b: Ring): boolean {
  return a.box[0] <= b.box[0] && a.box[1] <= b.box[1] && a.box[2] >= b.box[2] && a.box[3] >= b.box[3];
}

/** Whether `inner` lies in `outer`: by the first vertex that is not on its border. */
function holds(outer: Ring, inner: Ring): boolean {
  for (const position of inner.positions.slice(0, 16)) {
    const side = sideOf(outer.positions, position);
    if (side !== 0) return side > 0;
  }
  return true;
}

/** 1 inside, -1 outside, 0 on the border. */
function sideOf(ring: Position[], [x, y]: Position): number {
  let inside = false;
  for (let i = 0; i + 1 < ring.length; i++) {
    const [ax, ay] = ring[i];
    const [bx, by] = ring[i + 1];
    const cross = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    const between =
      x >= Math.min(ax, bx) && x <= Math.max(ax, bx) && y >= Math.min(ay, by) && y <= Math.max(ay, by);
    if (cross === 0 && between) return 0;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside ? 1 : -1;
}
