/**
 * What can go wrong with the local databases, in codes a screen can speak of (`error.<code>`). Maps what browsers and
 * Dexie throw; never holds personal data.
 */
import { ChunkError } from '../../shared/columns/chunk-error.ts';

export const STORAGE_ERROR_CODES = [
  'storage-no-space',
  'storage-quota',
  'storage-denied',
  'storage-blocked',
  'storage-removed',
  'storage-future',
  'storage-damaged',
  'storage-journal-gap',
  'storage-cancelled',
  'storage-failed',
] as const;
type StorageErrorCode = (typeof STORAGE_ERROR_CODES)[number];

export class StorageError extends Error {
  readonly code: StorageErrorCode;
  readonly detail: string;
  /** For the message: bytes needed and free, journal numbers expected and found. */
  readonly values: Readonly<Record<string, number>>;
  constructor(code: StorageErrorCode, detail = '', values: Record<string, number> = {}) {
    super(detail ? `${code}: ${detail}` : code);
    this.name = 'StorageError';
    this.code = code;
    this.detail = detail;
    this.values = values;
  }
}

/** By the `name` of a DOMException or a Dexie error. */
const CODE_OF_NAME: Record<string, StorageErrorCode> = {
  QuotaExceededError: 'storage-quota',
  SecurityError: 'storage-denied',
  NotAllowedError: 'storage-denied',
  MissingAPIError: 'storage-denied',
  VersionError: 'storage-future',
  // This program closes its databases only when it ends: somebody deleted them, or a newer version took them over.
  DatabaseClosedError: 'storage-removed',
  BlockedError: 'storage-blocked',
  InvalidStateError: 'storage-removed',
  UnknownError: 'storage-damaged',
  NotReadableError: 'storage-damaged',
  DataError: 'storage-damaged',
  NotFoundError: 'storage-damaged',
};

/** Any error as a StorageError or ChunkError. An aborted transaction is judged by what aborted it. */
export function toStorageError(error: unknown): StorageError | ChunkError {
  if (error instanceof StorageError || error instanceof ChunkError) return error;
  let found: StorageErrorCode | null = null;
  let cause: unknown = error;
  // Dexie wraps what the browser threw: the innermost name that is known says the most.
  for (let depth = 0; depth < 5 && cause instanceof Object; depth++) {
    found = CODE_OF_NAME[nameOf(cause)] ?? found;
    cause = (cause as { inner?: unknown }).inner;
  }
  return new StorageError(found ?? 'storage-failed', nameOf(error));
}

function nameOf(error: unknown): string {
  return error instanceof Object && 'name' in error ? String(error.name) : 'unknown';
}

/** Runs `work`; what it throws comes out as a StorageError or ChunkError. */
export async function asStorage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toStorageError(error);
  }
}
