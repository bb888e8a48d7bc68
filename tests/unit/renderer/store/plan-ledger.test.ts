import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { applyRecords } from '../../../../renderer/store/apply-records.ts';
import { closeDatabases, type Databases } from '../../../../renderer/store/databases.ts';
import { readPlanRecords } from '../../../../renderer/store/plan-ledger.ts';
import { JournalRecordSchema } from '../../../../shared/host/journal-record.ts';
import { modelOfBase, readPlanBase, writePlanBase } from '../../../../shared/partition/plan-base.ts';
import { historiesOf } from '../../../../shared/partition/plan-history.ts';
import { freshDatabases, reopened } from './fresh-databases.ts';

/** Written by the first version that had these formats; never changed. */
const golden = (name: string) => readFileSync(new URL(`./golden/${name}`, import.meta.url), 'utf8');
const records = v.parse(v.array(JournalRecordSchema), JSON.parse(golden('plan-records-1.json')));
const baseText = JSON.stringify(JSON.parse(golden('plan-base-1.json')));

let databases: Databases;
beforeEach(async () => {
  databases = await freshDatabases();
});
afterEach(() => closeDatabases(databases));

test('records of a plan as they were first written, the same after a restart and in pieces', async () => {
  for (const record of records) await applyRecords(databases, [record]);
  const inPieces = await readPlanRecords(databases, 'p-golden1');
  databases = await reopened(databases);
  await applyRecords(databases, records);
  expect(await readPlanRecords(databases, 'p-golden1')).toEqual(inPieces);
  const history = historiesOf(inPieces).get('p-golden1');
  expect(history).toMatchObject({ done: 1, state: 'checked', seq: 5 });
  expect(history?.steps).toHaveLength(2);
  expect(await readPlanRecords(databases, 'p-other1')).toEqual([]);
});

test('the base as it was first written, and its steps on it', () => {
  const base = readPlanBase(baseText);
  expect(writePlanBase(base)).toBe(baseText);
  const model = modelOfBase(base, []);
  expect(model.gridIds().map((id) => model.grid(id).code)).toEqual(['320583001001001', '320583001001002']);
  const before = model.stateText();
  const steps = historiesOf(records as never).get('p-golden1')?.steps ?? [];
  for (const { patch } of steps) model.apply(patch);
  expect(model.stateText()).not.toBe(before);
  expect(model.grid(1).locked).toBe(true);
});

test('a base of a newer version, or a damaged one, is said to be so', () => {
  const newer = baseText.replace('"version":1', '"version":4');
  expect(() => readPlanBase(newer)).toThrow(expect.objectContaining({ code: 'plan-newer' }));
  for (const damaged of [baseText.slice(0, -9), '{}', baseText.replace('"building":[-1,', '"building":[')])
    expect(() => readPlanBase(damaged)).toThrow(expect.objectContaining({ code: 'plan-damaged' }));
});
