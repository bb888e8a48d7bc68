import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  applyRecords,
  journalPosition,
  readAlerts,
  readPlanPatches,
} from '../../../../renderer/store/apply-records.ts';
import { closeDatabases, type Databases } from '../../../../renderer/store/databases.ts';
import type { JournalBody, JournalRecord } from '../../../../shared/host/journal-record.ts';
import { dieAtWrite, freshDatabases, reopened } from './fresh-databases.ts';

let databases: Databases;
beforeEach(async () => {
  databases = await freshDatabases();
});
afterEach(() => closeDatabases(databases));

function alert(id: string, acknowledged: boolean): JournalBody {
  const when = { raisedAt: 1, lastAt: 2, clearedAt: 0, acknowledgedAt: 0 };
  const where = { device: 'd', kind: 'smoke', level: 1 as const, lng: 1, lat: 2, place: 'p', building: 3 };
  const state = { active: true, acknowledged, acknowledgedBy: '', repeats: 0, value: 1, demo: true };
  return { kind: 'alert.changed', alert: { id, ...where, ...state, ...when } };
}
const assigned = (building: number, after: number): JournalBody => ({
  kind: 'plan.assigned',
  generation: 'g1',
  plan: 'p0',
  buildings: [building],
  before: [0],
  after,
});
const numbered = (bodies: JournalBody[], first = 1): JournalRecord[] =>
  bodies.map((body, i) => ({ seq: first + i, at: 1_000 + i, body }));

const BODIES: JournalBody[] = [
  { kind: 'generation.activated', generation: 'g1', name: 'n', demo: true },
  assigned(4, 2),
  assigned(5, 2),
  alert('a1', false),
  { kind: 'audit', action: 'export', detail: 'csv', count: 3 },
  assigned(6, 2),
  alert('a1', true),
  assigned(4, 1),
];

async function state() {
  const { audit } = databases.ledger;
  const rest = [await readPlanPatches(databases, 'g1')];
  return [await journalPosition(databases), ...rest, await readAlerts(databases), await audit.toArray()];
}

describe('applyRecords', () => {
  test('keeps each kind in its place, the latest state of an alert', async () => {
    const applied = await applyRecords(databases, numbered(BODIES));
    expect(applied).toMatchObject({ seq: 8, gridsChanged: true, alertsChanged: true });
    expect((await readPlanPatches(databases, 'g1')).map(({ seq, after }) => [seq, after])).toEqual([
      [2, 2],
      [3, 2],
      [6, 2],
      [8, 1],
    ]);
    expect((await readAlerts(databases)).map(({ acknowledged }) => acknowledged)).toEqual([true]);
    expect(await databases.ledger.audit.toArray()).toEqual([
      { seq: 5, at: 1_004, action: 'export', detail: 'csv', count: 3 },
    ]);
    expect(await readPlanPatches(databases, 'g0')).toEqual([]);
  });

  test('any overlapping batches give what one batch gives', async () => {
    await applyRecords(databases, numbered(BODIES));
    const whole = await state();
    const starts = fc.array(fc.tuple(fc.nat(8), fc.nat(8)), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(starts, async (spans) => {
        closeDatabases(databases);
        databases = await freshDatabases();
        let seen = 0;
        for (const [from, length] of [...spans, [0, 8]]) {
          const start = Math.min(from, seen);
          await applyRecords(databases, numbered(BODIES).slice(start, start + length));
          seen = Math.max(seen, Math.min(8, start + length));
          expect(await journalPosition(databases)).toBe(seen);
        }
        expect(await state()).toEqual(whole);
        expect((await applyRecords(databases, numbered(BODIES))).records).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  test('a hole is refused with its numbers and changes nothing', async () => {
    await applyRecords(databases, numbered(BODIES.slice(0, 2)));
    const before = await state();
    const error = await applyRecords(databases, numbered(BODIES.slice(3), 4)).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'storage-journal-gap', values: { expected: 3, found: 4 } });
    expect(await state()).toEqual(before);
    const { seq } = await applyRecords(databases, numbered(BODIES.slice(3), 4), { fromAnywhere: true });
    expect(seq).toBe(8);
  });

  test('killed at any write: effects and position stay together', async () => {
    let fatal = 1;
    for (; ; fatal++) {
      databases = await reopened(databases);
      const seen = await dieAtWrite(databases, fatal);
      const error = await applyRecords(databases, numbered(BODIES)).catch((thrown) => thrown);
      databases = await reopened(databases);
      if (seen.writes < fatal) break;
      expect(error).toBeInstanceOf(Error);
      expect(await state()).toEqual([0, [], [], []]);
    }
    // Each store's write can be the last.
    expect(fatal).toBe(7);
    expect(await journalPosition(databases)).toBe(8);
  });
});
