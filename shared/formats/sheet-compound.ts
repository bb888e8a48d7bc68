/**
 * Takes one stream out of a compound file (MS-CFB), the container of .xls and WPS .et. Owns sectors, chains and the directory,
 * each checked against the size of the file before anything is followed.
 */
import { FormatError } from './format-error.ts';
import type { SourceFile } from './source-file.ts';

/** An XLS sheet has at most 65,536 rows; files beyond this are none. */
const SIZE_LIMIT = 512 * 1024 * 1024;
const ENTRY = 128;
const LAST_SECTOR = 0xfffffffa;

interface Entry {
  name: string;
  type: number;
  start: number;
  size: number;
}

class Compound {
  readonly entries: Entry[];
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly sector: number;
  private readonly fat: Uint32Array;
  private readonly miniFat: Uint32Array;
  private readonly mini: Uint8Array;
  private readonly cutoff: number;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < 512) throw new FormatError('truncated');
    const shift = this.view.getUint16(30, true);
    if (shift !== 9 && shift !== 12) throw damaged('header');
    this.sector = 1 << shift;
    this.cutoff = this.view.getUint32(56, true);
    this.fat = this.readFat();
    this.entries = this.readEntries(this.chain(this.view.getUint32(48, true), Number.POSITIVE_INFINITY));
    const mini =
      this.view.getUint32(64, true) === 0
        ? new Uint8Array(0)
        : this.chain(this.view.getUint32(60, true), Number.POSITIVE_INFINITY);
    this.miniFat = wordsOf(mini);
    const root = this.entries.find(({ type }) => type === 5);
    this.mini = root === undefined || root.size === 0 ? new Uint8Array(0) : this.chain(root.start, root.size);
  }

  stream({ start, size }: Entry): Uint8Array {
    return size < this.cutoff ? this.miniChain(start, size) : this.chain(start, size);
  }

  private readFat(): Uint32Array {
    const perSector = this.sector / 4;
    const sectors: number[] = [];
    const limit = Math.ceil(this.bytes.length / this.sector) + 1;
    for (let index = 0; index < 109; index++) sectors.push(this.view.getUint32(76 + index * 4, true));
    let next = this.view.getUint32(68, true);
    for (let count = 0; next < LAST_SECTOR; count++) {
      if (count > limit) throw damaged('DIFAT');
      const at = this.place(next);
      for (let index = 0; index < perSector - 1; index++)
        sectors.push(this.view.getUint32(at + index * 4, true));
      next = this.view.getUint32(at + (perSector - 1) * 4, true);
    }
    const used = sectors.filter((sector) => sector < LAST_SECTOR);
    if (used.length > limit) throw damaged('FAT');
    const fat = new Uint32Array(used.length * perSector);
    used.forEach((sector, index) => {
      const at = this.place(sector);
      for (let word = 0; word < perSector; word++)
        fat[index * perSector + word] = this.view.getUint32(at + word * 4, true);
    });
    return fat;
  }

  /** Place of a sector; it must lie in the file as a whole. */
  private place(sector: number): number {
    const at = (sector + 1) * this.sector;
    if (at + this.sector > this.bytes.length) throw new FormatError('truncated');
    return at;
  }

  /** The bytes of a chain, at most `size`. The last sector of a file may be cut short. */
  private chain(start: number, size: number): Uint8Array {
    if (Number.isFinite(size) && size > this.bytes.length) throw new FormatError('truncated');
    const sectors: number[] = [];
    for (let sector = start, left = size; sector < LAST_SECTOR && left > 0; left -= this.sector) {
      if (sector >= this.fat.length || sectors.length > this.fat.length) throw damaged('chain');
      sectors.push(sector);
      sector = this.fat[sector];
    }
    if (sectors.length * this.sector > this.bytes.length + this.sector) throw damaged('chain');
    const out = new Uint8Array(Math.min(size, sectors.length * this.sector));
    sectors.forEach((sector, index) => {
      const from = (sector + 1) * this.sector;
      const length = Math.min(this.sector, out.length - index * this.sector);
      if (from + length > this.bytes.length) throw new FormatError('truncated');
      out.set(this.bytes.subarray(from, from + length), index * this.sector);
    });
    if (Number.isFinite(size) && out.length < size) throw new FormatError('truncated');
    return out;
  }

  private miniChain(start: number, size: number): Uint8Array {
    const out = new Uint8Array(size);
    let sector = start;
    for (let at = 0; at < size; at += 64) {
      const piece = this.mini.subarray(sector * 64, sector * 64 + Math.min(64, size - at));
      if (sector >= this.miniFat.length || piece.length === 0) throw damaged('chain');
      out.set(piece, at);
      sector = this.miniFat[sector];
    }
    return out;
  }

  private readEntries(bytes: Uint8Array): Entry[] {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const entries: Entry[] = [];
    for (let at = 0; at + ENTRY <= bytes.length; at += ENTRY) {
      const length = Math.min(64, view.getUint16(at + 64, true));
      const type = bytes[at + 66];
      if (type === 0) continue;
      const name = new TextDecoder('utf-16le').decode(bytes.subarray(at, at + Math.max(0, length - 2)));
      entries.push({
        name,
        type,
        start: view.getUint32(at + 116, true),
        size: view.getUint32(at + 120, true),
      });
    }
    return entries;
  }
}

/**
 * The workbook stream of a compound file. Throws FormatError: password for an encrypted package, unsupported for the
 * documents of other programs, truncated, damaged, too-large.
 */
export async function workbookStream(file: SourceFile): Promise<Uint8Array> {
  if (file.size > SIZE_LIMIT) throw new FormatError('too-large', {}, { what: 'XLS' });
  const compound = new Compound(await file.slice(0, file.size));
  const find = (name: string) =>
    compound.entries.find((entry) => entry.type === 2 && entry.name.toLowerCase() === name);
  if (find('encryptedpackage') !== undefined) throw new FormatError('password');
  const workbook = find('workbook') ?? find('book');
  if (workbook !== undefined) return compound.stream(workbook);
  if (find('worddocument') !== undefined) throw unsupported('DOC', 'document');
  if (find('powerpoint document') !== undefined) throw unsupported('PPT', 'document');
  throw new FormatError('not-recognised', {}, { name: file.name });
}

function wordsOf(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: bytes.length >> 2 }, (_, index) => view.getUint32(index * 4, true));
}

function unsupported(format: string, advice: string): FormatError {
  return new FormatError('unsupported', {}, { format, advice });
}

function damaged(place: string): FormatError {
  return new FormatError('damaged', { place }, { place });
}
