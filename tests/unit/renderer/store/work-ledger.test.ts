import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { applyRecords } from '../../../../renderer/store/apply-records.ts';
import { closeDatabases, type Databases } from '../../../../renderer/store/databases.ts';
import { readHandTags, readNotices, readRounds } from '../../../../renderer/store/work-ledger.ts';
import { type JournalRecord, JournalRecordSchema } from '../../../../shared/host/journal-record.ts';
import { freshDatabases, reopened } from './fresh-databases.ts';

/** Written by the first version that had these kinds; never changed. */
const golden = new URL('./golden/work-records-1.json', import.meta.url);
const records = v.parse(
  v.array(JournalRecordSchema),
  JSON.parse(readFileSync(golden, 'utf8')),
) as JournalRecord[];

let databases: Databases;
beforeEach(async () => {
  databases = await freshDatabases();
});
afterEach(() => closeDatabases(databases));

const state = async () => ({
  hand: await readHandTags(databases, '云和社区'),
  notices: await readNotices(databases, '云和社区'),
  rounds: await readRounds(databases, '云和社区'),
});

test('records of the journal as they were first written', async () => {
  await applyRecords(databases, records);
  const { hand, notices, rounds } = await state();
  expect([...(hand.residents.get('tag-a') ?? [])]).toEqual([
    ['R1', false],
    ['R2', true],
  ]);
  // Removed, with all it was given to.
  expect(hand.homes.has('tag-b')).toBe(false);
  expect(notices).toHaveLength(1);
  expect(notices[0].deliveries.get('R2')).toMatchObject({ state: 'delivered' });
  expect(rounds).toHaveLength(1);
  expect(rounds[0].visits.get('H1')).toMatchObject({ state: 'problem', note: { plain: '软管老化' } });
  expect(rounds[0].closedAt).toBeGreaterThan(0);
});

test('the same after a restart, in one piece or many, and into an empty copy', async () => {
  await applyRecords(databases, records);
  const whole = await state();
  databases = await reopened(databases);
  expect(await state()).toEqual(whole);
  // Handed in again: nothing is applied twice.
  await applyRecords(databases, records);
  expect(await state()).toEqual(whole);
  closeDatabases(databases);
  databases = await freshDatabases();
  for (const record of records) await applyRecords(databases, [record]);
  expect(await state()).toEqual(whole);
});

test('another community has none of it', async () => {
  await applyRecords(databases, records);
  expect((await readHandTags(databases, '别处')).residents.size).toBe(0);
  expect(await readNotices(databases, '别处')).toEqual([]);
});

test('a row that cannot be read is passed over', async () => {
  await applyRecords(databases, records);
  const before = await state();
  await databases.ledger.meta.put({ key: 'hand:x', value: '{' });
  await databases.ledger.meta.put({
    key: 'notice:x',
    value: '{"seq":1,"at":2,"body":{"kind":"notice.made"}}',
  });
  expect(await state()).toEqual(before);
});
