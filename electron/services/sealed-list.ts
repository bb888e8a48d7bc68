/**
 * Settings of connections and their credentials in one file of the profile. Credentials are sealed under a key of the core root where there is a
 * vault: connections begin without a person. Who may change them is the desk's to say; what a setting means is its owner's.
 */
import * as v from 'valibot';
import { box, purposeKey, unbox } from '../../shared/access/key-box.ts';
import { NO_SECRETS, type SourceSecrets, SourceSecretsSchema } from '../../shared/feeds/source.ts';
import { HostError } from '../../shared/host/host-error.ts';
import { diskError } from './disk-error.ts';
import { type DurableDisk, readJson, replaceFile } from './durable-file.ts';
import type { Vault } from './vault.ts';

const MOST = 100;

const SecretsSchema = v.record(v.string(), SourceSecretsSchema);

export interface SealedListParts<T extends { id: string }> {
  /** Path of the file. */
  path: string;
  /** Names the file and its key: `linli-feeds`. */
  format: string;
  /** Of one setting, and what the file calls their list. */
  schema: v.GenericSchema<unknown, T>;
  listName: string;
  vault: Pick<Vault, 'state' | 'coreRoot' | 'file'>;
  disk: DurableDisk;
}

type KeptSecrets = { plain: Record<string, SourceSecrets> } | { box: string };

export class SealedList<T extends { id: string }> {
  private readonly parts: SealedListParts<T>;
  private items: readonly T[] = [];
  private kept: KeptSecrets = { plain: {} };
  /** Null: sealed, and the core class is not open. */
  private secrets: Record<string, SourceSecrets> | null = null;

  private constructor(parts: SealedListParts<T>) {
    this.parts = parts;
  }

  static async open<T extends { id: string }>(parts: SealedListParts<T>): Promise<SealedList<T>> {
    const list = new SealedList(parts);
    const schema = v.strictObject({
      format: v.literal(parts.format),
      version: v.literal(1),
      [parts.listName]: v.pipe(v.array(parts.schema), v.maxLength(MOST)),
      secrets: v.union([v.strictObject({ plain: SecretsSchema }), v.strictObject({ box: v.string() })]),
    });
    const file = (await readJson(parts.path, schema)) as Record<string, unknown> | null;
    if (file) {
      list.items = file[parts.listName] as T[];
      list.kept = file['secrets'] as KeptSecrets;
    }
    await list.unseal();
    return list;
  }

  /** Reads the credentials once the core class is open; false: it is not. */
  async unseal(): Promise<boolean> {
    if (this.secrets) return true;
    const { kept } = this;
    if ('plain' in kept) {
      this.secrets = kept.plain;
      return true;
    }
    const key = await this.key();
    if (!key) return false;
    const bytes = await unbox(key, this.place(), kept.box).catch(() => null);
    if (!bytes) return false;
    this.secrets = v.parse(SecretsSchema, JSON.parse(new TextDecoder().decode(bytes)));
    return true;
  }

  list(): readonly T[] {
    return this.items;
  }

  /** Throws HostError 'not-found'. */
  get(id: string): T {
    const item = this.items.find((each) => each.id === id);
    if (!item) throw new HostError('not-found', 'source');
    return item;
  }

  /** Throws HostError 'vault-locked' when they cannot be read now. */
  secretsOf(id: string): SourceSecrets {
    if (!this.secrets) throw new HostError('vault-locked');
    return Object.hasOwn(this.secrets, id) ? this.secrets[id] : NO_SECRETS;
  }

  /** Names of those that are set; null: they cannot be read now. */
  secretNames(id: string): (keyof SourceSecrets)[] | null {
    if (!this.secrets) return null;
    const secrets = this.secretsOf(id);
    return (Object.keys(secrets) as (keyof SourceSecrets)[]).filter((name) => secrets[name] !== '');
  }

  /** Adds or replaces one. `secrets`: those that change. Rejects with HostError 'too-large', 'vault-locked' or what the disk says. */
  async save(item: T, secrets: Partial<SourceSecrets>): Promise<void> {
    const others = this.items.filter(({ id }) => id !== item.id);
    if (others.length >= MOST) throw new HostError('too-large', 'sources');
    const all = { ...this.secrets, [item.id]: { ...this.secretsOf(item.id), ...secrets } };
    const at = this.items.findIndex(({ id }) => id === item.id);
    await this.write(at < 0 ? [...others, item] : this.items.with(at, item), all);
  }

  async remove(id: string): Promise<void> {
    this.get(id);
    if (!this.secrets) throw new HostError('vault-locked');
    const { [id]: _gone, ...left } = this.secrets;
    await this.write(
      this.items.filter((item) => item.id !== id),
      left,
    );
  }

  /** Once there is a vault the credentials do not stay in plain. */
  async seal(): Promise<void> {
    if (this.secrets && 'plain' in this.kept && this.items.length > 0)
      await this.write(this.items, this.secrets);
  }

  private async write(items: readonly T[], secrets: Record<string, SourceSecrets>): Promise<void> {
    const { path, format, listName, vault, disk } = this.parts;
    const key = await this.key();
    if (vault.state !== 'none' && !key) throw new HostError('vault-locked');
    const text = new TextEncoder().encode(JSON.stringify(secrets));
    const kept: KeptSecrets = key ? { box: await box(key, this.place(), text) } : { plain: secrets };
    try {
      const file = { format, version: 1, [listName]: items, secrets: kept };
      await replaceFile(path, new TextEncoder().encode(`${JSON.stringify(file, null, 1)}\n`), disk);
    } catch (error) {
      throw diskError(error);
    }
    this.items = items;
    this.kept = kept;
    this.secrets = secrets;
  }

  /** Null: no vault, or its core class is not open. */
  private async key(): Promise<CryptoKey | null> {
    const { coreRoot } = this.parts.vault;
    return coreRoot && purposeKey(coreRoot, new Uint8Array(0), `${this.parts.format}/1`);
  }

  private place(): string {
    return `${this.parts.format}/1/${this.parts.vault.file.id}`;
  }
}
