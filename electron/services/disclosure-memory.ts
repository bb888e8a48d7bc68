/**
 * What planners were answered (shared/access/disclose.ts), appended and flushed before a number is shown, so that all windows and all runs give the
 * same answers. Sealed under a key of the core root: it holds true counts. Frames of one file; a torn tail is dropped.
 *
 *   u32 length | box of answers, bound to its number in the file
 *
 * Frames from before answers were packed (format 1) are read as well. It ends by an administrator's word alone, which is audited: what was
 * answered before and after can be compared.
 */
import { open, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { ANSWER_BYTES, packedFromWide } from '../../shared/access/answered-sets.ts';
import { fromBase64, toBase64 } from '../../shared/access/byte-text.ts';
import { openBytes, purposeKey, sealBytes } from '../../shared/access/key-box.ts';
import { HostError } from '../../shared/host/host-error.ts';
import { diskError } from './disk-error.ts';
import type { Vault } from './vault.ts';

/** 6.7 million answers: beyond that new ones are refused rather than old ones forgotten. */
const MOST_ANSWERS = Math.floor((128 * 1024 * 1024) / ANSWER_BYTES);
/** Most that one `read` gives. */
const MOST_READ = 150_000 * ANSWER_BYTES;
const HEAD = 4;

interface Known {
  parts: Uint8Array[];
  /** Bytes of whole frames in the file, and of the answers in them. */
  end: number;
  size: number;
}

export class DisclosureMemory {
  private readonly path: string;
  private readonly vault: Vault;
  private readonly most: number;
  /** Whole frames on the disk; null: not read yet. */
  private known: Known | null = null;
  private turn: Promise<unknown> = Promise.resolve();

  /** `most`: answers that are kept. */
  constructor({ folder, vault, most = MOST_ANSWERS }: { folder: string; vault: Vault; most?: number }) {
    this.path = join(folder, 'disclosure.bin');
    this.vault = vault;
    this.most = most;
  }

  /** How many answers are kept, of how many there is room for. Rejects as `read`. */
  status(): Promise<{ answers: number; most: number }> {
    return this.inTurn(async () => ({
      answers: (await this.load()).size / ANSWER_BYTES,
      most: this.most,
    }));
  }

  /**
   * Forgets every answer once `audited` resolved. A window that still holds them goes on giving those: nobody is told a set anew who could
   * have been told it before.
   */
  forget(audited: (answers: number) => Promise<unknown>): Promise<void> {
    return this.inTurn(async () => {
      const { size } = await this.load();
      await audited(size / ANSWER_BYTES);
      await this.append(new Uint8Array(0), 0);
      this.known = { parts: [], end: 0, size: 0 };
    });
  }

  /**
   * What was answered, base64url, from byte `after` on and at most some megabytes; `size`: of all that is kept. Rejects with HostError:
   * 'vault-missing', 'vault-locked', 'vault-damaged'.
   */
  read(after = 0): Promise<{ memory: string; size: number }> {
    return this.inTurn(async () => {
      const { parts, size } = await this.load();
      const wanted = new Uint8Array(Math.max(0, Math.min(MOST_READ, size - after)));
      let at = -after;
      for (const part of parts) {
        const from = Math.max(0, -at);
        if (at + part.length > 0 && at < wanted.length)
          wanted.set(part.subarray(from, Math.min(part.length, wanted.length - at)), at + from);
        at += part.length;
      }
      return { memory: toBase64(wanted), size };
    });
  }

  /**
   * How many new answers are on the disk. 0, and nothing is kept, when `after` is not the size of the memory: somebody else was answered
   * meanwhile, and what is new must be worked out with that. Rejects with HostError 'too-large' when the memory is full.
   */
  remember(answers: string, after: number): Promise<number> {
    return this.inTurn(async () => {
      const bytes = fromBase64(answers);
      if (!bytes || bytes.length === 0 || bytes.length % ANSWER_BYTES !== 0)
        throw new HostError('bad-arguments', 'answers');
      const known = await this.load();
      if (known.size !== after) return 0;
      if (known.size + bytes.length > this.most * ANSWER_BYTES) throw new HostError('too-large', 'answers');
      const sealed = await sealBytes(await this.key(), placeOf(known.parts.length), bytes);
      const frame = new Uint8Array(HEAD + sealed.length);
      new DataView(frame.buffer).setUint32(0, sealed.length, true);
      frame.set(sealed, HEAD);
      await this.append(frame, known.end);
      known.parts.push(bytes);
      known.end += frame.length;
      known.size += bytes.length;
      return bytes.length / ANSWER_BYTES;
    });
  }

  private async append(frame: Uint8Array, end: number): Promise<void> {
    try {
      const file = await open(this.path, end === 0 ? 'w' : 'r+', 0o600);
      try {
        await file.truncate(end);
        await file.write(frame, 0, frame.length, end);
        await file.sync();
      } finally {
        await file.close();
      }
    } catch (error) {
      await truncate(this.path, end).catch(() => {});
      throw diskError(error);
    }
  }

  private async load(): Promise<Known> {
    const key = await this.key();
    if (this.known) return this.known;
    const bytes = await readFile(this.path).catch((error) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Uint8Array(0);
      throw diskError(error);
    });
    const parts: Uint8Array[] = [];
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    while (at + HEAD <= bytes.length) {
      const end = at + HEAD + view.getUint32(at, true);
      if (end > bytes.length) break;
      parts.push(await opened(key, parts.length, bytes.subarray(at + HEAD, end)));
      at = end;
    }
    this.known = { parts, end: at, size: parts.reduce((sum, part) => sum + part.length, 0) };
    return this.known;
  }

  private key(): Promise<CryptoKey> {
    void this.vault.file;
    return purposeKey(this.vault.roots.core, new Uint8Array(0), 'linli-disclosure/1');
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => {});
    return done;
  }
}

async function opened(key: CryptoKey, index: number, box: Uint8Array): Promise<Uint8Array> {
  const part = await openBytes(key, placeOf(index), box);
  if (part) return part;
  const wide = await openBytes(key, placeOf(index, 1), box);
  if (!wide) throw new HostError('vault-damaged', 'answers');
  return packedFromWide(wide);
}

function placeOf(index: number, format: 1 | 2 = 2): string {
  return `linli-disclosure/${format}/${index}`;
}
