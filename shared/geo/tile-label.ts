/**
 * Where a polygon's label stands: the point inside it that is farthest from its edges. Works in any plane unit;
 * owns nothing else. Method: grid search with refinement (V. Agafonkin, "polylabel", 2016), own code.
 */

interface Cell {
  x: number;
  y: number;
  half: number;
  /** Signed distance of the centre to the nearest edge, positive inside. */
  distance: number;
  /** No point of the cell can be farther in than this. */
  most: number;
}

function signedDistance(x: number, y: number, rings: readonly ArrayLike<number>[]): number {
  let inside = false;
  let nearest = Infinity;
  for (const ring of rings) {
    const n = ring.length;
    let ax = ring[n - 2];
    let ay = ring[n - 1];
    for (let i = 0; i < n; i += 2) {
      const bx = ring[i];
      const by = ring[i + 1];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
      const dx = bx - ax;
      const dy = by - ay;
      const length = dx * dx + dy * dy;
      const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
      const d = (x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2;
      if (d < nearest) nearest = d;
      ax = bx;
      ay = by;
    }
  }
  return (inside ? 1 : -1) * Math.sqrt(nearest);
}

/** @param rings outer ring and holes, flat vertex lists, first vertex not repeated */
export function labelPoint(rings: readonly ArrayLike<number>[]): [number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  const outer = rings[0];
  for (let i = 0; i < outer.length; i += 2) {
    west = Math.min(west, outer[i]);
    east = Math.max(east, outer[i]);
    south = Math.min(south, outer[i + 1]);
    north = Math.max(north, outer[i + 1]);
  }
  const size = Math.min(east - west, north - south);
  if (!(size > 0)) return [outer[0], outer[1]];
  const cell = (x: number, y: number, half: number): Cell => {
    const distance = signedDistance(x, y, rings);
    return { x, y, half, distance, most: distance + half * Math.SQRT2 };
  };
  let best = cell((west + east) / 2, (south + north) / 2, 0);
  const queue: Cell[] = [];
  const half = size / 4;
  for (let x = west + half; x < east + half; x += 2 * half)
    for (let y = south + half; y < north + half; y += 2 * half) queue.push(cell(x, y, half));
  // Enough for a label: a fortieth of the narrow side, and an end for shapes drawn by hand.
  for (let steps = 0; queue.length > 0 && steps < 200; steps++) {
    queue.sort((a, b) => a.most - b.most);
    const top = queue.pop() as Cell;
    if (top.distance > best.distance) best = top;
    if (top.most - best.distance <= size / 40) continue;
    const h = top.half / 2;
    for (const [sx, sy] of [
      [-h, -h],
      [h, -h],
      [-h, h],
      [h, h],
    ])
      queue.push(cell(top.x + sx, top.y + sy, h));
  }
  return [best.x, best.y];
}
