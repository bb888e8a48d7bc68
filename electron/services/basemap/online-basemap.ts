/**
 * The online basemap of this profile: its settings in one small file, its tiles by the cache or the internet, and how that goes. Off until
 * somebody sets it. Who may set it is the desk's to say; what an address may be is shared/host/online-basemap.ts.
 */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { isTile } from '../../../shared/formats/tile-archive.ts';
import { HostError } from '../../../shared/host/host-error.ts';
import {
  type BasemapStatus,
  type BasemapTrouble,
  hostOf,
  type OnlineBasemap,
  OnlineBasemapSchema,
  tileAddress,
} from '../../../shared/host/online-basemap.ts';
import { diskError } from '../disk-error.ts';
import { readJson, replaceFile } from '../durable-file.ts';
import type { HostEvents } from '../events.ts';
import { type AddressPolicy, publicOnly } from './address-policy.ts';
import { CACHE_LIMITS, type CacheLimits, TileCache } from './tile-cache.ts';
import { FETCH_LIMITS, fetchTile, pictureType, TileFetchError, type TilePicture } from './tile-fetch.ts';

/** A kept tile is asked for again after this; when it cannot be had it still serves. */
const FRESH_MS = 30 * 86_400_000;
/** After a failure the internet is left alone this long, so that an offline map does not wait for every tile. */
const PAUSE_MS = 15_000;
/** Requests to the internet at once; further ones wait, and too many waiting are turned away. */
const AT_ONCE = 6;
const MOST_WAITING = 200;

export interface OnlineBasemapParts {
  folder: string;
  now: () => number;
  events: Pick<HostEvents, 'emit'>;
  /** Absent: public addresses only. */
  policy?: AddressPolicy;
  limits?: CacheLimits;
  timeoutMs?: number;
}

export class OnlineBasemapService {
  private readonly parts: OnlineBasemapParts;
  private settings: OnlineBasemap | null;
  private cache: TileCache | null = null;
  private version = '';
  private state: Pick<BasemapStatus, 'state' | 'why'> = { state: 'waiting', why: '' };
  private pausedUntil = 0;
  private readonly underWay = new Map<string, Promise<TilePicture | null>>();
  private running = 0;
  private readonly waiting: ((go: boolean) => void)[] = [];

  private constructor(parts: OnlineBasemapParts, settings: OnlineBasemap | null) {
    this.parts = parts;
    this.settings = settings;
    this.take(settings);
  }

  /** A file that cannot be read counts as none set: the basemap is off then, and can be set again. */
  static async open(parts: OnlineBasemapParts): Promise<OnlineBasemapService> {
    const settings = await readJson(fileIn(parts.folder), OnlineBasemapSchema).catch(() => null);
    return new OnlineBasemapService(parts, settings);
  }

  status(): BasemapStatus {
    const { settings, version } = this;
    if (!settings) return { basemap: null, state: 'waiting', why: '' };
    const { name, attribution, minZoom, maxZoom, datum } = settings;
    return {
      basemap: { name, attribution, minZoom, maxZoom, datum, version, host: hostOf(settings) },
      ...this.state,
    };
  }

  /** With the address: for who may set it. */
  read(): OnlineBasemap | null {
    return this.settings;
  }

  /** On the disk when it resolves. Rejects with HostError 'not-allowed' (detail 'private') for an address in figures that is none of the internet's. */
  async write(settings: OnlineBasemap | null): Promise<void> {
    if (settings) this.refusePrivate(settings);
    const { folder } = this.parts;
    try {
      if (settings) {
        await replaceFile(fileIn(folder), new TextEncoder().encode(`${JSON.stringify(settings, null, 1)}\n`));
      } else await rm(fileIn(folder), { force: true });
    } catch (error) {
      throw diskError(error);
    }
    const before = this.cache;
    const same = settings !== null && versionOf(settings) === this.version;
    this.take(settings);
    if (!same) await before?.clear();
    this.tell();
  }

  /** Null where there is nothing to show: no tile, another version, out of reach. Never rejects. */
  async tile(version: string, z: number, x: number, y: number): Promise<TilePicture | null> {
    const { settings, cache } = this;
    if (!settings || !cache || version !== this.version || !isTile(z, x, y)) return null;
    if (z < settings.minZoom || z > settings.maxZoom) return null;
    const kept = await cache.read(z, x, y);
    const now = this.parts.now();
    const picture = kept && asPicture(kept.bytes);
    if (picture && kept && now - kept.at < FRESH_MS) return picture;
    if (now < this.pausedUntil) return picture;
    const key = `${version}/${z}/${x}/${y}`;
    let asking = this.underWay.get(key);
    if (!asking) {
      asking = this.ask(settings, cache, z, x, y).finally(() => this.underWay.delete(key));
      this.underWay.set(key, asking);
    }
    return (await asking.catch(() => null)) ?? picture;
  }

  private async ask(
    settings: OnlineBasemap,
    cache: TileCache,
    z: number,
    x: number,
    y: number,
  ): Promise<TilePicture | null> {
    await this.turn();
    try {
      if (this.settings !== settings || this.parts.now() < this.pausedUntil) return null;
      const { policy = publicOnly, timeoutMs = FETCH_LIMITS.timeoutMs, now } = this.parts;
      const rules = { ...FETCH_LIMITS, timeoutMs, policy, plainHttp: settings.plainHttp };
      const picture = await fetchTile(tileAddress(settings, z, x, y), rules);
      this.went('');
      if (picture) await cache.write(z, x, y, picture.bytes, now());
      return picture;
    } catch (error) {
      if (this.settings === settings) this.went(error instanceof TileFetchError ? error.why : 'failed');
      throw error;
    } finally {
      this.running--;
      this.waiting.shift()?.(true);
    }
  }

  private async turn(): Promise<void> {
    if (this.running >= AT_ONCE) {
      // The oldest question is of a place the map has left.
      if (this.waiting.length >= MOST_WAITING) this.waiting.shift()?.(false);
      const go = await new Promise<boolean>((answer) => this.waiting.push(answer));
      if (!go) throw new TileFetchError('failed');
    }
    this.running++;
  }

  private went(why: BasemapTrouble | ''): void {
    const reach = why === 'unreachable' || why === 'timeout' || why === 'failed';
    if (why !== '') this.pausedUntil = this.parts.now() + PAUSE_MS;
    const state = why === '' ? 'fine' : reach ? 'cached' : 'refused';
    if (this.state.state === state && this.state.why === why) return;
    this.state = { state, why };
    this.tell();
  }

  private take(settings: OnlineBasemap | null): void {
    this.settings = settings;
    this.version = settings ? versionOf(settings) : '';
    const { folder, limits = CACHE_LIMITS } = this.parts;
    this.cache = settings && new TileCache(join(folder, 'basemap-cache', this.version), limits);
    this.state = { state: 'waiting', why: '' };
    this.pausedUntil = 0;
  }

  private tell(): void {
    this.parts.events.emit('basemap.changed', this.status());
  }

  /** Names are checked when they are looked up; figures can be told at once. */
  private refusePrivate(settings: OnlineBasemap): void {
    const { policy = publicOnly } = this.parts;
    const name = new URL(tileAddress(settings, 0, 0, 0)).hostname.replace(/^\[|\]$/g, '');
    if ((isIP(name) !== 0 && !policy(name)) || isLocalName(name, policy))
      throw new HostError('not-allowed', 'private');
  }
}

/** Names that mean this machine or its network whatever a resolver says. */
function isLocalName(name: string, policy: AddressPolicy): boolean {
  return /(^|\.)(localhost|local|internal|home\.arpa)\.?$/i.test(name) && !policy('127.0.0.1');
}

function asPicture(bytes: Uint8Array): TilePicture | null {
  const type = pictureType(bytes);
  return type === null ? null : { type, bytes };
}

function fileIn(folder: string): string {
  return join(folder, 'online-basemap.json');
}

/** Tiles of another address, or of other subdomains, are other tiles. */
function versionOf({ address, subdomains }: OnlineBasemap): string {
  return createHash('sha256')
    .update(JSON.stringify([address, subdomains]))
    .digest('hex')
    .slice(0, 16);
}
