/**
 * The table of contents of a ZIP archive (APPNOTE 6.3.10, with ZIP64), read from its end. Owns finding, reading and checking
 * it: names that leave the folder, archives that unpack to far more than they hold and entries that share bytes are refused
 * before anything is unpacked.
 */
import { detectEncoding, type Encoding } from './encoding.ts';
import { FormatError } from './format-error.ts';
import type { SourceFile } from './source-file.ts';

export interface ZipItem {
  /** With forward slashes; in the encoding of the archive. */
  name: string;
  method: number;
  crc: number;
  packed: number;
  size: number;
  /** Of its local header. */
  offset: number;
}

/** What an archive may hold; all are checked against the declared sizes, which unpacking then enforces. */
export const ZIP_LIMITS = {
  entries: 20_000,
  directory: 64 * 1024 * 1024,
  /** Bytes of all entries unpacked. */
  total: 32 * 1024 ** 3,
  /** Deflate packs nothing but repeated bytes better than this; asked of entries above `ratioFrom` bytes. */
  ratio: 500,
  ratioFrom: 16 * 1024 * 1024,
};

const END_SIGNATURE = 0x06054b50;
const END64_LOCATOR = 0x07064b50;
const END64_SIGNATURE = 0x06064b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIZE = 30;
const UNSET32 = 0xffffffff;

interface Directory {
  entries: number;
  length: number;
  offset: number;
}

/** Every file in the archive, folders left out. Throws FormatError: damaged, truncated, unsafe-archive, password. */
export async function readZipDirectory(file: SourceFile): Promise<ZipItem[]> {
  const directory = await findDirectory(file);
  if (directory.entries > ZIP_LIMITS.entries) throw unsafe('entries');
  if (directory.length > ZIP_LIMITS.directory) throw unsafe('directory');
  if (directory.offset + directory.length > file.size) throw new FormatError('truncated');
  const bytes = await file.slice(directory.offset, directory.offset + directory.length);
  const { items, names, utf8 } = readEntries(bytes, directory.entries);
  nameItems(items, names, utf8);
  const files = items.filter((item) => !/[/\\]$/.test(item.name));
  checkItems(files, directory.offset);
  return files;
}

async function findDirectory(file: SourceFile): Promise<Directory> {
  const from = Math.max(0, file.size - 65_557);
  const tail = await file.slice(from, file.size);
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  let at = tail.length - 22;
  while (at >= 0 && view.getUint32(at, true) !== END_SIGNATURE) at--;
  if (at < 0) throw new FormatError('truncated');
  if (view.getUint16(at + 4, true) !== view.getUint16(at + 6, true)) {
    throw new FormatError('unsupported-version', {}, { format: 'ZIP', version: 'split' });
  }
  const found: Directory = {
    entries: view.getUint16(at + 10, true),
    length: view.getUint32(at + 12, true),
    offset: view.getUint32(at + 16, true),
  };
  if (at >= 20 && view.getUint32(at - 20, true) === END64_LOCATOR) {
    return await readEnd64(file, Number(view.getBigUint64(at - 12, true)));
  }
  return found;
}

async function readEnd64(file: SourceFile, offset: number): Promise<Directory> {
  if (offset + 56 > file.size) throw new FormatError('truncated');
  const bytes = await file.slice(offset, offset + 56);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 56 || view.getUint32(0, true) !== END64_SIGNATURE) throw damaged();
  return {
    entries: Number(view.getBigUint64(32, true)),
    length: Number(view.getBigUint64(40, true)),
    offset: Number(view.getBigUint64(48, true)),
  };
}

function readEntries(bytes: Uint8Array, count: number) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const items: ZipItem[] = [];
  const names: Uint8Array[] = [];
  const utf8: boolean[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== ENTRY_SIGNATURE) throw damaged();
    const flags = view.getUint16(at + 8, true);
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    const extraEnd = nameEnd + view.getUint16(at + 30, true);
    const end = extraEnd + view.getUint16(at + 32, true);
    if (end > bytes.length) throw damaged();
    if (flags & 1) throw new FormatError('password');
    const item: ZipItem = {
      name: '',
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    };
    readExtra(item, view, nameEnd, extraEnd);
    items.push(item);
    names.push(bytes.subarray(at + 46, nameEnd));
    utf8.push((flags & 0x800) !== 0);
    at = end;
  }
  return { items, names, utf8 };
}

/** ZIP64 sizes stand in the extra field only for what reads 0xFFFFFFFF, in a fixed order. */
function readExtra(item: ZipItem, view: DataView, from: number, to: number): void {
  for (let at = from; at + 4 <= to; ) {
    const id = view.getUint16(at, true);
    const end = at + 4 + view.getUint16(at + 2, true);
    if (end > to) return;
    let next = at + 4;
    const take = (value: number) => {
      if (id !== 1 || value !== UNSET32 || next + 8 > end) return value;
      next += 8;
      return Number(view.getBigUint64(next - 8, true));
    };
    item.size = take(item.size);
    item.packed = take(item.packed);
    item.offset = take(item.offset);
    at = end;
  }
}

/** Names without the UTF-8 flag are mostly GBK here; all of an archive are judged together. */
function nameItems(items: ZipItem[], names: Uint8Array[], utf8: boolean[]): void {
  const bare = names.filter((name, index) => !utf8[index] && name.some((byte) => byte >= 0x80));
  const encoding = bare.length === 0 ? 'utf-8' : nameEncoding(bare);
  items.forEach((item, index) => {
    item.name = new TextDecoder(utf8[index] ? 'utf-8' : encoding).decode(names[index]);
  });
}

function nameEncoding(names: Uint8Array[]): Encoding {
  const all: number[] = [];
  for (const name of names) {
    if (all.length < 65_536) all.push(...name, 10);
  }
  const guess = detectEncoding(Uint8Array.from(all)).encoding;
  return guess === 'utf-8' ? 'utf-8' : 'gb18030';
}

function checkItems(items: ZipItem[], directoryStart: number): void {
  let total = 0;
  for (const item of items) {
    checkName(item.name);
    item.name = item.name.replaceAll('\\', '/');
    total += item.size;
    if (item.size > ZIP_LIMITS.ratioFrom && item.size > item.packed * ZIP_LIMITS.ratio) throw unsafe('ratio');
    if (item.offset + LOCAL_SIZE + item.packed > directoryStart) throw damaged();
  }
  if (total > ZIP_LIMITS.total) throw unsafe('total');
  const order = items.toSorted((a, b) => a.offset - b.offset);
  for (let index = 1; index < order.length; index++) {
    const before = order[index - 1];
    if (before.offset + LOCAL_SIZE + before.packed > order[index].offset) throw unsafe('overlap');
  }
  if (new Set(items.map(({ name }) => name)).size < items.length) throw unsafe('duplicate');
}

function checkName(name: string): void {
  const parts = name.split(/[/\\]/);
  if (
    name === '' ||
    name.includes('\0') ||
    parts[0] === '' ||
    /^[A-Za-z]:/.test(name) ||
    parts.includes('..')
  )
    throw unsafe('path');
}

function unsafe(what: string): FormatError {
  return new FormatError('unsafe-archive', { place: what }, { what });
}

function damaged(): FormatError {
  return new FormatError('damaged', { place: 'directory' }, { place: 'ZIP' });
}
