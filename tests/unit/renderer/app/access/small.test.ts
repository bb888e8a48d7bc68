import { expect, test } from 'vitest';
import { initialsOfName } from '../../../../../renderer/app/access/initials-of-name.ts';
import { secretError } from '../../../../../renderer/app/access/secret-error.ts';
import { dayOf, endOfDay } from '../../../../../renderer/data/access/PersonForm.tsx';
import { HostError } from '../../../../../shared/host/host-error.ts';

test('two letters stand for a name', () => {
  expect(initialsOfName('王秀英')).toBe('秀英');
  expect(initialsOfName('欧阳 娜')).toBe('阳娜');
  expect(initialsOfName('ada lovelace king')).toBe('AL');
  expect(initialsOfName('  ')).toBe('');
});

test('a refusal says how long to wait, or which group is wrong', () => {
  expect(secretError(new HostError('try-later', '4000'), 1_000)).toMatchObject({
    code: 'try-later',
    until: 5_000,
  });
  expect(secretError(new HostError('recovery-group', '3'), 0)).toMatchObject({
    values: { group: 3 },
    until: 0,
  });
  expect(secretError(new HostError('wrong-secret'), 9).until).toBe(0);
  expect(secretError('odd', 0).code).toBe('internal');
});

test('access ends with the day that is shown', () => {
  const end = endOfDay('2026-02-28');
  expect(dayOf(end)).toBe('2026-02-28');
  expect(dayOf((end ?? 0) + 1)).toBe('2026-03-01');
  expect(endOfDay('')).toBeNull();
  expect(dayOf(null)).toBe('');
});
