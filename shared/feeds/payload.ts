/**
 * Bytes from outside as a JSON value, or the reason why not. Bounded in size and depth before anything is parsed; names that could reach a
 * prototype are refused. Knows nothing of devices.
 */
import type { Reason } from './outcome.ts';

/** The largest payload that is read. */
export const MOST_PAYLOAD_BYTES = 256 * 1024;
export const MOST_DEPTH = 32;

export type Parsed = { value: unknown } | { reason: Reason };

/** The payload as text; null: no UTF-8. A byte order mark in front is taken off. */
export function payloadText(payload: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(payload);
  } catch {
    return null;
  }
}

/** A payload that is no JSON object or array but a bare number or text is JSON too. */
export function parsePayload(payload: Uint8Array, most = MOST_PAYLOAD_BYTES): Parsed {
  if (payload.length > most) return { reason: 'too-large' };
  const text = payloadText(payload);
  if (text === null) return { reason: 'not-utf8' };
  if (depthOf(text) > MOST_DEPTH) return { reason: 'too-deep' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { reason: 'not-json' };
  }
  return hasUnsafeName(value) ? { reason: 'unsafe-name' } : { value };
}

/** Deepest nesting of brackets outside of strings; counted on the text, so that no parser has to go so deep. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const letter = text.charCodeAt(i);
    if (quoted) {
      if (letter === 0x5c) i++;
      else if (letter === 0x22) quoted = false;
    } else if (letter === 0x22) quoted = true;
    else if (letter === 0x7b || letter === 0x5b) {
      if (++depth > deepest) deepest = depth;
    } else if (letter === 0x7d || letter === 0x5d) depth--;
  }
  return deepest;
}

function hasUnsafeName(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasUnsafeName);
  return Object.entries(value).some(([name, member]) => name === '__proto__' || hasUnsafeName(member));
}
