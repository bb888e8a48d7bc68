/** Whether a move that was offered can still be carried out, as borders change. */
import { describe, expect, it } from 'vitest';
import { moveStanding } from '../../../../../shared/partition/balance/accept-moves.ts';

const MOVE = { cells: [3, 4], from: 0, to: 1 };
const standing = (grids: Record<number, number>) => moveStanding(MOVE, (cell) => grids[cell]);

describe('a move', () => {
  it('is open while all its cells are where it found them, and again once it was taken back', () => {
    expect(standing({ 3: 0, 4: 0 })).toBe('open');
  });

  it('is done once all have gone where it sends them, by whatever step', () => {
    expect(standing({ 3: 1, 4: 1 })).toBe('done');
  });

  it('is overtaken where some went, went elsewhere, or are not there any more', () => {
    expect(standing({ 3: 0, 4: 1 })).toBe('overtaken');
    expect(standing({ 3: 0, 4: 2 })).toBe('overtaken');
    expect(standing({ 3: 0 })).toBe('overtaken');
  });
});
