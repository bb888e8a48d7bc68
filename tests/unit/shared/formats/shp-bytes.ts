/**
 * Bytes of small Shapefiles and dBASE tables for tests, put together by hand from the published layouts, so that the reader is
 * not only tested against the writer of this project.
 */
export interface ShpBytes {
  shp: Uint8Array;
  shx: Uint8Array;
}

type Number8 = [x: number, y: number];

/** `contents`: each record without its head. */
export function shpBytes(type: number, contents: Uint8Array[], box = [0, 0, 10, 10]): ShpBytes {
  const head = (length: number) => {
    const bytes = new Uint8Array(100);
    const view = new DataView(bytes.buffer);
    view.setInt32(0, 9994);
    view.setInt32(24, length / 2);
    view.setInt32(28, 1000, true);
    view.setInt32(32, type, true);
    box.forEach((value, i) => {
      view.setFloat64(36 + i * 8, value, true);
    });
    return bytes;
  };
  const records: number[] = [];
  const index: number[] = [];
  contents.forEach((content, i) => {
    index.push(...ints([(100 + records.length) / 2, content.length / 2], false));
    records.push(...ints([i + 1, content.length / 2], false), ...content);
  });
  return {
    shp: Uint8Array.from([...head(100 + records.length), ...records]),
    shx: Uint8Array.from([...head(100 + index.length), ...index]),
  };
}

export function ints(values: number[], little = true): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, i) => {
    view.setInt32(i * 4, value, little);
  });
  return new Uint8Array(view.buffer);
}

export function doubles(values: number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 8));
  values.forEach((value, i) => {
    view.setFloat64(i * 8, value, true);
  });
  return new Uint8Array(view.buffer);
}

export function join(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

export function pointContent(x: number, y: number, ...more: number[]): Uint8Array {
  return join(ints([1 + (more.length > 0 ? 10 : 0)]), doubles([x, y, ...more]));
}

/** A line or polygon; with `z` the Z type, one height for all. */
export function partsContent(type: number, parts: Number8[][], z?: number): Uint8Array {
  const points = parts.flat();
  let start = 0;
  const starts = parts.map((part) => (start += part.length) - part.length);
  const heights = z === undefined ? [] : [z, z, ...points.map(() => z)];
  return join(
    ints([type]),
    doubles([0, 0, 10, 10]),
    ints([parts.length, points.length, ...starts]),
    doubles([...points.flat(), ...heights]),
  );
}

export interface DbfBytesColumn {
  name: string | number[];
  type: string;
  width: number;
  decimals?: number;
}

/** Rows of cells; a cell of bytes is put in as it is, a text is padded with blanks. `*` in front of a row: deleted. */
export function dbfBytes(
  columns: DbfBytesColumn[],
  rows: (string | Uint8Array | number[])[][],
  { version = 3, language = 0, deleted = [] as number[] } = {},
): Uint8Array {
  const width = columns.reduce((sum, column) => sum + column.width, 1);
  const start = 33 + columns.length * 32;
  const bytes = new Uint8Array(start + rows.length * width + 1).fill(0x20);
  bytes.fill(0, 0, start);
  const view = new DataView(bytes.buffer);
  bytes[0] = version;
  view.setUint32(4, rows.length, true);
  view.setUint16(8, start, true);
  view.setUint16(10, width, true);
  bytes[29] = language;
  columns.forEach(({ name, type, width: cells, decimals = 0 }, i) => {
    bytes.set(typeof name === 'string' ? new TextEncoder().encode(name) : name, 32 + i * 32);
    bytes[32 + i * 32 + 11] = type.charCodeAt(0);
    bytes[32 + i * 32 + 16] = cells;
    bytes[32 + i * 32 + 17] = decimals;
  });
  bytes[start - 1] = 13;
  rows.forEach((row, r) => {
    let at = start + r * width;
    bytes[at++] = deleted.includes(r) ? 0x2a : 0x20;
    row.forEach((cell, c) => {
      const content = typeof cell === 'string' ? new TextEncoder().encode(cell) : Uint8Array.from(cell);
      bytes.set(content.subarray(0, columns[c].width), at);
      at += columns[c].width;
    });
  });
  bytes[bytes.length - 1] = 0x1a;
  return bytes;
}
