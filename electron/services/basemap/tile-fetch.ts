/**
 * Fetches one picture from the internet, and only that: every address is checked (checked-fetch.ts), so with every redirect. Bounded in time, size,
 * redirects and kind.
 */
import type { BasemapTrouble } from '../../../shared/host/online-basemap.ts';
import { boundedBody, checkedGet, PrivateAddressError, TooLargeError } from '../checked-fetch.ts';
import type { AddressPolicy } from './address-policy.ts';

export class TileFetchError extends Error {
  readonly why: BasemapTrouble;
  constructor(why: BasemapTrouble) {
    super(`basemap: ${why}`);
    this.name = 'TileFetchError';
    this.why = why;
  }
}

export interface TilePicture {
  type: string;
  bytes: Uint8Array;
}

export interface FetchRules {
  policy: AddressPolicy;
  plainHttp: boolean;
  /** All of one tile, redirects included. */
  timeoutMs: number;
  maxBytes: number;
}

export const FETCH_LIMITS = { timeoutMs: 12_000, maxBytes: 2 * 1024 * 1024 };
const MOST_REDIRECTS = 3;

/** Null: there is no such tile. Rejects with TileFetchError alone. */
export async function fetchTile(address: string, rules: FetchRules): Promise<TilePicture | null> {
  const signal = AbortSignal.timeout(rules.timeoutMs);
  let url = new URL(address);
  try {
    for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
      const answer = await ask(url, rules, signal);
      if (!('location' in answer)) return answer.picture;
      url = new URL(answer.location, url);
    }
  } catch (error) {
    if (error instanceof TileFetchError) throw error;
    if (error instanceof PrivateAddressError) throw new TileFetchError('private');
    if (error instanceof TooLargeError) throw new TileFetchError('size');
    throw new TileFetchError(signal.aborted ? 'timeout' : 'unreachable');
  }
  throw new TileFetchError('redirects');
}

type Answer = { location: string } | { picture: TilePicture | null };

async function ask(url: URL, rules: FetchRules, signal: AbortSignal): Promise<Answer> {
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && rules.plainHttp))
    throw new TileFetchError('scheme');
  const response = await checkedGet(url, rules.policy, { accept: 'image/png,image/jpeg,image/webp' }, signal);
  const { statusCode = 0, headers } = response;
  if (statusCode >= 300 && statusCode < 400 && headers.location) {
    response.destroy();
    return { location: headers.location };
  }
  if (statusCode === 204 || statusCode === 404 || statusCode === 410) {
    response.destroy();
    return { picture: null };
  }
  if (statusCode !== 200) {
    response.destroy();
    throw new TileFetchError(statusCode === 401 || statusCode === 403 ? 'denied' : 'failed');
  }
  const bytes = await boundedBody(response, rules.maxBytes);
  const type = pictureType(bytes);
  if (type === null) throw new TileFetchError('kind');
  return { picture: { type, bytes } };
}

const starts = (bytes: Uint8Array, at: number, text: string) =>
  [...text].every((char, i) => bytes[at + i] === char.charCodeAt(0));

/** By what the bytes are, not by what the server calls them; null: no picture that maps come in. */
export function pictureType(bytes: Uint8Array): string | null {
  if (starts(bytes, 0, '\x89PNG\r\n\x1a\n')) return 'image/png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (starts(bytes, 0, 'RIFF') && starts(bytes, 8, 'WEBP')) return 'image/webp';
  return null;
}
