/**
 * The raw message as it is kept: in plain only while there is no vault, else sealed to the vault's public key, so that it can be written but
 * not read while the vault is locked. One fresh key to many messages. Owns the bytes' layout (topic, line feed, payload).
 */
import * as v from 'valibot';
import { fromBase64, toBase64 } from '../../../shared/access/byte-text.ts';
import { SealedSchema } from '../../../shared/access/sealed.ts';
import { activeSeal, sealKeys } from '../../../shared/access/vault-keys.ts';
import { importSealReader, openSealed, vaultSealer } from '../../../shared/access/vault-seal.ts';
import { HostError } from '../../../shared/host/host-error.ts';
import type { Vault } from '../vault.ts';

export const KeptRawSchema = v.union([
  v.strictObject({ plain: v.string() }),
  v.strictObject({ sealed: SealedSchema }),
]);
export type KeptRaw = v.InferOutput<typeof KeptRawSchema>;

export interface Raw {
  topic: string;
  payload: Uint8Array;
}

/** A sealer is made anew after so many messages. */
const MESSAGES_PER_KEY = 20_000;

export class RawKeeper {
  private readonly vault: Pick<Vault, 'state' | 'file' | 'roots'>;
  private sealer: { id: string; left: number; seal: Awaited<ReturnType<typeof vaultSealer>> } | null = null;

  constructor(vault: Pick<Vault, 'state' | 'file' | 'roots'>) {
    this.vault = vault;
  }

  /** `place` names the message; it must be known again to open it. Rejects with HostError 'vault-damaged'. */
  async keep(place: string, raw: Raw): Promise<KeptRaw> {
    const bytes = packed(raw);
    if (this.vault.state === 'none') return { plain: toBase64(bytes) };
    const seal = activeSeal(this.vault.file);
    if (this.sealer?.id !== seal.id || this.sealer.left <= 0)
      this.sealer = { id: seal.id, left: MESSAGES_PER_KEY, seal: await vaultSealer(seal.publicKey) };
    this.sealer.left--;
    const sealed = await this.sealer.seal(placeText(place), bytes);
    return { sealed: { key: seal.id, bytes: toBase64(sealed) } };
  }

  /** Rejects with HostError 'vault-locked' while a sealed one cannot be read, 'internal' when it is damaged. */
  async open(place: string, kept: KeptRaw): Promise<Raw> {
    if ('plain' in kept) return unpacked(fromBase64(kept.plain));
    const { file, roots } = this.vault;
    if (!roots.pii) throw new HostError('vault-locked');
    const pair = (await sealKeys(file, roots)).find(({ id }) => id === kept.sealed.key);
    const publicKey = file.seal.find(({ id }) => id === kept.sealed.key)?.publicKey;
    const bytes = fromBase64(kept.sealed.bytes);
    if (!pair || publicKey === undefined || !bytes) throw new HostError('internal', 'raw message');
    const reader = await importSealReader(publicKey, pair.bytes);
    return unpacked(await openSealed(reader, placeText(place), bytes));
  }
}

function placeText(place: string): string {
  return `linli-feed-raw/1/${place}`;
}

function packed({ topic, payload }: Raw): Uint8Array {
  const head = new TextEncoder().encode(`${topic.replaceAll('\n', ' ')}\n`);
  const bytes = new Uint8Array(head.length + payload.length);
  bytes.set(head);
  bytes.set(payload, head.length);
  return bytes;
}

function unpacked(bytes: Uint8Array | null): Raw {
  const end = bytes?.indexOf(0x0a) ?? -1;
  if (!bytes || end < 0) throw new HostError('internal', 'raw message');
  return { topic: new TextDecoder().decode(bytes.subarray(0, end)), payload: bytes.subarray(end + 1) };
}
