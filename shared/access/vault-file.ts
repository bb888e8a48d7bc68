/**
 * `vault.json`, version 1: every key of a profile, wrapped. Owns the format, its one spelling and its checksum; wrapping is vault-keys.ts.
 *
 *   unlockers   ways in; each wraps one root per class it opens:
 *                 passphrase  PBKDF2-SHA-256(salt, rounds)      core and pii
 *                 recovery    HKDF of 256 bits on paper          core and pii
 *                 keyring     HKDF of 256 bits, `guarded` by the system's keyring: core, and pii where the office wants it
 *                 file        HKDF of 256 bits in a file of the owner: core only
 *   keys        data keys, wrapped by the root of their class: rotation needs no passphrase, erasure is a removal
 *   seal        ECDH P-256 pairs: the public half seals while the vault is locked; the private half is wrapped by the pii root
 *   secrets     `tags` (HMAC of audit subjects; pii), `disclosure` (draws of disclose.ts; core)
 *   macs        HMAC of all the rest by a key of each root: whoever lacks the roots cannot swap the public key
 *   sum         SHA-256 of all the rest: damage is noticed before any secret is asked for
 */
import * as v from 'valibot';
import { canonicalJson } from '../host/canonical-json.ts';
import { AccessError } from './access-error.ts';
import { base64Schema, toHex } from './byte-text.ts';
import { boxBytes, KEY_BYTES, LEAST_ROUNDS, MOST_ROUNDS, sha256 } from './key-box.ts';

const FORMAT = 'linli-vault';
const VERSION = 1;
/** A vault with all its retired keys has some ten kilobytes. */
export const MOST_VAULT_BYTES = 256 * 1024;

export const SALT_BYTES = 16;
/** An uncompressed point (SEC 1, 2.3.3). */
export const PUBLIC_KEY_BYTES = 65;

const Id = v.pipe(v.string(), v.regex(/^[a-z]{2,12}-[0-9a-f]{16}$/));
const Box32 = base64Schema(boxBytes(KEY_BYTES), boxBytes(KEY_BYTES));
const Salt = base64Schema(SALT_BYTES, SALT_BYTES);
const Time = v.pipe(v.number(), v.integer(), v.minValue(0));
const Mac = base64Schema(32, 32);

const bothRoots = v.strictObject({ core: Box32, pii: Box32 });
const UnlockerSchema = v.variant('by', [
  v.strictObject({
    by: v.literal('passphrase'),
    id: Id,
    salt: Salt,
    rounds: v.pipe(v.number(), v.integer(), v.minValue(LEAST_ROUNDS), v.maxValue(MOST_ROUNDS)),
    roots: bothRoots,
  }),
  v.strictObject({ by: v.literal('recovery'), id: Id, salt: Salt, roots: bothRoots }),
  v.strictObject({
    by: v.literal('keyring'),
    id: Id,
    salt: Salt,
    guarded: base64Schema(1, 4096),
    roots: v.strictObject({ core: Box32, pii: v.nullable(Box32) }),
  }),
  v.strictObject({
    by: v.literal('file'),
    id: Id,
    salt: Salt,
    roots: v.strictObject({ core: Box32, pii: v.null() }),
  }),
]);
export type Unlocker = v.InferOutput<typeof UnlockerSchema>;
/** Ways that a person takes; a core key in a file opens by itself. */
export type UnlockBy = Exclude<Unlocker['by'], 'file'>;

const State = v.picklist(['active', 'retired']);
const KeySchema = v.strictObject({
  id: Id,
  class: v.picklist(['core', 'pii']),
  state: State,
  createdAt: Time,
  box: Box32,
});
const SealSchema = v.strictObject({
  id: Id,
  state: State,
  publicKey: base64Schema(PUBLIC_KEY_BYTES, PUBLIC_KEY_BYTES),
  /** PKCS #8. */
  box: base64Schema(boxBytes(64), boxBytes(512)),
});

const BodySchema = v.strictObject({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  id: Id,
  createdAt: Time,
  unlockers: v.pipe(v.array(UnlockerSchema), v.minLength(1), v.maxLength(8)),
  keys: v.pipe(v.array(KeySchema), v.maxLength(128)),
  seal: v.pipe(v.array(SealSchema), v.maxLength(64)),
  secrets: v.strictObject({ tags: Box32, disclosure: Box32 }),
});
/** What the macs cover. */
export type VaultBody = v.InferOutput<typeof BodySchema>;

export const VaultFileSchema = v.strictObject({
  ...BodySchema.entries,
  macs: v.strictObject({ core: Mac, pii: Mac }),
  sum: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});
export type VaultFile = v.InferOutput<typeof VaultFileSchema>;

export const VAULT_HEAD = { format: FORMAT, version: VERSION } as const;

export function bodyOf({ macs: _macs, sum: _sum, ...body }: VaultFile): VaultBody {
  return body;
}

export async function encodeVault(body: VaultBody, macs: VaultFile['macs']): Promise<VaultFile> {
  const sum = toHex(await sha256(canonicalJson({ ...body, macs })));
  return { ...body, macs, sum };
}

/** The one spelling: canonical JSON and a line end. */
export function vaultBytes(file: VaultFile): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${canonicalJson(file)}\n`);
}

/** Throws AccessError: 'vault-future', or 'vault-damaged' for whatever is not, byte for byte, what `vaultBytes` gave. */
export async function parseVault(bytes: Uint8Array): Promise<VaultFile> {
  if (bytes.length > MOST_VAULT_BYTES) throw new AccessError('vault-damaged');
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes as BufferSource);
    value = JSON.parse(text);
  } catch {
    throw new AccessError('vault-damaged');
  }
  if (isNewer(value)) throw new AccessError('vault-future');
  const parsed = v.safeParse(VaultFileSchema, value);
  if (!parsed.success) throw new AccessError('vault-damaged');
  const file = parsed.output;
  const { sum } = await encodeVault(bodyOf(file), file.macs);
  if (sum !== file.sum || `${canonicalJson(file)}\n` !== text) throw new AccessError('vault-damaged');
  return file;
}

function isNewer(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { format, version } = value as Record<string, unknown>;
  return format === FORMAT && typeof version === 'number' && version > VERSION;
}
