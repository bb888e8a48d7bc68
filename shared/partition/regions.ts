/**
 * Connected stretches of cells that are alike: a gap, an overlap of the same grids, a part of a grid. Connected is across an
 * arc; meeting at a corner is not. Owns the joining only.
 */
import { OUTSIDE, type PlanarMap } from './planar-map.ts';

export interface Region {
  key: number;
  cells: number[];
}

/** `keys`: by cell, what it is part of; a cell may be part of several regions. In the order of their first cells. */
export function regionsOf(map: PlanarMap, keys: readonly ArrayLike<number>[]): Region[] {
  const starts = new Uint32Array(keys.length + 1);
  keys.forEach((own, cell) => {
    starts[cell + 1] = starts[cell] + own.length;
  });
  const parent = Int32Array.from({ length: starts[keys.length] }, (_, at) => at);
  const find = (at: number): number => {
    let root = at;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]];
    return root;
  };
  for (let arc = 0; arc < map.leftCell.length; arc++) {
    const left = map.leftCell[arc];
    const right = map.rightCell[arc];
    if (left === OUTSIDE || right === OUTSIDE) continue;
    for (let i = 0; i < keys[left].length; i++)
      for (let j = 0; j < keys[right].length; j++)
        if (keys[left][i] === keys[right][j]) join(starts[left] + i, starts[right] + j);
  }
  function join(a: number, b: number): void {
    const [low, high] = [find(a), find(b)].sort((p, q) => p - q);
    parent[high] = low;
  }
  const regions = new Map<number, Region>();
  keys.forEach((own, cell) => {
    for (let i = 0; i < own.length; i++) {
      const root = find(starts[cell] + i);
      const known = regions.get(root);
      if (known) known.cells.push(cell);
      else regions.set(root, { key: own[i], cells: [cell] });
    }
  });
  return [...regions.values()];
}
