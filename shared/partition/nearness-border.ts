/** The border between what is nearer to one place and what is nearer to others (its Voronoi region), as a line through a box. Owns the clipping; whole millimetres out. */
import type { Box } from './box-index.ts';

type Place = readonly [number, number];

/**
 * The border of the region of `place` among `others`, within a box and running round it to the left. For a place on the convex hull
 * of all it is one line; null where it is none: the places are the same, or the region lies within the box.
 */
export function nearnessBorder(place: Place, others: readonly Place[], box: Box): number[] | null {
  const [west, south, east, north] = box;
  let corners: { at: Place; inner: boolean }[] = (
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
    ] as const
  ).map((at) => ({ at, inner: false }));
  for (const other of others) {
    if (other[0] === place[0] && other[1] === place[1]) return null;
    corners = clip(corners, place, other);
  }
  return chainOf(corners);
}

/** `inner`: the side from this corner to the next is part of the border. */
function clip(
  corners: readonly { at: Place; inner: boolean }[],
  [px, py]: Place,
  [qx, qy]: Place,
): { at: Place; inner: boolean }[] {
  const [mx, my] = [(px + qx) / 2, (py + qy) / 2];
  const beyond = ([x, y]: Place) => (x - mx) * (qx - px) + (y - my) * (qy - py);
  const out: { at: Place; inner: boolean }[] = [];
  corners.forEach((corner, i) => {
    const next = corners[(i + 1) % corners.length];
    const [a, b] = [beyond(corner.at), beyond(next.at)];
    if (a <= 0) out.push(corner);
    if (a <= 0 === b <= 0) return;
    const t = a / (a - b);
    const at: Place = [
      corner.at[0] + t * (next.at[0] - corner.at[0]),
      corner.at[1] + t * (next.at[1] - corner.at[1]),
    ];
    // Going out, the border begins; coming in, the old side goes on.
    out.push({ at, inner: a <= 0 ? true : corner.inner });
  });
  return out;
}

function chainOf(corners: readonly { at: Place; inner: boolean }[]): number[] | null {
  const start = corners.findIndex(
    ({ inner }, i) => inner && !corners[(i + corners.length - 1) % corners.length].inner,
  );
  if (start < 0) return null;
  const line: number[] = [];
  const add = ([x, y]: Place) => {
    const [wx, wy] = [Math.round(x) + 0, Math.round(y) + 0];
    if (line[line.length - 2] !== wx || line[line.length - 1] !== wy) line.push(wx, wy);
  };
  for (let k = 0; k < corners.length; k++) {
    const corner = corners[(start + k) % corners.length];
    add(corner.at);
    if (!corner.inner) break;
  }
  return line.length >= 4 ? line : null;
}
