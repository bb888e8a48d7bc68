/**
 * The sources of this profile and their credentials in one file, `feeds.json`. Credentials are sealed under a key of the core root where there is a
 * vault: feeds begin without a person. Who may change them is the desk's to say.
 */
import { join } from 'node:path';
import * as v from 'valibot';
import { box, purposeKey, unbox } from '../../../shared/access/key-box.ts';
import {
  NO_SECRETS,
  type Source,
  SourceSchema,
  type SourceSecrets,
  SourceSecretsSchema,
} from '../../../shared/feeds/source.ts';
import { HostError } from '../../../shared/host/host-error.ts';
import { diskError } from '../disk-error.ts';
import { type DurableDisk, readJson, replaceFile } from '../durable-file.ts';
import type { Vault } from '../vault.ts';

const MOST_SOURCES = 100;

const SecretsSchema = v.record(v.string(), SourceSecretsSchema);
const FileSchema = v.strictObject({
  format: v.literal('linli-feeds'),
  version: v.literal(1),
  sources: v.pipe(v.array(SourceSchema), v.maxLength(MOST_SOURCES)),
  secrets: v.union([v.strictObject({ plain: SecretsSchema }), v.strictObject({ box: v.string() })]),
});
type File = v.InferOutput<typeof FileSchema>;

export interface FeedSourcesParts {
  /** The profile's. */
  folder: string;
  vault: Pick<Vault, 'state' | 'coreRoot' | 'file'>;
  disk: DurableDisk;
}

export class FeedSources {
  private readonly parts: FeedSourcesParts;
  private file: File;
  /** Null: sealed, and the core class is not open. */
  private secrets: Record<string, SourceSecrets> | null = null;

  private constructor(parts: FeedSourcesParts, file: File) {
    this.parts = parts;
    this.file = file;
  }

  static async open(parts: FeedSourcesParts): Promise<FeedSources> {
    const none: File = { format: 'linli-feeds', version: 1, sources: [], secrets: { plain: {} } };
    const sources = new FeedSources(parts, (await readJson(fileIn(parts.folder), FileSchema)) ?? none);
    await sources.unseal();
    return sources;
  }

  /** Reads the credentials once the core class is open; false: it is not. */
  async unseal(): Promise<boolean> {
    if (this.secrets) return true;
    const { secrets } = this.file;
    if ('plain' in secrets) {
      this.secrets = secrets.plain;
      return true;
    }
    const key = await this.key();
    if (!key) return false;
    const bytes = await unbox(key, placeIn(this.parts.vault.file.id), secrets.box).catch(() => null);
    if (!bytes) return false;
    this.secrets = v.parse(SecretsSchema, JSON.parse(new TextDecoder().decode(bytes)));
    return true;
  }

  list(): readonly Source[] {
    return this.file.sources;
  }

  /** Throws HostError 'not-found'. */
  get(id: string): Source {
    const source = this.file.sources.find((each) => each.id === id);
    if (!source) throw new HostError('not-found', 'source');
    return source;
  }

  /** Throws HostError 'vault-locked' when they cannot be read now. */
  secretsOf(id: string): SourceSecrets {
    if (!this.secrets) throw new HostError('vault-locked');
    return Object.hasOwn(this.secrets, id) ? this.secrets[id] : NO_SECRETS;
  }

  /** Adds or replaces a source. `secrets`: those that change. Rejects with HostError 'too-large', 'vault-locked' or what the disk says. */
  async save(source: Source, secrets: Partial<SourceSecrets>): Promise<void> {
    const others = this.file.sources.filter(({ id }) => id !== source.id);
    if (others.length >= MOST_SOURCES) throw new HostError('too-large', 'sources');
    const all = { ...this.secrets, [source.id]: { ...this.secretsOf(source.id), ...secrets } };
    const at = this.file.sources.findIndex(({ id }) => id === source.id);
    const sources = at < 0 ? [...others, source] : this.file.sources.with(at, source);
    await this.write(sources, all);
  }

  async remove(id: string): Promise<void> {
    this.get(id);
    if (!this.secrets) throw new HostError('vault-locked');
    const { [id]: _gone, ...left } = this.secrets;
    await this.write(
      this.file.sources.filter((source) => source.id !== id),
      left,
    );
  }

  /** Once there is a vault the credentials do not stay in plain. */
  async seal(): Promise<void> {
    if (this.secrets && 'plain' in this.file.secrets && this.file.sources.length > 0)
      await this.write(this.file.sources, this.secrets);
  }

  private async write(sources: readonly Source[], secrets: Record<string, SourceSecrets>): Promise<void> {
    const key = await this.key();
    if (this.parts.vault.state !== 'none' && !key) throw new HostError('vault-locked');
    const text = new TextEncoder().encode(JSON.stringify(secrets));
    const file: File = {
      ...this.file,
      sources: [...sources],
      secrets: key ? { box: await box(key, placeIn(this.parts.vault.file.id), text) } : { plain: secrets },
    };
    try {
      const bytes = new TextEncoder().encode(`${JSON.stringify(file, null, 1)}\n`);
      await replaceFile(fileIn(this.parts.folder), bytes, this.parts.disk);
    } catch (error) {
      throw diskError(error);
    }
    this.file = file;
    this.secrets = secrets;
  }

  /** Null: no vault, or its core class is not open. */
  private async key(): Promise<CryptoKey | null> {
    const { coreRoot } = this.parts.vault;
    return coreRoot && purposeKey(coreRoot, new Uint8Array(0), 'linli-feeds/1');
  }
}

function placeIn(vault: string): string {
  return `linli-feeds/1/${vault}`;
}

function fileIn(folder: string): string {
  return join(folder, 'feeds.json');
}
