import { describe, expect, it } from 'vitest';
import { nearQuestion } from '../../../../renderer/twin/near-question.ts';

describe('what is near', () => {
  it('is asked of one kind: the nearest few without a limit, or all within a distance', () => {
    const few = nearQuestion([120.6, 31.3], 'cameras', 'nearest');
    expect(few).toMatchObject({ tables: ['cameras'], within: Number.POSITIVE_INFINITY });
    expect(few.k).toBeLessThan(10);
    const close = nearQuestion([120.6, 31.3], 'workers', 'm300');
    expect(close).toMatchObject({ tables: ['workers'], within: 300 });
    expect(close.k).toBeGreaterThan(few.k);
  });
});
