import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { BookmarkSchema } from '../../../../shared/host/bookmark.ts';
import { JournalBodySchema } from '../../../../shared/host/journal-record.ts';

const golden = JSON.parse(readFileSync(join(import.meta.dirname, 'golden/bookmark-1.json'), 'utf8'));

it('a bookmark as it was first kept is still read, field for field', () => {
  expect(v.parse(BookmarkSchema, golden)).toEqual(golden);
  expect(v.is(JournalBodySchema, { kind: 'bookmark.saved', bookmark: golden })).toBe(true);
  expect(v.is(JournalBodySchema, { kind: 'bookmark.removed', id: golden.id })).toBe(true);
});

it.each([
  [{ name: ' ' }],
  [{ id: '../b' }],
  [{ camera: { ...golden.camera, lng: 500 } }],
  [{ camera: { ...golden.camera, zoom: Number.NaN } }],
  [{ layers: { marks: { __proto__x: {} }, base: {} } }],
  [{ question: { ...golden.question, selection: [{ combine: 'or', shape: { type: 'box' } }] } }],
  [{ note: 'more than there is' }],
])('what is none is refused: %j', (part) => {
  expect(v.is(BookmarkSchema, { ...golden, ...part })).toBe(false);
});
