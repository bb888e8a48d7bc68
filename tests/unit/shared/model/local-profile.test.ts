import { expect, test } from 'vitest';
import { DEFAULT_LOCAL_PROFILE, gridTargetOf } from '../../../../shared/model/local-profile.ts';

test('villages aim at some three hundred households in a grid, until the site says otherwise', () => {
  expect(gridTargetOf(DEFAULT_LOCAL_PROFILE, false)).toEqual({ min: 300, max: 500 });
  expect(gridTargetOf(DEFAULT_LOCAL_PROFILE, true)).toEqual({ min: 250, max: 350 });
  const own = { ...DEFAULT_LOCAL_PROFILE, gridTarget: { min: 200, max: 260 } };
  expect(gridTargetOf(own, true)).toEqual({ min: 200, max: 260 });
});
