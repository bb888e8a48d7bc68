import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openAttempts } from '../../../../electron/services/attempts.ts';
import { HandClock } from '../../../support/host-fixtures.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const wrong = async () => false;
const right = async () => true;

describe('guessing', () => {
  it('costs nothing three times and then twice as long each time, up to an hour', async () => {
    const clock = new HandClock();
    const attempts = await openAttempts(temporaryFolder(), clock.now);
    const waits: number[] = [];
    for (let n = 0; n < 18; n++) {
      expect(await attempts.attempt('pin:a', wrong)).toBe(false);
      const wait = attempts.waitMs('pin:a');
      waits.push(wait / 1000);
      if (wait > 0) {
        await expect(attempts.attempt('pin:a', right)).rejects.toMatchObject({
          code: 'try-later',
          detail: String(wait),
        });
        clock.advance(wait);
      }
    }
    expect(waits).toEqual([0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600, 3600, 3600]);
    expect(attempts.waitMs('pin:b')).toBe(0);
    expect(await attempts.attempt('pin:a', right)).toBe(true);
    expect(await attempts.attempt('pin:a', wrong)).toBe(false);
    expect(attempts.waitMs('pin:a')).toBe(0);
  });

  it('is counted before it is looked at: a restart or a kill in the middle gives nothing back', async () => {
    const folder = temporaryFolder();
    const clock = new HandClock();
    for (let n = 0; n < 4; n++) {
      const attempts = await openAttempts(folder, clock.now);
      clock.advance(attempts.waitMs('door'));
      await expect(attempts.attempt('door', () => Promise.reject(new Error('killed')))).rejects.toThrow(
        'killed',
      );
    }
    expect((await openAttempts(folder, clock.now)).waitMs('door')).toBe(2000);
  });

  it('cannot be done side by side', async () => {
    const attempts = await openAttempts(temporaryFolder(), new HandClock().now);
    let looked = 0;
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, () =>
        attempts.attempt('door', async () => {
          looked++;
          return false;
        }),
      ),
    );
    expect(looked).toBe(3);
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(47);
  });

  it('is not made easier by a broken file or a clock set back', async () => {
    const folder = temporaryFolder();
    const clock = new HandClock(1_000_000);
    writeFileSync(join(folder, 'attempts.json'), '{"door":{"fails":-5');
    expect((await openAttempts(folder, clock.now)).waitMs('door')).toBeGreaterThan(30_000);
    writeFileSync(join(folder, 'attempts.json'), JSON.stringify({ door: { fails: 5, at: 9_000_000 } }));
    const attempts = await openAttempts(folder, clock.now);
    expect(attempts.waitMs('door')).toBe(4000);
    clock.advance(4000);
    expect(attempts.waitMs('door')).toBe(0);
  });

  it('starts afresh when an administrator says so', async () => {
    const folder = temporaryFolder();
    const attempts = await openAttempts(folder, new HandClock().now);
    for (let n = 0; n < 3; n++) await attempts.attempt('door', wrong);
    await attempts.reset('door');
    expect(attempts.waitMs('door')).toBe(0);
    expect(readFileSync(join(folder, 'attempts.json'), 'utf8')).toBe('{}');
  });
});
