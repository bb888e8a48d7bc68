/** Partitions made from a seed: the bent net of made-tessellation with a building in each cell, two entrances in some, counts, and grids in blocks. Owns the making and the random actions on it. */
import { nodeRings } from '../../../../shared/partition/noding.ts';
import { buildPartition } from '../../../../shared/partition/partition-build.ts';
import type { PartitionModel } from '../../../../shared/partition/partition-model.ts';
import { type AtomTable, type GridRecord, NO_ATOM } from '../../../../shared/partition/partition-records.ts';
import { buildPlanarMap } from '../../../../shared/partition/planar-map.ts';
import { ringCorners } from '../../../../shared/partition/ring-tracing.ts';
import { type Spot, tessellation } from './made-tessellation.ts';

export const millimetres = (ring: readonly Spot[]) =>
  Int32Array.from(ring.flatMap(([x, y]) => [Math.round(x * 1000), Math.round(y * 1000)]));

export const gridRecord = (code: string, community = 0): GridRecord => ({
  code,
  name: code,
  kind: 'general',
  community,
  locked: false,
  retired: false,
  formerCodes: [],
  attributes: {},
});

export interface MadePartition {
  model: PartitionModel;
  atoms: AtomTable;
  roll: () => number;
  /** Millimetres, from 0. */
  width: number;
  height: number;
}

const MEASURES = ['households', 'residents', 'aged60'];

/** Every cell holds a building of 8 m with 2 entrances at its ends; `across`: grids each way; `communities`: side by side. */
export function madePartition(
  seed: number,
  columns: number,
  rows: number,
  across: number,
  communities = 1,
): MadePartition {
  const { cells, roll } = tessellation(seed, columns, rows);
  const rings = cells.map(millimetres);
  const { map } = buildPlanarMap(
    nodeRings(rings),
    rings.map((_, r) => r),
  );
  const middles = map.cells.map(([outer]) => middleOf(ringCorners(map, outer)));
  const community = middles.map(([x]) =>
    Math.min(communities - 1, Math.max(0, Math.floor((x / (columns * 40_000)) * communities))),
  );
  const band = (value: number, whole: number) =>
    Math.min(across - 1, Math.max(0, Math.floor((value / (whole * 40_000)) * across)));
  const keys = new Map<string, number>();
  const grids: GridRecord[] = [];
  const grid = middles.map(([x, y], cell) => {
    const key = `${community[cell]} ${band(x, columns)} ${band(y, rows)}`;
    const known = keys.get(key);
    if (known !== undefined) return known;
    keys.set(key, grids.length);
    grids.push(gridRecord(`320583001001${String(grids.length + 1).padStart(3, '0')}`, community[cell]));
    return grids.length - 1;
  });
  const atoms = madeAtoms(middles, roll);
  const { model } = buildPartition({ map, community, grid, grids, atoms });
  return { model, atoms, roll, width: columns * 40_000, height: rows * 40_000 };
}

function madeAtoms(middles: readonly (readonly [number, number])[], roll: () => number): AtomTable {
  const keys: string[] = [];
  const [x, y, building]: number[][] = [[], [], []];
  const footprints: (Int32Array[] | null)[] = [];
  const values: number[][] = MEASURES.map(() => []);
  middles.forEach(([mx, my], b) => {
    const parts = [0, 1].map(() => MEASURES.map(() => Math.floor(roll() * 30)));
    const own = keys.length;
    const add = (key: string, at: readonly [number, number], of: number, counts: readonly number[]) => {
      keys.push(key);
      x.push(at[0]);
      y.push(at[1]);
      building.push(of);
      counts.forEach((count, m) => {
        values[m].push(count);
      });
    };
    add(
      `B${b}`,
      [mx, my],
      NO_ATOM,
      MEASURES.map((_, m) => parts[0][m] + parts[1][m]),
    );
    footprints.push([square(mx, my, 4000)]);
    parts.forEach((counts, e) => {
      add(`B${b}-${e + 1}`, [mx + (e === 0 ? -3000 : 3000), my + 100 * e], own, counts);
      footprints.push(null);
    });
  });
  return {
    keys,
    x: Int32Array.from(x),
    y: Int32Array.from(y),
    building: Int32Array.from(building),
    footprints,
    measures: MEASURES.map((name, m) => ({ name, values: Float64Array.from(values[m]) })),
  };
}

const square = (x: number, y: number, half: number) =>
  Int32Array.from([x - half, y - half, x + half, y - half, x + half, y + half, x - half, y + half]);

/** The mean of the corners: inside, for cells as these. */
function middleOf(corners: Int32Array): [number, number] {
  let [x, y] = [0, 0];
  for (let i = 0; i < corners.length; i += 2) {
    x += corners[i];
    y += corners[i + 1];
  }
  return [Math.round((2 * x) / corners.length), Math.round((2 * y) / corners.length)];
}
