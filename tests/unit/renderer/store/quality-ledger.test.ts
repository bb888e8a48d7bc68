import { afterEach, beforeEach, expect, test } from 'vitest';
import { applyRecords } from '../../../../renderer/store/apply-records.ts';
import { closeDatabases, type Databases } from '../../../../renderer/store/databases.ts';
import {
  readQualityPoints,
  readSpotResults,
  readTagRules,
} from '../../../../renderer/store/quality-ledger.ts';
import type { JournalBody, JournalRecord } from '../../../../shared/host/journal-record.ts';
import type { TagRule } from '../../../../shared/query/tag-rule.ts';
import { freshDatabases } from './fresh-databases.ts';

let databases: Databases;
beforeEach(async () => {
  databases = await freshDatabases();
});
afterEach(() => closeDatabases(databases));

const tag = (id: string, expression: string): TagRule => ({
  id,
  name: { zh: '老', en: 'Old' },
  colour: 'people',
  owner: '',
  kind: 'rule',
  subject: 'residents',
  expression,
});
const point = (generation: string, passing: number): JournalBody => ({
  kind: 'quality.measured',
  generation,
  records: 10,
  passing,
  residents: 10,
  linked: 9,
});
const numbered = (bodies: JournalBody[]): JournalRecord[] =>
  bodies.map((body, i) => ({ seq: 1 + i, at: 1_000 + i, body }));

test('rules: the latest of each, without those removed', async () => {
  const bodies: JournalBody[] = [
    { kind: 'tag.saved', tag: tag('a', 'age > 1') },
    { kind: 'tag.saved', tag: tag('b', 'age > 2') },
    { kind: 'tag.saved', tag: tag('a', 'age > 3') },
    { kind: 'tag.removed', id: 'b' },
  ];
  await applyRecords(databases, numbered(bodies));
  expect(await readTagRules(databases)).toEqual([tag('a', 'age > 3')]);
});

test('one point a generation, the first; every spot check', async () => {
  const spot: JournalBody = { kind: 'spotcheck.recorded', generation: 'g1', seed: 1, right: 9, wrong: 1 };
  await applyRecords(databases, numbered([point('g1', 7), spot, point('g1', 8), point('g2', 9), spot]));
  expect((await readQualityPoints(databases)).map((each) => [each.at, each.passing])).toEqual([
    [1_000, 7],
    [1_003, 9],
  ]);
  expect((await readSpotResults(databases)).map(({ at }) => at)).toEqual([1_001, 1_004]);
});

test('a row that cannot be read is passed over', async () => {
  await databases.ledger.meta.put({ key: 'tag:x', value: '{"id":' });
  await databases.ledger.meta.put({ key: 'tag:y', value: '{}' });
  expect(await readTagRules(databases)).toEqual([]);
});
