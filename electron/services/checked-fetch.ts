/**
 * One request whose address is checked: every name is resolved here and held against an address policy, and the connection goes to the address that was
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
  return checkedRequest(url, policy, { method: 'GET', headers }, signal);
}

export interface CheckedRequest {
  method: 'GET' | 'POST';
  headers: Readonly<Record<string, string>>;
  body?: Uint8Array;
  /** Certificate of the authority that signed the other side's, besides those known to the system; own certificate and its key. PEM. */
  tls?: { ca?: string; cert?: string; key?: string };
}

/** The same with a body, and with certificates of one's own. */
export function checkedRequest(
  url: URL,
  policy: AddressPolicy,
  { method, headers, body, tls }: CheckedRequest,
  signal: AbortSignal,
): Promise<http.IncomingMessage> {
  if (!isAllowedName(url.hostname.replace(/^\[|\]$/g, ''), policy))
    return Promise.reject(new PrivateAddressError());
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((done, fail) => {
    // A connection of its own: one kept open might have been made under another policy.
    const options = {
      method,
      lookup: checkedLookup(policy),
      signal,
      agent: false as const,
      headers: { ...headers, 'user-agent': 'Linli', ...(body && { 'content-length': body.length }) },
      ...tls,
    };
    request(url, options, done).on('error', fail).end(body);
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

/** An address in figures is connected to as it is, because no name is looked up: it is checked by itself. */
export function isAllowedName(name: string, policy: AddressPolicy): boolean {
  return isIP(name) === 0 || policy(name);
}

/** Resolves a name, refuses it unless every address passes, and hands on exactly these: the name is not looked up again. */
export function checkedLookup(policy: AddressPolicy): LookupFunction {
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
