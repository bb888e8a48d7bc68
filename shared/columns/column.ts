/**
 * The column shapes every table is made of. Owns only the in-memory layout; how a column becomes bytes
 * is codec.ts, how a table is put together row by row is builder.ts. Nothing here knows an entity.
 */

/** A link column's value for "no such row", and the sentinel of every u32 column. */
export const NONE = 0xffffffff;
/** The sentinel of an i32 column (coordinates of a record without a place). */
export const NO_COORDINATE = -0x80000000;
/** Coordinates are stored as whole 1e-7 degrees (about 1.1 cm), WGS84. */
export const DEGREE = 1e7;

export type NumberType = 'u8' | 'u16' | 'u32' | 'i16' | 'i32' | 'f32' | 'f64';
export type NumberArray =
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Int16Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** Fixed-width numbers. `missing` is the value that stands for "not known" (absent: every value is known). */
export interface NumberColumn {
  kind: 'number';
  type: NumberType;
  values: NumberArray;
  missing?: number;
}

/** Low-cardinality text. `words[codes[row]]`; word 0 is always '' and means "not known". */
export interface DictColumn {
  kind: 'dict';
  codes: Uint8Array | Uint16Array | Uint32Array;
  words: string[];
}

/** UTF-8 text: row r is bytes[offsets[r], offsets[r+1]). '' means "not known". */
export interface TextColumn {
  kind: 'text';
  bytes: Uint8Array;
  /** rows + 1 entries. */
  offsets: Uint32Array;
}

/**
 * Text made small in blocks of 32 cells (packed-text.ts): block b is bytes[starts[b], starts[b+1]). A cell costs the
 * reading of its block, so it is for columns that are shown and seldom searched. '' means "not known".
 */
export interface PackedColumn {
  kind: 'packed';
  rows: number;
  starts: Uint32Array;
  bytes: Uint8Array;
  /**
   * Where rows stand in another order than the cells, as after a change by hand: `order[row]` is the row's cell. No block is packed
   * anew then. Absent: row r is cell r. It is never stored (settledText).
   */
  moved?: { cells: number; order: Uint32Array };
}

/**
 * A set of labels per row as bits. Lane-major: label i of row r is bit (i & 31) of
 * masks[(i >>> 5) * rows + r]. `names` gives the label ids in bit order.
 */
export interface TagsColumn {
  kind: 'tags';
  masks: Uint32Array;
  names: string[];
}

/**
 * Lines or polygons. Row r owns rings[rowRings[r], rowRings[r+1]); ring k owns the vertices
 * [ringVertices[k], ringVertices[k+1]); vertex v is (coords[2v], coords[2v+1]) = lng, lat in 1e-7 degrees.
 * Polygon rings are closed implicitly (first vertex not repeated). `ringRole[k]` is 0 for an outer ring
 * (counter-clockwise) and 1 for a hole of the nearest outer ring before it (clockwise).
 */
export interface GeometryColumn {
  kind: 'geometry';
  shape: 'line' | 'polygon';
  coords: Int32Array;
  ringVertices: Uint32Array;
  rowRings: Uint32Array;
  ringRole: Uint8Array;
}

export type Column = NumberColumn | DictColumn | TextColumn | PackedColumn | TagsColumn | GeometryColumn;

/** A named set of equally long columns. Rows are addressed by index; the order of rows has meaning (by place). */
export interface Table {
  name: string;
  rows: number;
  columns: Record<string, Column>;
}
