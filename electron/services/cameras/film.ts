/**
 * A film of a camera (HLS, RFC 8216) over our own origin: the playlist with every address in it replaced by one of ours, and the pieces behind them.
 * Only pieces of the very server that the list names are fetched, each address once it stood in a playlist.
 */
import type { CameraSecret } from '../../../shared/cameras/camera-source.ts';
import { boundedBody } from '../checked-fetch.ts';
import { CameraError, type CameraLimits, openCamera, type Picture, troubleOf } from './camera-fetch.ts';

const MOST_LIST_BYTES = 256 * 1024;
const MOST_PIECE_BYTES = 16 * 1024 * 1024;
/** Pieces that can be asked for; older ones are out of the playlist. */
const MOST_PIECES = 400;

export class Film {
  private readonly source: { url: string; secret: CameraSecret | null };
  private readonly limits: CameraLimits;
  private readonly stopped: AbortSignal;
  private readonly pieces = new Map<number, string>();
  private readonly numbers = new Map<string, number>();
  private last = 0;

  constructor(
    source: { url: string; secret: CameraSecret | null },
    limits: CameraLimits,
    stopped: AbortSignal,
  ) {
    this.source = source;
    this.limits = limits;
    this.stopped = stopped;
  }

  /** `piece`: number as in the playlist; null: the playlist itself. Rejects with CameraError. */
  async read(piece: number | null): Promise<Picture> {
    const address = piece === null ? this.source.url : this.pieces.get(piece);
    if (address === undefined) throw new CameraError('notListed');
    const bytes = await this.fetch(address);
    const isList = new TextDecoder().decode(bytes.subarray(0, 7)) === '#EXTM3U';
    if (piece === null && !isList) throw new CameraError('kind');
    if (!isList) return { type: typeOfPiece(address), bytes };
    if (bytes.length > MOST_LIST_BYTES) throw new CameraError('tooLarge');
    const text = this.rewritten(new TextDecoder().decode(bytes), address);
    return { type: 'application/vnd.apple.mpegurl', bytes: new TextEncoder().encode(text) };
  }

  private async fetch(address: string): Promise<Uint8Array> {
    const signal = AbortSignal.any([AbortSignal.timeout(2 * this.limits.pictureMs), this.stopped]);
    try {
      const response = await openCamera(address, this.source.secret, '*/*', signal);
      return await boundedBody(response, MOST_PIECE_BYTES);
    } catch (error) {
      throw troubleOf(error, signal);
    }
  }

  private rewritten(text: string, base: string): string {
    return text
      .split(/\r?\n/)
      .map((line) => {
        if (line.trim() === '') return '';
        if (!line.startsWith('#')) return this.ours(line.trim(), base);
        return line.replace(/URI="([^"]*)"/g, (_all, uri: string) => `URI="${this.ours(uri, base)}"`);
      })
      .join('\n');
  }

  /** An address of ours for one of theirs. Throws CameraError 'redirect' for one of another server. */
  private ours(uri: string, base: string): string {
    if (!URL.canParse(uri, base)) throw new CameraError('kind');
    const url = new URL(uri, base);
    if (url.origin !== new URL(this.source.url).origin || url.username !== '' || url.password !== '')
      throw new CameraError('redirect');
    const known = this.numbers.get(url.href);
    const n = known ?? ++this.last;
    if (known === undefined) {
      this.numbers.set(url.href, n);
      this.pieces.set(n, url.href);
      for (const [old, href] of this.pieces) {
        if (this.pieces.size <= MOST_PIECES) break;
        this.pieces.delete(old);
        this.numbers.delete(href);
      }
    }
    return `film-${n}`;
  }
}

function typeOfPiece(address: string): string {
  const { pathname } = new URL(address);
  if (/\.(mp4|m4s|m4v)$/i.test(pathname)) return 'video/mp4';
  return /\.aac$/i.test(pathname) ? 'audio/aac' : 'video/mp2t';
}
