/** Makes PMTiles archives for the tests, right ones and wrong ones: every number of the header can be set. */
import { gzipSync } from 'node:zlib';
import { zxyToTileId } from 'pmtiles';

export interface Entry {
  id: number;
  offset: number;
  length: number;
  run: number;
}

export interface Plan {
  tiles: [z: number, x: number, y: number, data: Uint8Array][];
  metadata?: unknown;
  tileType?: number;
  internal?: number;
  tileCompression?: number;
  /** Puts the tiles into one leaf directory below the root. */
  leaf?: boolean;
  bounds?: [number, number, number, number];
  zooms?: [number, number];
  /** Instead of the directory of the tiles, unpacked. */
  root?: Uint8Array;
}

export function varint(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  while (rest >= 128) {
    out.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return [...out, rest];
}

export function directory(entries: readonly Entry[]): Uint8Array {
  const out = varint(entries.length);
  entries.forEach(({ id }, i) => {
    out.push(...varint(i === 0 ? id : id - entries[i - 1].id));
  });
  for (const { run } of entries) out.push(...varint(run));
  for (const { length } of entries) out.push(...varint(length));
  for (const { offset } of entries) out.push(...varint(offset + 1));
  return new Uint8Array(out);
}

export function pmtiles(plan: Plan): Uint8Array {
  const internal = plan.internal ?? 2;
  const pack = (bytes: Uint8Array) => (internal === 2 ? new Uint8Array(gzipSync(bytes)) : bytes);
  const sorted = plan.tiles
    .map(([z, x, y, data]) => ({ id: zxyToTileId(z, x, y), data }))
    .sort((a, b) => a.id - b.id);
  let at = 0;
  const entries = sorted.map(({ id, data }) => {
    const entry = { id, offset: at, length: data.length, run: 1 };
    at += data.length;
    return entry;
  });
  const packed = pack(plan.root ?? directory(entries));
  const leaf = plan.leaf ? packed : new Uint8Array();
  const root = plan.leaf ? pack(directory([{ id: 0, offset: 0, length: leaf.length, run: 0 }])) : packed;
  const metadata = pack(new TextEncoder().encode(JSON.stringify(plan.metadata ?? {})));
  const header = new Uint8Array(127);
  const view = new DataView(header.buffer);
  header.set(new TextEncoder().encode('PMTiles'));
  header[7] = 3;
  let from = 127;
  for (const [field, part] of [
    [8, root.length],
    [24, metadata.length],
    [40, leaf.length],
    [56, at],
  ]) {
    view.setBigUint64(field, BigInt(from), true);
    view.setBigUint64(field + 8, BigInt(part), true);
    from += part;
  }
  header.set([1, internal, plan.tileCompression ?? 2, plan.tileType ?? 1, ...(plan.zooms ?? [0, 6])], 96);
  (plan.bounds ?? [120, 30, 121, 31]).forEach((value, i) => {
    view.setInt32(102 + i * 4, value * 1e7, true);
  });
  return new Uint8Array(Buffer.concat([header, root, metadata, leaf, ...sorted.map(({ data }) => data)]));
}
