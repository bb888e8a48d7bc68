/**
 * The allow-list of cameras in one file of the profile, `cameras.json`. Credentials are sealed under a key of the core root where there is a vault,
 * as those of feeds are: alarms come without a person, and so must the pictures.
 */
import { join } from 'node:path';
import * as v from 'valibot';
import { box, purposeKey, unbox } from '../../../shared/access/key-box.ts';
import {
  type CameraSecret,
  CameraSecretSchema,
  type CameraSource,
  CameraSourceSchema,
} from '../../../shared/cameras/camera-source.ts';
import { HostError } from '../../../shared/host/host-error.ts';
import { diskError } from '../disk-error.ts';
import { type DurableDisk, readJson, realDisk, replaceFile } from '../durable-file.ts';
import type { Vault } from '../vault.ts';

const MOST_CAMERAS = 5_000;
const NO_SECRET: CameraSecret = { user: '', password: '' };

const SecretsSchema = v.record(v.string(), CameraSecretSchema);
const FileSchema = v.strictObject({
  format: v.literal('linli-cameras'),
  version: v.literal(1),
  cameras: v.pipe(v.array(CameraSourceSchema), v.maxLength(MOST_CAMERAS)),
  secrets: v.union([v.strictObject({ plain: SecretsSchema }), v.strictObject({ box: v.string() })]),
});
type File = v.InferOutput<typeof FileSchema>;

export interface CameraSourcesParts {
  /** The profile's. */
  folder: string;
  vault: Pick<Vault, 'state' | 'coreRoot' | 'file'>;
  disk?: DurableDisk;
}

export class CameraSources {
  private readonly parts: CameraSourcesParts;
  private file: File;
  /** Null: sealed, and not opened yet. */
  private secrets: Record<string, CameraSecret> | null = null;

  private constructor(parts: CameraSourcesParts, file: File) {
    this.parts = parts;
    this.file = file;
    if ('plain' in file.secrets) this.secrets = file.secrets.plain;
  }

  /** Rejects for a file that cannot be read: an allow-list is never replaced by a guess. */
  static async open(parts: CameraSourcesParts): Promise<CameraSources> {
    const none: File = { format: 'linli-cameras', version: 1, cameras: [], secrets: { plain: {} } };
    return new CameraSources(parts, (await readJson(join(parts.folder, NAME), FileSchema)) ?? none);
  }

  list(): readonly CameraSource[] {
    return this.file.cameras;
  }

  find(id: string): CameraSource | null {
    return this.file.cameras.find((camera) => camera.id === id) ?? null;
  }

  /** Null: none is set. Rejects with HostError 'vault-locked' while they cannot be read. */
  async secretOf(id: string): Promise<CameraSecret | null> {
    const all = await this.open();
    const found = Object.hasOwn(all, id) ? all[id] : NO_SECRET;
    return found.user === '' && found.password === '' ? null : found;
  }

  /** Adds or replaces. Rejects with HostError 'too-large', 'vault-locked' or what the disk says. */
  async save(camera: CameraSource, secret: CameraSecret | undefined): Promise<void> {
    const all = await this.open();
    const at = this.file.cameras.findIndex(({ id }) => id === camera.id);
    if (at < 0 && this.file.cameras.length >= MOST_CAMERAS) throw new HostError('too-large', 'cameras');
    const cameras = at < 0 ? [...this.file.cameras, camera] : this.file.cameras.with(at, camera);
    await this.write(cameras, secret ? { ...all, [camera.id]: secret } : all);
  }

  async remove(id: string): Promise<void> {
    if (!this.find(id)) throw new HostError('not-found', 'camera');
    const { [id]: _gone, ...left } = await this.open();
    await this.write(
      this.file.cameras.filter((camera) => camera.id !== id),
      left,
    );
  }

  /** Once there is a vault the credentials do not stay in plain. */
  async seal(): Promise<void> {
    if (this.secrets && 'plain' in this.file.secrets && this.file.cameras.length > 0)
      await this.write(this.file.cameras, this.secrets);
  }

  private async open(): Promise<Record<string, CameraSecret>> {
    if (this.secrets) return this.secrets;
    const key = await this.key();
    const sealed = 'box' in this.file.secrets ? this.file.secrets.box : '';
    const bytes = key && (await unbox(key, this.place(), sealed).catch(() => null));
    if (!bytes) throw new HostError('vault-locked');
    this.secrets = v.parse(SecretsSchema, JSON.parse(new TextDecoder().decode(bytes)));
    return this.secrets;
  }

  private async write(
    cameras: readonly CameraSource[],
    secrets: Record<string, CameraSecret>,
  ): Promise<void> {
    const key = await this.key();
    if (this.parts.vault.state !== 'none' && !key) throw new HostError('vault-locked');
    const text = new TextEncoder().encode(JSON.stringify(secrets));
    const file: File = {
      ...this.file,
      cameras: [...cameras],
      secrets: key ? { box: await box(key, this.place(), text) } : { plain: secrets },
    };
    try {
      const bytes = new TextEncoder().encode(`${JSON.stringify(file, null, 1)}\n`);
      await replaceFile(join(this.parts.folder, NAME), bytes, this.parts.disk ?? realDisk);
    } catch (error) {
      throw diskError(error);
    }
    this.file = file;
    this.secrets = secrets;
  }

  /** Null: no vault, or its core class is not open. */
  private async key(): Promise<CryptoKey | null> {
    const { coreRoot } = this.parts.vault;
    return coreRoot && purposeKey(coreRoot, new Uint8Array(0), 'linli-cameras/1');
  }

  private place(): string {
    return `linli-cameras/1/${this.parts.vault.file.id}`;
  }
}

const NAME = 'cameras.json';
