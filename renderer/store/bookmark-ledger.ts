/** The ledger's bookmarks: written only as records of the journal are applied, and all of it can be read again from there. */
import * as v from 'valibot';
import { type Bookmark, BookmarkSchema } from '../../shared/host/bookmark.ts';
import type { JournalBody } from '../../shared/host/journal-record.ts';
import type { Databases } from './databases.ts';
import type { LedgerDatabase } from './ledger.ts';
import { asStorage } from './storage-error.ts';

type BookmarkBody = Extract<JournalBody, { kind: 'bookmark.saved' | 'bookmark.removed' }>;

/** Inside the transaction that applies the record. */
export async function keepBookmark(ledger: LedgerDatabase, body: BookmarkBody): Promise<void> {
  if (body.kind === 'bookmark.removed') await ledger.meta.delete(`bookmark:${body.id}`);
  else await ledger.meta.put({ key: `bookmark:${body.bookmark.id}`, value: JSON.stringify(body.bookmark) });
}

/** In the order of the list. A row that cannot be read is passed over. */
export async function readBookmarks({ ledger }: Databases): Promise<Bookmark[]> {
  const rows = await asStorage(() => ledger.meta.where('key').startsWith('bookmark:').toArray());
  const found = rows.flatMap(({ value }) => {
    try {
      const result = v.safeParse(BookmarkSchema, JSON.parse(String(value)));
      return result.success ? [result.output] : [];
    } catch {
      return [];
    }
  });
  return found.sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
}
