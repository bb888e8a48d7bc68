/** Reads the figures of a bundle for the tests of the samples. */
import { createHash } from 'node:crypto';
import { textAt, wordAt } from '../../../../shared/columns/cell.ts';
import type { GeometryColumn, NumberArray, Table } from '../../../../shared/columns/column.ts';
import { NONE } from '../../../../shared/columns/column.ts';
import { ringsAt } from '../../../../shared/columns/ring.ts';
import type { CommunityBundle } from '../../../../shared/model/bundle.ts';
import type { TableName } from '../../../../shared/model/tables.ts';

export function table(bundle: CommunityBundle, name: TableName): Table {
  const found = bundle.tables[name];
  if (!found) throw new Error(`no table ${name}`);
  return found;
}

export function values(bundle: CommunityBundle, name: TableName, column: string): NumberArray {
  const found = table(bundle, name).columns[column];
  if (found?.kind !== 'number') throw new Error(`${name}.${column}`);
  return found.values;
}

export function word(bundle: CommunityBundle, name: TableName, column: string, row: number): string {
  const found = table(bundle, name).columns[column];
  if (found?.kind !== 'dict') throw new Error(`${name}.${column}`);
  return wordAt(found, row);
}

export function text(bundle: CommunityBundle, name: TableName, column: string, row: number): string {
  const found = table(bundle, name).columns[column];
  if (found?.kind !== 'text') throw new Error(`${name}.${column}`);
  return textAt(found, row);
}

export function geometry(bundle: CommunityBundle, name: TableName, column: string): GeometryColumn {
  const found = table(bundle, name).columns[column];
  if (found?.kind !== 'geometry') throw new Error(`${name}.${column}`);
  return found;
}

export function ageAt(bundle: CommunityBundle, row: number): number {
  const year = values(bundle, 'residents', 'birthYear')[row];
  return 2026 - year - (values(bundle, 'residents', 'birthMonth')[row] > 11 ? 1 : 0);
}

export interface Counts {
  registered: number;
  floating: number;
  permanent: number;
  away: number;
  over60: number;
  households: number;
  linked: number;
}

export function countPeople(bundle: CommunityBundle): Counts {
  const { rows } = table(bundle, 'residents');
  const homes = values(bundle, 'residents', 'home');
  const households = new Set<number>();
  const counts = { registered: 0, floating: 0, permanent: 0, away: 0, over60: 0, households: 0, linked: 0 };
  for (let row = 0; row < rows; row++) {
    const here = word(bundle, 'residents', 'registration', row) === 'here';
    const present = word(bundle, 'residents', 'presence', row) === 'present';
    if (here) counts.registered++;
    if (present) counts.permanent++;
    else counts.away++;
    if (!here && present) counts.floating++;
    if (present && ageAt(bundle, row) >= 60) counts.over60++;
    if (homes[row] !== NONE) counts.linked++;
    households.add(values(bundle, 'residents', 'household')[row]);
  }
  return { ...counts, households: households.size };
}

/** Households (that is: homes lived in) per grid through the plan. */
export function homesPerGrid(bundle: CommunityBundle): number[] {
  const sums = new Array<number>(table(bundle, 'grids').rows).fill(0);
  const building = values(bundle, 'homes', 'building');
  for (let row = 0; row < building.length; row++) sums[bundle.plan.gridOfBuilding[building[row]]]++;
  return sums;
}

export function digest(bundle: CommunityBundle): string {
  const hash = createHash('sha256');
  const feed = (value: unknown): void => {
    if (ArrayBuffer.isView(value)) {
      hash.update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    } else if (value !== null && typeof value === 'object') {
      for (const key of Object.keys(value).sort()) {
        hash.update(key);
        feed((value as Record<string, unknown>)[key]);
      }
    } else hash.update(String(value));
  };
  feed(bundle);
  return hash.digest('hex');
}

/** Square metres of the outlines of one row, on a plane at its latitude. */
export function areaInMetres(bundle: CommunityBundle, name: TableName, column: string, row: number): number {
  const cos = Math.cos((bundle.bounds[1] * Math.PI) / 180);
  let sum = 0;
  for (const { coords } of ringsAt(geometry(bundle, name, column), row)) {
    for (let i = 0; i < coords.length; i += 2) {
      const k = (i + 2) % coords.length;
      const [x0, y0] = [coords[0], coords[1]];
      sum += (coords[i] - x0) * (coords[k + 1] - y0) - (coords[k] - x0) * (coords[i + 1] - y0);
    }
  }
  return (sum / 2) * 0.0111132 * 0.011132 * cos;
}

/** Edges of a set of polygons that are neither shared by exactly two of them in opposite directions nor on the rim. */
export function looseEdges(column: GeometryColumn, rows: number[]): { inner: number; repeated: number } {
  const edges = new Map<string, number>();
  let repeated = 0;
  for (const row of rows) {
    for (const { coords } of ringsAt(column, row)) {
      for (let i = 0; i < coords.length; i += 2) {
        const k = (i + 2) % coords.length;
        const key = `${coords[i]},${coords[i + 1]},${coords[k]},${coords[k + 1]}`;
        if (edges.has(key)) repeated++;
        edges.set(key, 1);
      }
    }
  }
  let inner = 0;
  for (const key of edges.keys()) {
    const [a, b, c, d] = key.split(',');
    if (!edges.has(`${c},${d},${a},${b}`)) inner++;
  }
  return { inner, repeated };
}

function cross(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}

/** Pairs of buildings whose outer rings cross or of which one holds the other's first vertex. */
export function overlaps(bundle: CommunityBundle, every = 1): string[] {
  const column = geometry(bundle, 'buildings', 'footprint');
  const { rows } = table(bundle, 'buildings');
  const rings = Array.from({ length: rows }, (_, row) => ringsAt(column, row)[0].coords);
  const boxes = rings.map((ring) => {
    const xs = ring.filter((_, i) => i % 2 === 0);
    const ys = ring.filter((_, i) => i % 2 === 1);
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  });
  const size = 12_000;
  const bins = new Map<string, number[]>();
  boxes.forEach(([w, s, e, n], row) => {
    for (let i = Math.floor(w / size); i <= Math.floor(e / size); i++) {
      for (let j = Math.floor(s / size); j <= Math.floor(n / size); j++) {
        const key = `${i},${j}`;
        bins.set(key, [...(bins.get(key) ?? []), row]);
      }
    }
  });
  const found = new Set<string>();
  let at = 0;
  for (const bin of bins.values()) {
    if (at++ % every !== 0) continue;
    for (const a of bin) {
      for (const b of bin) {
        if (a >= b) continue;
        const [p, q] = [boxes[a], boxes[b]];
        if (p[0] > q[2] || q[0] > p[2] || p[1] > q[3] || q[1] > p[3]) continue;
        if (ringsMeet(rings[a], rings[b])) found.add(`${a} ${b}`);
      }
    }
  }
  return [...found];
}

function ringsMeet(a: Int32Array, b: Int32Array): boolean {
  if (holds(a, b[0], b[1]) || holds(b, a[0], a[1])) return true;
  for (let i = 0; i < a.length; i += 2) {
    const k = (i + 2) % a.length;
    for (let j = 0; j < b.length; j += 2) {
      const l = (j + 2) % b.length;
      const d1 = cross(a[i], a[i + 1], a[k], a[k + 1], b[j], b[j + 1]);
      const d2 = cross(a[i], a[i + 1], a[k], a[k + 1], b[l], b[l + 1]);
      const d3 = cross(b[j], b[j + 1], b[l], b[l + 1], a[i], a[i + 1]);
      const d4 = cross(b[j], b[j + 1], b[l], b[l + 1], a[k], a[k + 1]);
      if (d1 * d2 < 0 && d3 * d4 < 0) return true;
    }
  }
  return false;
}

export function holds(ring: ArrayLike<number>, x: number, y: number): boolean {
  let odd = false;
  const n = ring.length;
  for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
    if (ring[i + 1] > y !== ring[j + 1] > y) {
      if (x < ((ring[j] - ring[i]) * (y - ring[i + 1])) / (ring[j + 1] - ring[i + 1]) + ring[i]) odd = !odd;
    }
  }
  return odd;
}
