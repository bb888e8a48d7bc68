import { readFileSync } from 'node:fs';
import { Dexie } from 'dexie';
import { describe, expect, test } from 'vitest';
import { requireSpace } from '../../../../renderer/store/free-space.ts';
import {
  STORAGE_ERROR_CODES,
  StorageError,
  toStorageError,
} from '../../../../renderer/store/storage-error.ts';
import { withWriter } from '../../../../renderer/store/writer-lease.ts';
import { CHUNK_ERROR_CODES, ChunkError } from '../../../../shared/columns/chunk-error.ts';

describe('toStorageError', () => {
  test('what browsers and Dexie throw gets a code', () => {
    const codeOf = (error: unknown) => toStorageError(error).code;
    expect(codeOf(new DOMException('', 'QuotaExceededError'))).toBe('storage-quota');
    expect(codeOf(new Dexie.AbortError('x', new DOMException('', 'QuotaExceededError')))).toBe(
      'storage-quota',
    );
    const opening = new Dexie.OpenFailedError(new Error('x'));
    Object.assign(opening, { inner: new DOMException('', 'SecurityError') });
    expect(codeOf(new Dexie.DatabaseClosedError('x', opening))).toBe('storage-denied');
    expect(codeOf(new Dexie.MissingAPIError('x'))).toBe('storage-denied');
    expect(codeOf(new DOMException('', 'VersionError'))).toBe('storage-future');
    expect(codeOf(new Dexie.DatabaseClosedError('x'))).toBe('storage-removed');
    expect(codeOf(new DOMException('', 'InvalidStateError'))).toBe('storage-removed');
    expect(codeOf(new DOMException('', 'UnknownError'))).toBe('storage-damaged');
    expect(codeOf(new Error('x'))).toBe('storage-failed');
    expect(codeOf(undefined)).toBe('storage-failed');
  });

  test('typed errors pass as they are', () => {
    const chunk = new ChunkError('chunk-missing', { table: 't', column: 'c', part: '0' });
    const storage = new StorageError('storage-cancelled');
    expect(toStorageError(chunk)).toBe(chunk);
    expect(toStorageError(storage)).toBe(storage);
  });

  test('every code has its message in both languages', () => {
    for (const language of ['zh', 'en']) {
      const url = new URL(`../../../../assets/locales/store.${language}.json`, import.meta.url);
      const messages = JSON.parse(readFileSync(url).toString()) as Record<string, string>;
      const expected = [...STORAGE_ERROR_CODES, ...CHUNK_ERROR_CODES].map((code) => `error.${code}`);
      expect(Object.keys(messages)).toEqual(expect.arrayContaining(expected));
    }
  });
});

describe('requireSpace', () => {
  test('refuses below three times the need, with the numbers; passes when nobody knows', async () => {
    const says = (free: number | null) => async () => free;
    await requireSpace(100, [says(300), says(null)]);
    await requireSpace(100, [says(null)]);
    await requireSpace(100, []);
    const error = await requireSpace(100, [says(1_000), says(299)]).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'storage-no-space', values: { need: 300, free: 299 } });
  });
});

describe('withWriter', () => {
  test('one at a time and in turn, also after an error', async () => {
    const log: string[] = [];
    const step = (name: string) => async () => {
      log.push(`${name} in`);
      await Promise.resolve();
      log.push(`${name} out`);
      if (name === 'b') throw new Error('b');
      return name;
    };
    const results = await Promise.allSettled(['a', 'b', 'c'].map((name) => withWriter('w', step(name))));
    expect(log).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
