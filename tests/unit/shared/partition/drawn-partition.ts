/** Partitions drawn with letters: every square of 10 m is a cell with a building in its middle, and its letter is its grid; a dot is in none. Owns the drawing both ways. */

import { nodeRings } from '../../../../shared/partition/noding.ts';
import { NO_GRID } from '../../../../shared/partition/outline.ts';
import { buildPartition } from '../../../../shared/partition/partition-build.ts';
import type { PartitionModel } from '../../../../shared/partition/partition-model.ts';
import { NO_ATOM } from '../../../../shared/partition/partition-records.ts';
import { buildPlanarMap } from '../../../../shared/partition/planar-map.ts';
import { gridRecord } from './made-partition.ts';

export const SIDE = 10_000;

export interface DrawnPartition {
  model: PartitionModel;
  /** The grid of a letter. */
  grid(letter: string): number;
  /** The cell in a column (east) and row (south), from 0. */
  cell(column: number, row: number): number;
  /** Millimetres of a place given in squares from the north-west. */
  at(column: number, row: number): [number, number];
  /** A line of places in squares from the north-west. */
  line(...places: [number, number][]): number[];
  /** The grids as letters, as they are now; new grids by their code. */
  picture(): string[];
}

/** Every building has 1 household, or as many as `households` says by its number; with `footprint` it is a square of that half side in metres. */
export function drawnPartition(
  diagram: string,
  footprint = 0,
  households: Readonly<Record<number, number>> = {},
): DrawnPartition {
  const rows = diagram.split('\n').map((row) => row.trim());
  const lines = rows.filter((row) => row !== '');
  const letters = [...new Set(lines.join(''))].filter((letter) => letter !== '.').sort();
  const at = (column: number, row: number): [number, number] => [
    Math.round(column * SIDE) + 0,
    Math.round((lines.length - row) * SIDE) + 0,
  ];
  const squares = lines.flatMap((row, r) => [...row].map((letter, c) => ({ letter, c, r })));
  const rings = squares.map(({ c, r }) =>
    Int32Array.from([...at(c, r + 1), ...at(c + 1, r + 1), ...at(c + 1, r), ...at(c, r)]),
  );
  const { map } = buildPlanarMap(
    nodeRings(rings),
    rings.map((_, i) => i),
  );
  const middles = squares.map(({ c, r }) => at(c + 0.5, r + 0.5));
  const half = footprint * 1000;
  const atoms = {
    keys: squares.map(({ c, r }) => `${c},${r}`),
    x: Int32Array.from(middles, ([x]) => x),
    y: Int32Array.from(middles, ([, y]) => y),
    building: new Int32Array(squares.length).fill(NO_ATOM),
    footprints: middles.map(([x, y]) =>
      half === 0
        ? null
        : [Int32Array.from([x - half, y - half, x + half, y - half, x + half, y + half, x - half, y + half])],
    ),
    measures: [
      { name: 'households', values: Float64Array.from(squares, (_, atom) => households[atom] ?? 1) },
    ],
  };
  const plain = buildPartition({ map, community: map.cells.map(() => 0), atoms }).model;
  const grid = Int32Array.from(map.cells, () => NO_GRID);
  squares.forEach(({ letter }, atom) => {
    grid[plain.cellOf(atom)] = letters.indexOf(letter);
  });
  const grids = letters.map((letter) => gridRecord(letter));
  const { model } = buildPartition({ map, community: map.cells.map(() => 0), grid, grids, atoms });
  const letterOf = (id: number) => (id === NO_GRID ? '.' : model.grid(id).code);
  return {
    model,
    at,
    grid: (letter) => letters.indexOf(letter),
    cell: (column, row) => model.cellAt(...at(column + 0.5, row + 0.5)),
    line: (...places) => places.flatMap(([c, r]) => at(c, r)),
    picture: () =>
      lines.map((row, r) =>
        [...row].map((_, c) => letterOf(model.gridOf(model.cellAt(...at(c + 0.5, r + 0.5))))).join(''),
      ),
  };
}
