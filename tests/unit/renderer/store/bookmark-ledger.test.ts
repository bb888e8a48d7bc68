import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { applyRecords } from '../../../../renderer/store/apply-records.ts';
import { readBookmarks } from '../../../../renderer/store/bookmark-ledger.ts';
import { closeDatabases, type Databases } from '../../../../renderer/store/databases.ts';
import type { Bookmark } from '../../../../shared/host/bookmark.ts';
import type { JournalBody, JournalRecord } from '../../../../shared/host/journal-record.ts';
import { freshDatabases } from './fresh-databases.ts';

let databases: Databases;
beforeEach(async () => {
  databases = await freshDatabases();
});
afterEach(() => closeDatabases(databases));

const golden: Bookmark = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../shared/host/golden/bookmark-1.json'), 'utf8'),
);
const named = (id: string, order: number, name = id): Bookmark => ({ ...golden, id: `b-${id}`, name, order });
const numbered = (bodies: JournalBody[]): JournalRecord[] =>
  bodies.map((body, i) => ({ seq: 1 + i, at: 1_000 + i, body }));

test('the latest of each, in the order of the list, without those removed', async () => {
  const bodies: JournalBody[] = [
    { kind: 'bookmark.saved', bookmark: named('a', 2) },
    { kind: 'bookmark.saved', bookmark: named('b', 1) },
    { kind: 'bookmark.saved', bookmark: named('c', 3) },
    { kind: 'bookmark.saved', bookmark: named('a', 2, '改名') },
    { kind: 'bookmark.removed', id: 'b-c' },
  ];
  await applyRecords(databases, numbered(bodies));
  expect(await readBookmarks(databases)).toEqual([named('b', 1), named('a', 2, '改名')]);
});

test('a row that cannot be read is passed over', async () => {
  await applyRecords(databases, numbered([{ kind: 'bookmark.saved', bookmark: named('a', 1) }]));
  await databases.ledger.meta.put({ key: 'bookmark:b-x', value: '{"id":' });
  await databases.ledger.meta.put({ key: 'bookmark:b-y', value: '{"id":"b-y"}' });
  expect(await readBookmarks(databases)).toEqual([named('a', 1)]);
});
