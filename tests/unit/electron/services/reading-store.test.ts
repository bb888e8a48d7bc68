import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KeptReading, ReadingStore } from '../../../../electron/services/readings/reading-store.ts';
import { MOST_READINGS } from '../../../../shared/cases/reading-series.ts';
import { HandClock } from '../../../support/host-fixtures.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const reading = (device: string, at: number, value = 1, more: Partial<KeptReading> = {}): KeptReading => ({
  ...{ device, kind: 'smoke', at, value, active: false, measured: true },
  ...more,
});
const everything = { kind: 'smoke', device: null, from: 0, until: Number.MAX_SAFE_INTEGER };

async function open(
  folder: string,
  clock = new HandClock(),
  more: { segmentBytes?: number; mostBytes?: number } = {},
) {
  const troubles: unknown[] = [];
  const store = await ReadingStore.open({
    ...{ folder, clock, onTrouble: (error: unknown) => troubles.push(error) },
    freeBytes: async () => 1e12,
    ...more,
  });
  return { store, troubles };
}

describe('the store of readings', () => {
  it('gives back what was said, by kind, device and time, also after a start', async () => {
    const folder = temporaryFolder();
    const clock = new HandClock();
    const first = await open(folder, clock);
    const from = clock.now();
    first.store.add(reading('A', from, 0.1));
    first.store.add(reading('B', from + 1, 0.25, { active: true, measured: false }));
    first.store.add(reading('A', from + 2, 7, { kind: 'door' }));
    await first.store.close();
    clock.advance(10);
    const { store, troubles } = await open(folder, clock);
    store.add(reading('A', clock.now(), 0.3));
    const all = await store.read(everything);
    expect(all).toEqual({
      devices: ['A', 'B'],
      device: [0, 1, 0],
      at: [from, from + 1, from + 10],
      value: [0.1, 0.25, 0.3],
      active: [0, 1, 0],
      measured: [1, 0, 1],
      cut: false,
    });
    const own = await store.read({ ...everything, device: 'A', from: from + 1 });
    expect(own.value).toEqual([0.3]);
    expect((await store.read({ ...everything, kind: 'door' })).value).toEqual([7]);
    expect(troubles).toEqual([]);
    await store.close();
  });

  it('stays within its size and its age: the oldest goes', async () => {
    const folder = temporaryFolder();
    const clock = new HandClock();
    const bounds = { segmentBytes: 240, mostBytes: 1_000 };
    const { store } = await open(folder, clock, bounds);
    const begin = clock.now();
    for (let i = 0; i < 40; i++) {
      for (let j = 0; j < 10; j++) store.add(reading('A', clock.now(), i));
      await store.read(everything);
      clock.advance(1_000);
    }
    const kept = await store.read(everything);
    expect(kept.value.at(-1)).toBe(39);
    expect(kept.at[0]).toBeGreaterThan(begin);
    expect(kept.value.length).toBeLessThanOrEqual(60);
    await store.close();
    clock.advance(31 * 86_400_000);
    // What is asked is the time of the files as well: they were written in the days of this machine.
    const later = new HandClock(Date.now() + 31 * 86_400_000);
    const next = await open(folder, later, bounds);
    expect((await next.store.read(everything)).value).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
    await next.store.close();
  });

  it('hands out the newest and says that there were more', async () => {
    const { store } = await open(temporaryFolder());
    for (let i = 0; i < MOST_READINGS; i++) store.add(reading('A', 1_000 + i, i));
    await store.read({ ...everything, until: 0 });
    store.add(reading('A', 900_000, -1));
    const { value, cut } = await store.read(everything);
    expect([value.length, value[0], value.at(-1), cut]).toEqual([MOST_READINGS, 1, -1, true]);
    await store.close();
  });

  it('reads what is whole of a torn or damaged segment, and a folder that cannot be made stops nobody', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 23 }),
        fc.uint8Array({ maxLength: 40 }),
        async (torn, junk) => {
          const folder = temporaryFolder();
          const first = await open(folder);
          first.store.add(reading('A', 5_000));
          await first.store.close();
          const [name] = readdirSync(folder);
          appendFileSync(join(folder, `${name.slice(0, 14)}.records`), Buffer.alloc(torn, 7));
          appendFileSync(join(folder, `${name.slice(0, 14)}.names`), junk);
          const { store } = await open(folder);
          store.add(reading('A', 6_000));
          expect((await store.read(everything)).at).toEqual([5_000, 6_000]);
          await store.close();
        },
      ),
      { numRuns: 15 },
    );
    const folder = join(temporaryFolder(), 'file');
    writeFileSync(folder, '');
    const { store, troubles } = await open(folder);
    store.add(reading('A', 1));
    expect((await store.read(everything)).value).toEqual([]);
    expect(troubles.length).toBeGreaterThan(0);
    await store.close();
  });
});
