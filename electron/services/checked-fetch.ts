/**
 * One GET whose address is checked: every name is resolved here and held against an address policy, and the connection goes to the address that was
 * checked. Bounded in time and size, and follows no redirect by itself. Sends no cookie, no referrer and nothing of the profile.
 */
import { lookup as resolve } from 'node:dns/promises';
import * as http from 'node:http';
import * as https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { AddressPolicy } from './basemap/address-policy.ts';

/** The policy refused the address. */
export class PrivateAddressError extends Error {
  constructor() {
    super('address refused');
    this.name = 'PrivateAddressError';
  }
}

/** The answer was larger than it may be. */
export class TooLargeError extends Error {
  constructor() {
    super('answer too large');
    this.name = 'TooLargeError';
  }
}

/** Rejects with PrivateAddressError or what the network says. The body must be read or destroyed. */
export function checkedGet(
  url: URL,
  policy: AddressPolicy,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<http.IncomingMessage> {
  const name = url.hostname.replace(/^\[|\]$/g, '');
  // An address in figures is connected to as it is: no name is looked up.
  if (isIP(name) !== 0 && !policy(name)) return Promise.reject(new PrivateAddressError());
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((done, fail) => {
    // A connection of its own: one kept open might have been made under another policy.
    const options = {
      method: 'GET',
      lookup: checkedLookup(policy),
      signal,
      agent: false as const,
      headers: { ...headers, 'user-agent': 'Linli' },
    };
    request(url, options, done).on('error', fail).end();
  });
}

/** Rejects with TooLargeError. */
export async function boundedBody(response: http.IncomingMessage, most: number): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > most) {
      response.destroy();
      throw new TooLargeError();
    }
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** Resolves a name, refuses it unless every address passes, and hands on exactly these: the name is not looked up again. */
function checkedLookup(policy: AddressPolicy): LookupFunction {
  return (name, options, done) => {
    resolve(name, { all: true, verbatim: true }).then(
      (found) => {
        const first = found[0];
        if (!first || !found.every(({ address }) => policy(address)))
          return done(new PrivateAddressError(), '', 0);
        if (options.all) done(null, found);
        else done(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => done(error, '', 0),
    );
  };
}
