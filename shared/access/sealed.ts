/**
 * The one field of a record that may hold personal values: `sealed`, in the journal and in the page's ledger alike. Written under the active pii
 * key, or under the vault's public key while that is locked; bound to its record, so that it cannot be moved to another one.
 */
import * as v from 'valibot';
import { canonicalJson } from '../host/canonical-json.ts';
import { AccessError } from './access-error.ts';
import { base64Schema, fromBase64, toBase64 } from './byte-text.ts';
import { boxBytes, openBytes, sealBytes } from './key-box.ts';
import { openSealed, type SealReader, sealToVault } from './vault-seal.ts';

/** One record's personal text; photos are files of their own. */
const MOST_BYTES = 256 * 1024;
/** Padded to a multiple of this, so that the length tells nearly nothing of a name. */
const PAD = 64;

export const SealedSchema = v.strictObject({
  /** Id of the data key or sealing pair. */
  key: v.pipe(v.string(), v.regex(/^(pii|seal)-[0-9a-f]{16}$/)),
  bytes: base64Schema(boxBytes(PAD), MOST_BYTES),
});
export type Sealed = v.InferOutput<typeof SealedSchema>;

/** Which record it belongs to: its kind in the journal and its id. */
export interface SealedPlace {
  kind: string;
  id: string;
}

/** Personal values by field name. */
export type Personal = Readonly<Record<string, string | number | boolean | null>>;
const PersonalSchema = v.record(v.string(), v.union([v.string(), v.number(), v.boolean(), v.null()]));

export type SealWith = { id: string; key: CryptoKey } | { id: string; publicKey: string };

/** What can be opened here. A page without the personal key holds an empty one. */
export interface SealedReaders {
  keys: ReadonlyMap<string, CryptoKey>;
  pairs: ReadonlyMap<string, SealReader>;
}

/** Throws AccessError 'sealed-damaged' for more than fits a record. */
export async function sealPersonal(seal: SealWith, place: SealedPlace, values: Personal): Promise<Sealed> {
  const text = new TextEncoder().encode(canonicalJson(values));
  const padded = new Uint8Array(Math.ceil((text.length + 1) / PAD) * PAD).fill(0x20);
  padded.set(text);
  const where = placeText(place);
  const bytes =
    'key' in seal
      ? await sealBytes(seal.key, where, padded)
      : await sealToVault(seal.publicKey, where, padded);
  if (bytes.length > MOST_BYTES) throw new AccessError('sealed-damaged');
  return { key: seal.id, bytes: toBase64(bytes) };
}

/** Throws AccessError: 'unknown-key' when the key is not here (locked, or erased), 'sealed-damaged'. */
export async function openPersonal(
  readers: SealedReaders,
  place: SealedPlace,
  sealed: Sealed,
): Promise<Personal> {
  const bytes = fromBase64(sealed.bytes);
  if (!bytes) throw new AccessError('sealed-damaged');
  const where = placeText(place);
  const key = readers.keys.get(sealed.key);
  const pair = readers.pairs.get(sealed.key);
  if (!key && !pair) throw new AccessError('unknown-key');
  const text = key ? await openBytes(key, where, bytes) : pair && (await openSealed(pair, where, bytes));
  if (!text) throw new AccessError('sealed-damaged');
  try {
    return v.parse(PersonalSchema, JSON.parse(new TextDecoder().decode(text)));
  } catch {
    throw new AccessError('sealed-damaged');
  }
}

function placeText({ kind, id }: SealedPlace): string {
  return `linli-sealed/1/${canonicalJson([kind, id])}`;
}
