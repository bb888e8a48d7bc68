/**
 * Which polygons lie over each cell: none is a gap, two or more overlap. Told by crossing borders from the outside inwards,
 * never by measuring: over an arc exactly its users change. A polygon holds by even-odd, so holes and loops need no mark.
 */
import { type BuiltMap, leftOf, OUTSIDE, rightOf } from './planar-map.ts';

const NOTHING = new Int32Array(0);

/** By cell: the polygons over it, rising. */
export function labelCells({ map, users }: BuiltMap): Int32Array[] {
  const labels = new Array<Int32Array | undefined>(map.cells.length);
  const waiting: number[] = [];
  const enter = (ring: Int32Array, label: Int32Array) => {
    for (const ref of ring) {
      const other = rightOf(map, ref);
      if (other === OUTSIDE || labels[other]) continue;
      labels[other] = changed(label, users[ref >> 1]);
      waiting.push(other);
    }
  };
  for (const ring of map.outside) enter(ring, NOTHING);
  for (let cell = waiting.pop(); cell !== undefined; cell = waiting.pop())
    for (const ring of map.cells[cell]) enter(ring, labels[cell] ?? NOTHING);
  return labels.map((label) => label ?? NOTHING);
}

/** Arcs over which the labels do not change as they must: none, unless the map is broken. */
export function mislabelledArcs({ map, users }: BuiltMap, labels: readonly Int32Array[]): number[] {
  const of = (cell: number) => (cell === OUTSIDE ? NOTHING : labels[cell]);
  return users.flatMap((own, arc) => {
    const expected = changed(of(leftOf(map, 2 * arc)), own).join();
    return expected === of(rightOf(map, 2 * arc)).join() ? [] : [arc];
  });
}

/** What is in one of the two rising lists and not in both. */
function changed(a: Int32Array, b: Int32Array): Int32Array {
  const out: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (j === b.length || a[i] < b[j]) out.push(a[i++]);
    else if (i === a.length || b[j] < a[i]) out.push(b[j++]);
    else {
      i++;
      j++;
    }
  }
  return Int32Array.from(out);
}
