import { expect, test } from 'vitest';
import { cellOperations } from '../../../../../renderer/grids/plan/plan-menu.ts';

/** Building 0 with two entrances in cell 5, building 3 with one in cell 6; building 5 shattered into cells 8 and 9. */
const ATOMS = {
  cell: Int32Array.of(5, -1, -1, 6, -1, -1, 8, 9),
  building: Int32Array.of(-1, 0, 0, -1, 3, -1, 5, 5),
};
const ids = (cell: number, locked: number[] = []) =>
  cellOperations(cell, ATOMS, new Set(locked)).map(({ id }) => id);

test('a cell may be locked or unlocked; a building with several entrances be divided, and made whole again', () => {
  expect(ids(5)).toEqual(['lock', 'shatter']);
  expect(ids(5, [5])).toEqual(['unlock', 'shatter']);
  expect(ids(6)).toEqual(['lock']);
  expect(ids(7)).toEqual(['lock']);
  expect(cellOperations(9, ATOMS, new Set())).toEqual([
    { id: 'lock', action: { type: 'lockCells', cells: [9] } },
    { id: 'heal', action: { type: 'heal', building: 5 } },
  ]);
});
