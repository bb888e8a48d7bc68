/**
 * Writes Mapbox Vector Tiles (specification 2.1) as bytes. Owns the protobuf encoding only: what goes into a tile
 * and how it is cut is tiler.ts. Coordinates are whole tile units, x to the east, y to the south.
 */

/** Units along one side of a tile; the same as MapLibre works in, so nothing is rescaled. */
export const TILE_EXTENT = 8192;

export type TileValue = string | number | boolean;
export type TileProperties = Record<string, TileValue | undefined>;
/** 1 point, 2 line, 3 polygon, as the specification numbers them. */
export type TileGeometryType = 1 | 2 | 3;

/** A protobuf byte buffer that grows. */
export class ByteWriter {
  private bytes: Uint8Array;
  length = 0;

  constructor(capacity = 1024) {
    this.bytes = new Uint8Array(capacity);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  /** Unsigned integer up to 2^53, little-endian base 128. */
  varint(value: number): void {
    this.reserve(10);
    let rest = value;
    while (rest > 0x7f) {
      this.bytes[this.length++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    this.bytes[this.length++] = rest;
  }

  double(value: number): void {
    this.reserve(8);
    new DataView(this.bytes.buffer).setFloat64(this.length, value, true);
    this.length += 8;
  }

  raw(part: Uint8Array): void {
    this.reserve(part.length);
    this.bytes.set(part, this.length);
    this.length += part.length;
  }

  /** A length-delimited field. */
  field(tag: number, part: Uint8Array): void {
    this.varint(tag * 8 + 2);
    this.varint(part.length);
    this.raw(part);
  }

  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  view(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
  }
}

const utf8 = new TextEncoder();
const zigzag = (value: number): number => (value << 1) ^ (value >> 31);

function encodeValue(value: TileValue): Uint8Array {
  const out = new ByteWriter(16);
  if (typeof value === 'string') {
    out.field(1, utf8.encode(value));
  } else if (typeof value === 'boolean') {
    out.varint(7 * 8);
    out.varint(value ? 1 : 0);
  } else if (Number.isSafeInteger(value) && value >= 0) {
    out.varint(5 * 8);
    out.varint(value);
  } else {
    out.varint(3 * 8 + 1);
    out.double(value);
  }
  return out.finish();
}

/** Appends the drawing commands of one part; the cursor is carried over parts of a feature. */
function writePart(
  out: ByteWriter,
  part: ArrayLike<number>,
  closed: boolean,
  cursor: [number, number],
): void {
  const count = part.length / 2;
  out.varint((1 << 3) | 1);
  for (let i = 0; i < count; i++) {
    if (i === 1) out.varint(((count - 1) << 3) | 2);
    const x = part[2 * i];
    const y = part[2 * i + 1];
    out.varint(zigzag(x - cursor[0]) >>> 0);
    out.varint(zigzag(y - cursor[1]) >>> 0);
    cursor[0] = x;
    cursor[1] = y;
  }
  if (closed) out.varint((1 << 3) | 7);
}

/** One layer of a tile: features are appended, keys and values are shared. */
export class TileLayerWriter {
  readonly name: string;
  features = 0;
  private keys = new Map<string, number>();
  private values = new Map<TileValue, number>();
  private body = new ByteWriter(4096);
  private feature = new ByteWriter(256);
  private part = new ByteWriter(256);

  constructor(name: string) {
    this.name = name;
  }

  /**
   * @param id stable number of the record (its row)
   * @param parts points: one part of one vertex each; lines: their vertices; polygons: rings without the repeated
   *   first vertex, outer rings clockwise on screen, holes the other way, each after its outer ring
   */
  add(
    id: number,
    type: TileGeometryType,
    parts: readonly ArrayLike<number>[],
    properties: TileProperties,
  ): void {
    const { feature, part } = this;
    feature.clear();
    feature.varint(8);
    feature.varint(id);
    part.clear();
    for (const key in properties) {
      const value = properties[key];
      if (value === undefined || value === '') continue;
      part.varint(this.indexOf(this.keys, key));
      part.varint(this.indexOf(this.values, value));
    }
    feature.field(2, part.view());
    feature.varint(3 * 8);
    feature.varint(type);
    part.clear();
    const cursor: [number, number] = [0, 0];
    for (const vertices of parts) writePart(part, vertices, type === 3, cursor);
    feature.field(4, part.view());
    this.body.field(2, feature.view());
    this.features++;
  }

  private indexOf<T>(table: Map<T, number>, item: T): number {
    let index = table.get(item);
    if (index === undefined) table.set(item, (index = table.size));
    return index;
  }

  /** The encoded layer message. */
  finish(): Uint8Array {
    const out = new ByteWriter(this.body.length + 1024);
    out.varint(15 * 8);
    out.varint(2);
    out.field(1, utf8.encode(this.name));
    out.raw(this.body.view());
    for (const key of this.keys.keys()) out.field(3, utf8.encode(key));
    for (const value of this.values.keys()) out.field(4, encodeValue(value));
    out.varint(5 * 8);
    out.varint(TILE_EXTENT);
    return out.finish();
  }
}

/** Joins the layers that hold anything; zero bytes when none does. */
export function encodeTile(layers: readonly TileLayerWriter[]): Uint8Array {
  const filled = layers.filter((layer) => layer.features > 0);
  if (filled.length === 0) return new Uint8Array(0);
  const out = new ByteWriter(8192);
  for (const layer of filled) out.field(3, layer.finish());
  return out.finish();
}
