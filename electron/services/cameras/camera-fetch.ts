/**
 * Asks a camera of the allow-list, and nothing else: its address is held against a policy at each connection, redirects are refused, and every answer
 * is bounded in time and size. What comes back is a picture by its bytes, never by what the camera calls it.
 */
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { CameraSecret, CameraTrouble } from '../../../shared/cameras/camera-source.ts';
import { type AddressPolicy, publicOnly } from '../basemap/address-policy.ts';
import { pictureType } from '../basemap/tile-fetch.ts';
import { boundedBody, checkedGet, PrivateAddressError, TooLargeError } from '../checked-fetch.ts';
import { siteNetwork } from './site-network.ts';

export class CameraError extends Error {
  readonly why: CameraTrouble;
  constructor(why: CameraTrouble) {
    super(`camera: ${why}`);
    this.name = 'CameraError';
    this.why = why;
  }
}

export interface CameraLimits {
  /** Until a picture is there, from the request on. */
  pictureMs: number;
  /** Between two pictures of a stream. */
  silentMs: number;
  pictureBytes: number;
}
export const CAMERA_LIMITS: CameraLimits = {
  pictureMs: 5_000,
  silentMs: 4_000,
  pictureBytes: 4 * 1024 * 1024,
};

export interface Picture {
  type: string;
  bytes: Uint8Array;
}

/** Addresses of the site's own network and of the internet; this machine's own only where the list names it in figures. */
function policyFor(url: URL): AddressPolicy {
  const name = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(name) !== 0 && siteNetwork.loopback(name)) return (ip) => ip === name;
  return (ip) => publicOnly(ip) || siteNetwork.local(ip);
}

/** Rejects with CameraError alone. */
export async function openCamera(
  address: string,
  secret: CameraSecret | null,
  accept: string,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const url = new URL(address);
  const headers = {
    accept,
    ...(secret && {
      authorization: `Basic ${Buffer.from(`${secret.user}:${secret.password}`).toString('base64')}`,
    }),
  };
  const response = await checkedGet(url, policyFor(url), headers, signal).catch((error: unknown) => {
    throw troubleOf(error, signal);
  });
  const { statusCode = 0 } = response;
  if (statusCode === 200) return response;
  response.destroy();
  if (statusCode >= 300 && statusCode < 400) throw new CameraError('redirect');
  throw new CameraError(statusCode === 401 || statusCode === 403 ? 'denied' : 'unreachable');
}

/** One picture. Rejects with CameraError alone. */
export async function fetchPicture(
  address: string,
  secret: CameraSecret | null,
  limits: CameraLimits,
  stopped: AbortSignal,
): Promise<Picture> {
  const late = AbortSignal.timeout(limits.pictureMs);
  const signal = AbortSignal.any([late, stopped]);
  const response = await openCamera(address, secret, 'image/jpeg,image/png,image/webp', signal);
  try {
    return pictureOf(await boundedBody(response, limits.pictureBytes));
  } catch (error) {
    throw troubleOf(error, signal);
  }
}

/** Throws CameraError 'kind' for bytes that are no picture. */
export function pictureOf(bytes: Uint8Array): Picture {
  const type = pictureType(bytes);
  if (type === null) throw new CameraError('kind');
  return { type, bytes };
}

export function troubleOf(error: unknown, signal: AbortSignal): CameraError {
  if (error instanceof CameraError) return error;
  if (error instanceof PrivateAddressError) return new CameraError('private');
  if (error instanceof TooLargeError) return new CameraError('tooLarge');
  return new CameraError(signal.aborted ? 'silent' : 'unreachable');
}
