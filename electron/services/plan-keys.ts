/**
 * The key that this machine signs plans with, and the keys of others that an administrator vouched for. One file, sealed under a key of the core root
 * where there is a vault, so that nobody without it signs in this machine's name or slips in a trusted key; beside no vault it is the owner's
 * alone (0600). Owns the keys; who may is the caller's to ask, and what is signed is plan-post.ts.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { join } from 'node:path';
import * as v from 'valibot';
import { base64Schema, fromBase64, toBase64 } from '../../shared/access/byte-text.ts';
import { box, purposeKey, unbox } from '../../shared/access/key-box.ts';
import { canonicalJson } from '../../shared/host/canonical-json.ts';
import { HostError } from '../../shared/host/host-error.ts';
import { KeyNameSchema, type SignerKeys } from '../../shared/host/plan-file-methods.ts';
import { keyDigits } from '../../shared/partition/signed/key-digits.ts';
import { type Seal, SignerKey } from '../../shared/partition/signed/signed-plan.ts';
import { diskError } from './disk-error.ts';
import { type DurableDisk, readJson, realDisk, replaceFile } from './durable-file.ts';
import type { Vault } from './vault.ts';

const MOST_TRUSTED = 500;

const TrustedSchema = v.strictObject({
  key: SignerKey,
  name: KeyNameSchema,
  by: v.string(),
  at: v.number(),
  withdrawnAt: v.nullable(v.number()),
});
const KeysSchema = v.strictObject({
  /** `secret`: PKCS #8 (RFC 8410). */
  own: v.strictObject({ key: SignerKey, secret: base64Schema(40, 100) }),
  trusted: v.pipe(v.array(TrustedSchema), v.maxLength(MOST_TRUSTED)),
});
type Keys = v.InferOutput<typeof KeysSchema>;

/** `vault`: the one whose core root opens the box; '' and `open` where there is none. */
const FileSchema = v.strictObject({
  format: v.literal('linli-plan-keys'),
  version: v.literal(1),
  vault: v.string(),
  box: v.optional(v.string()),
  open: v.optional(KeysSchema),
});

export type Standing = 'own' | 'trusted' | 'unknown' | 'withdrawn';

export interface PlanKeysOptions {
  folder: string;
  vault: Pick<Vault, 'state' | 'file' | 'roots'>;
  now: () => number;
  disk?: DurableDisk;
}

export class PlanKeys {
  private readonly options: PlanKeysOptions;
  private held: { vault: string; keys: Keys } | null = null;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(options: PlanKeysOptions) {
    this.options = options;
  }

  /** The pair is made when it is first asked for. Rejects with HostError 'vault-locked', 'vault-damaged', or what the disk says. */
  async read(): Promise<SignerKeys> {
    const { own, trusted } = await this.inTurn(() => this.keys());
    return {
      own: { key: own.key, digits: digitsOf(own.key) },
      trusted: trusted.map((each) => ({ ...each, digits: digitsOf(each.key) })),
    };
  }

  async standing(key: string): Promise<{ standing: Standing; owner: string }> {
    const { own, trusted } = await this.inTurn(() => this.keys());
    const known = trusted.find((each) => each.key === key);
    if (own.key === key) return { standing: 'own', owner: '' };
    if (!known) return { standing: 'unknown', owner: '' };
    return { standing: known.withdrawnAt === null ? 'trusted' : 'withdrawn', owner: known.name };
  }

  /** Rejects with HostError 'conflict' (this machine's own key), 'too-large'. */
  trust(key: string, name: string, by: string): Promise<void> {
    return this.change((keys) => {
      if (keys.own.key === key) throw new HostError('conflict', 'own key');
      const others = keys.trusted.filter((each) => each.key !== key);
      if (others.length >= MOST_TRUSTED) throw new HostError('too-large', 'trusted keys');
      return [...others, { key, name, by, at: this.options.now(), withdrawnAt: null }];
    });
  }

  /** Rejects with HostError 'not-found'. */
  withdraw(key: string): Promise<void> {
    return this.change((keys) => {
      if (!keys.trusted.some((each) => each.key === key)) throw new HostError('not-found', 'key');
      return keys.trusted.map((each) =>
        each.key === key ? { ...each, withdrawnAt: each.withdrawnAt ?? this.options.now() } : each,
      );
    });
  }

  async sign(text: string): Promise<Seal> {
    const { own } = await this.inTurn(() => this.keys());
    const key = createPrivateKey({ key: bytesOf(own.secret), format: 'der', type: 'pkcs8' });
    return { key: own.key, signature: toBase64(sign(null, Buffer.from(text), key)) };
  }

  private change(make: (keys: Keys) => Keys['trusted']): Promise<void> {
    return this.inTurn(async () => {
      const keys = await this.keys();
      await this.write({ ...keys, trusted: make(keys) });
    });
  }

  private async keys(): Promise<Keys> {
    const vault = this.vaultId();
    if (this.held?.vault === vault) return this.held.keys;
    const file = await readJson(this.path(), FileSchema);
    if (!file) return this.write({ own: newPair(), trusted: [] });
    if (file.box !== undefined) return this.hold(vault, await this.unboxed(file.vault, file.box));
    if (!file.open) throw new HostError('vault-damaged', 'plan keys');
    // What was vouched for before there was a vault, nobody who may has vouched for.
    return vault === '' ? this.hold(vault, file.open) : this.write({ own: file.open.own, trusted: [] });
  }

  private hold(vault: string, keys: Keys): Keys {
    this.held = { vault, keys };
    return keys;
  }

  private async unboxed(of: string, text: string): Promise<Keys> {
    if (of !== this.vaultId()) throw new HostError('vault-damaged', 'plan keys');
    const key = await this.boxKey();
    try {
      const bytes = await unbox(key, placeOf(of), text);
      return v.parse(KeysSchema, JSON.parse(new TextDecoder().decode(bytes)));
    } catch {
      throw new HostError('vault-damaged', 'plan keys');
    }
  }

  private async write(keys: Keys): Promise<Keys> {
    const vault = this.vaultId();
    const text = new TextEncoder().encode(canonicalJson(keys));
    const file = {
      ...{ format: 'linli-plan-keys', version: 1, vault },
      ...(vault === '' ? { open: keys } : { box: await box(await this.boxKey(), placeOf(vault), text) }),
    };
    try {
      const bytes = new TextEncoder().encode(`${canonicalJson(file)}\n`);
      await replaceFile(this.path(), bytes, this.options.disk ?? realDisk);
    } catch (error) {
      throw diskError(error);
    }
    return this.hold(vault, keys);
  }

  /** '' for none. */
  private vaultId(): string {
    const { vault } = this.options;
    return vault.state === 'none' ? '' : vault.file.id;
  }

  private boxKey(): Promise<CryptoKey> {
    return purposeKey(this.options.vault.roots.core, new Uint8Array(0), 'linli-plan-keys/1');
  }

  private path(): string {
    return join(this.options.folder, 'plan-keys.json');
  }

  /** One at a time: two would make two pairs, or start from the same list. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => {});
    return done;
  }
}

/** Whether the seal's key signed this text. */
export function sealFits(text: string, { key, signature }: Seal): boolean {
  return verify(null, Buffer.from(text), publicKey(key), bytesOf(signature));
}

/** SHA-256 of the raw key, hex: what names it in the audit chain. */
export const fingerprintOf = (key: string): string => hashOf(key).toString('hex');

export const digitsOf = (key: string): string[] => keyDigits(hashOf(key));

const hashOf = (key: string): Buffer => createHash('sha256').update(bytesOf(key)).digest();
const bytesOf = (text: string): Buffer => Buffer.from(fromBase64(text) ?? []);
const placeOf = (vault: string): string => `linli-plan-keys/1/${vault}`;

/** RFC 8037: the raw key in base64url is what a JSON Web Key holds. */
function publicKey(key: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' });
}

function newPair(): Keys['own'] {
  const pair = generateKeyPairSync('ed25519');
  const { x } = pair.publicKey.export({ format: 'jwk' });
  return { key: x ?? '', secret: toBase64(pair.privateKey.export({ format: 'der', type: 'pkcs8' })) };
}
