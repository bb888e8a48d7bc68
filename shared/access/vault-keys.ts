/**
 * Makes, opens and changes the keys of a vault: values in, a new file out, nothing is stored here. Two classes (core, pii), one root each;
 * unlockers wrap roots, roots wrap data keys. What a wrong secret is and what damage is cannot always be told apart: both are AccessErrors.
 */

import { canonicalJson } from '../host/canonical-json.ts';
import type { ColumnClass } from '../model/tables.ts';
import { AccessError } from './access-error.ts';
import { fromBase64, randomBytes, toBase64, toHex } from './byte-text.ts';
import {
  box,
  hmac,
  KEY_BYTES,
  LEAST_ROUNDS,
  passphraseKey,
  purposeKey,
  sameBytes,
  unbox,
} from './key-box.ts';
import {
  bodyOf,
  encodeVault,
  SALT_BYTES,
  type Unlocker,
  VAULT_HEAD,
  type VaultBody,
  type VaultFile,
} from './vault-file.ts';
import { newSealPair } from './vault-seal.ts';

/** The roots in memory. `pii` null: the way in opens the core class only. */
export interface Roots {
  core: Uint8Array;
  pii: Uint8Array | null;
}
export type AllRoots = { core: Uint8Array; pii: Uint8Array };

/** A way in, with its secret. `guarded`: the secret as the keyring keeps it. */
export type Way =
  | { by: 'passphrase'; passphrase: string; rounds?: number }
  | { by: 'recovery'; key: Uint8Array }
  | { by: 'keyring'; secret: Uint8Array; guarded: Uint8Array; pii: boolean }
  | { by: 'file'; secret: Uint8Array };

/** What opens: a keyring's `guarded` bytes are found in the file (`guardedSecret`). */
export type Opener =
  | { by: 'passphrase'; passphrase: string }
  | { by: 'recovery'; key: Uint8Array }
  | { by: 'keyring' | 'file'; secret: Uint8Array };

export interface DataKey {
  /** At most 28 ASCII letters: it stands in every chunk's header. */
  id: string;
  state: 'active' | 'retired';
  bytes: Uint8Array;
}

/** Characters a passphrase has at least; the guide asks for several words. */
export const LEAST_PASSPHRASE = 10;

/** Throws AccessError 'weak-secret'. */
export function checkPassphrase(passphrase: string): void {
  const letters = [...passphrase.normalize('NFKC').trim()];
  if (letters.length < LEAST_PASSPHRASE || new Set(letters).size < 5) throw new AccessError('weak-secret');
}

/** A new vault with these ways in; at least one must open both classes. */
export async function createVault(
  ways: readonly Way[],
  now: number,
): Promise<{ file: VaultFile; roots: AllRoots }> {
  const roots = { core: randomBytes(KEY_BYTES), pii: randomBytes(KEY_BYTES) };
  const id = newId('vault');
  const unlockers = await Promise.all(ways.map((way) => unlockerFor(id, way, roots)));
  if (!unlockers.some((unlocker) => unlocker.roots.pii !== null)) throw new RangeError('nothing opens it');
  const place = placeIn(id);
  const [core, pii] = await Promise.all([rootKey(roots.core), rootKey(roots.pii)]);
  const body: VaultBody = {
    ...VAULT_HEAD,
    id,
    createdAt: now,
    unlockers,
    keys: [await newKey(id, 'core', roots, now), await newKey(id, 'pii', roots, now)],
    seal: [await newSeal(id, roots)],
    secrets: {
      tags: await box(pii, place('secret/tags'), randomBytes(KEY_BYTES)),
      disclosure: await box(core, place('secret/disclosure'), randomBytes(KEY_BYTES)),
    },
  };
  return { file: await signed(body, roots), roots };
}

/** Throws AccessError: 'wrong-secret', or 'vault-damaged' when the secret is right and the file was changed by somebody without it. */
export async function openVault(file: VaultFile, opener: Opener): Promise<Roots> {
  for (const unlocker of file.unlockers) {
    if (unlocker.by !== opener.by) continue;
    const roots = await rootsBy(file.id, unlocker, opener).catch(() => null);
    if (!roots) continue;
    await checkMacs(file, roots);
    return roots;
  }
  throw new AccessError('wrong-secret');
}

/** The bytes to give to the system's keyring; null: the vault does not open by one. */
export function guardedSecret(file: VaultFile): Uint8Array | null {
  for (const unlocker of file.unlockers) if (unlocker.by === 'keyring') return fromBase64(unlocker.guarded);
  return null;
}

/** All keys of a class, the active one first. Throws AccessError 'unknown-key' when its root is not open. */
export async function dataKeys(file: VaultFile, roots: Roots, of: ColumnClass): Promise<DataKey[]> {
  const root = await rootKey(rootOf(roots, of));
  const entries = file.keys.filter((key) => key.class === of);
  const keys = await Promise.all(
    entries.map(async ({ id, state, box: text }) => ({
      id,
      state,
      bytes: await opened(root, placeIn(file.id)(`key/${id}`), text),
    })),
  );
  return keys.sort((a, b) => (a.state === b.state ? 0 : a.state === 'active' ? -1 : 1));
}

/** Private halves of the sealing pairs (PKCS #8), the active one first. */
export async function sealKeys(file: VaultFile, roots: Roots): Promise<DataKey[]> {
  const root = await rootKey(rootOf(roots, 'pii'));
  const keys = await Promise.all(
    file.seal.map(async ({ id, state, box: text }) => ({
      id,
      state,
      bytes: await opened(root, placeIn(file.id)(`seal/${id}`), text),
    })),
  );
  return keys.sort((a, b) => (a.state === b.state ? 0 : a.state === 'active' ? -1 : 1));
}

/** The public half that seals now. */
export function activeSeal(file: VaultFile): { id: string; publicKey: string } {
  const seal = file.seal.find(({ state }) => state === 'active');
  if (!seal) throw new AccessError('vault-damaged');
  return { id: seal.id, publicKey: seal.publicKey };
}

export async function vaultSecret(
  file: VaultFile,
  roots: Roots,
  name: 'tags' | 'disclosure',
): Promise<Uint8Array> {
  const root = await rootKey(rootOf(roots, name === 'tags' ? 'pii' : 'core'));
  return opened(root, placeIn(file.id)(`secret/${name}`), file.secrets[name]);
}

/** With this way in instead of the one of its kind: a changed passphrase, a new recovery key. */
export async function withWay(file: VaultFile, roots: AllRoots, way: Way): Promise<VaultFile> {
  const others = file.unlockers.filter(({ by }) => by !== way.by);
  const body = bodyOf(file);
  return signed({ ...body, unlockers: [...others, await unlockerFor(file.id, way, roots)] }, roots);
}

/** A new active key of the class (for pii also a new sealing pair); the old ones stay to read with until they are forgotten. */
export async function rotated(
  file: VaultFile,
  roots: AllRoots,
  of: ColumnClass,
  now: number,
): Promise<VaultFile> {
  const body = bodyOf(file);
  const keys = body.keys.map((key) => (key.class === of ? { ...key, state: 'retired' as const } : key));
  const seal = body.seal.map((pair) => (of === 'pii' ? { ...pair, state: 'retired' as const } : pair));
  if (of === 'pii') seal.push(await newSeal(file.id, roots));
  return signed({ ...body, keys: [...keys, await newKey(file.id, of, roots, now)], seal }, roots);
}

/** Erasure: without its wrapped key, what it encrypted is noise. Throws AccessError 'unknown-key' for one that is active or not there. */
export async function forgotten(file: VaultFile, roots: AllRoots, id: string): Promise<VaultFile> {
  const body = bodyOf(file);
  const isThis = (key: { id: string; state: string }) => key.id === id && key.state === 'retired';
  if (![...body.keys, ...body.seal].some(isThis)) throw new AccessError('unknown-key');
  const keys = body.keys.filter((key) => !isThis(key));
  const seal = body.seal.filter((key) => !isThis(key));
  return signed({ ...body, keys, seal }, roots);
}

/** HMAC tag of a person in the audit log: the same person has the same tag, and nobody without the key can tell whose it is. */
export async function subjectTag(tags: Uint8Array, subject: string): Promise<string> {
  const key = await purposeKey(tags, new Uint8Array(0), 'linli-audit-subject/1', 'HMAC');
  return toBase64((await hmac(key, subject)).subarray(0, 16));
}

async function rootsBy(vault: string, unlocker: Unlocker, opener: Opener): Promise<Roots> {
  const key = await wayKey(unlocker, opener);
  const place = placeIn(vault);
  const core = await unbox(key, place(`unlocker/${unlocker.id}/core`), unlocker.roots.core);
  const sealed = unlocker.roots.pii;
  const pii = sealed === null ? null : await unbox(key, place(`unlocker/${unlocker.id}/pii`), sealed);
  return { core, pii };
}

async function unlockerFor(vault: string, way: Way, roots: AllRoots): Promise<Unlocker> {
  const id = newId(way.by);
  const salt = toBase64(randomBytes(SALT_BYTES));
  const place = placeIn(vault);
  const rounds = way.by === 'passphrase' ? Math.max(LEAST_ROUNDS, way.rounds ?? 0) : 0;
  const key = await wayKey({ by: way.by, salt, rounds }, way);
  const core = await box(key, place(`unlocker/${id}/core`), roots.core);
  const pii = await box(key, place(`unlocker/${id}/pii`), roots.pii);
  switch (way.by) {
    case 'passphrase':
      return { by: 'passphrase', id, salt, rounds, roots: { core, pii } };
    case 'recovery':
      return { by: 'recovery', id, salt, roots: { core, pii } };
    case 'keyring':
      return {
        ...{ by: 'keyring', id, salt, guarded: toBase64(way.guarded) },
        roots: { core, pii: way.pii ? pii : null },
      };
    case 'file':
      return { by: 'file', id, salt, roots: { core, pii: null } };
  }
}

function wayKey(
  { salt, rounds = 0 }: { by: string; salt: string; rounds?: number },
  opener: Opener,
): Promise<CryptoKey> {
  const bytes = fromBase64(salt) ?? new Uint8Array(0);
  if (opener.by === 'passphrase') return passphraseKey(opener.passphrase, bytes, rounds);
  const secret = opener.by === 'recovery' ? opener.key : opener.secret;
  return purposeKey(secret, bytes, `linli-vault/1/${opener.by}`);
}

async function newKey(
  vault: string,
  of: ColumnClass,
  roots: AllRoots,
  now: number,
): Promise<VaultBody['keys'][number]> {
  const id = newId(of);
  const root = await rootKey(roots[of]);
  const text = await box(root, placeIn(vault)(`key/${id}`), randomBytes(KEY_BYTES));
  return { id, class: of, state: 'active', createdAt: now, box: text };
}

async function newSeal(vault: string, roots: AllRoots): Promise<VaultBody['seal'][number]> {
  const id = newId('seal');
  const { publicKey, privateKey } = await newSealPair();
  const text = await box(await rootKey(roots.pii), placeIn(vault)(`seal/${id}`), privateKey);
  return { id, state: 'active', publicKey: toBase64(publicKey), box: text };
}

async function signed(body: VaultBody, roots: AllRoots): Promise<VaultFile> {
  const [core, pii] = await Promise.all([macOf(body, roots.core), macOf(body, roots.pii)]);
  return encodeVault(body, { core: toBase64(core), pii: toBase64(pii) });
}

async function checkMacs(file: VaultFile, roots: Roots): Promise<void> {
  const body = bodyOf(file);
  for (const of of ['core', 'pii'] as const) {
    const root = roots[of];
    if (!root) continue;
    const found = fromBase64(file.macs[of]) ?? new Uint8Array(0);
    if (!sameBytes(found, await macOf(body, root))) throw new AccessError('vault-damaged');
  }
}

async function macOf(body: VaultBody, root: Uint8Array): Promise<Uint8Array> {
  const key = await purposeKey(root, new Uint8Array(0), 'linli-vault/1/mac', 'HMAC');
  return hmac(key, canonicalJson(body));
}

/** Roots wrap by a key of their own, so that one secret serves one purpose each. */
function rootKey(root: Uint8Array): Promise<CryptoKey> {
  return purposeKey(root, new Uint8Array(0), 'linli-vault/1/wrap');
}

function rootOf(roots: Roots, of: ColumnClass): Uint8Array {
  const root = roots[of];
  if (!root) throw new AccessError('unknown-key');
  return root;
}

async function opened(root: CryptoKey, place: string, text: string): Promise<Uint8Array> {
  try {
    return await unbox(root, place, text);
  } catch {
    throw new AccessError('vault-damaged');
  }
}

/** Additional data of every box: one cannot be moved to another place or another vault. */
function placeIn(vault: string): (name: string) => string {
  return (name) => `linli-vault/1/${vault}/${name}`;
}

function newId(kind: string): string {
  return `${kind}-${toHex(randomBytes(8))}`;
}
