/**
 * What the tests of the geographic readers share: an opened file read to its end, bytes of small archives and tables, and
 * random changes from a seed.
 */
import { expect } from 'vitest';
import { FormatError } from '../../../../shared/formats/format-error.ts';
import type { OpenedFile } from '../../../../shared/formats/opened-file.ts';
import { memoryFile, type SourceFile } from '../../../../shared/formats/source-file.ts';
import type { SourceRecord, UnreadRecord } from '../../../../shared/formats/source-record.ts';
import { writeZip } from '../../../../shared/formats/zip-writer.ts';

export const RUNS = process.env['LINLI_LONG'] ? 5000 : 300;

export interface LayerRead {
  records: SourceRecord[];
  unread: UnreadRecord[];
}

export async function readLayer(opened: OpenedFile, layer = opened.layers[0].name): Promise<LayerRead> {
  const read: LayerRead = { records: [], unread: [] };
  for await (const batch of opened.read(layer)) {
    read.records.push(...batch.records);
    read.unread.push(...batch.unread);
  }
  return read;
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function withCompanions(files: SourceFile[]): SourceFile {
  return { ...files[0], companions: files.slice(1) };
}

export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk.slice());
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export async function zipped(entries: Record<string, Uint8Array | string>): Promise<Uint8Array> {
  const list = Object.entries(entries).map(([name, content]) => ({
    name,
    chunks: [typeof content === 'string' ? bytesOf(content) : content],
  }));
  return await collect(writeZip(list));
}

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 0x100000000;
  };
}

/** Opens and reads every layer of files with bytes changed, cut or left out: records, unread ones or a FormatError. */
export async function fuzz(
  good: Uint8Array,
  open: (bytes: Uint8Array) => Promise<OpenedFile>,
  seed: number,
): Promise<void> {
  const next = random(seed);
  let survived = 0;
  for (let run = 0; run < RUNS; run++) {
    let bytes = good.slice();
    const changes = 1 + Math.floor(next() * 5);
    for (let i = 0; i < changes; i++) {
      const at = Math.floor(next() * bytes.length);
      const kind = next();
      if (kind < 0.7) bytes[at] = [0, 255, 127, 128, Math.floor(next() * 256)][Math.floor(next() * 5)];
      else if (kind < 0.8) bytes = bytes.slice(0, at);
      else if (kind < 0.9)
        bytes = new Uint8Array([
          ...bytes.subarray(0, at),
          ...bytes.subarray(at + 1 + Math.floor(next() * 9)),
        ]);
      else bytes.set(bytes.subarray(0, 4), Math.min(at, Math.max(0, bytes.length - 4)));
      if (bytes.length < 4) break;
    }
    try {
      const opened = await open(bytes);
      for (const { name } of opened.layers) {
        const { records, unread } = await readLayer(opened, name);
        for (const { line, raw } of records) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(typeof raw()).toBe('string');
        }
        for (const { line, column } of unread) expect(line >= 1 && column >= 1).toBe(true);
      }
      opened.close();
      survived++;
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
    }
  }
  expect(survived).toBeGreaterThan(0);
}

/** The same file cut at `steps` places: never another error than a FormatError. */
export async function cutEverywhere(
  good: Uint8Array,
  open: (bytes: Uint8Array) => Promise<OpenedFile>,
  steps = 60,
): Promise<void> {
  for (let step = 0; step < steps; step++) {
    const bytes = good.slice(0, Math.floor((good.length * step) / steps));
    try {
      const opened = await open(bytes);
      for (const { name } of opened.layers) await readLayer(opened, name);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
    }
  }
}

export function file(name: string, bytes: Uint8Array | string): SourceFile {
  return memoryFile(name, typeof bytes === 'string' ? bytesOf(bytes) : bytes, 1000);
}
