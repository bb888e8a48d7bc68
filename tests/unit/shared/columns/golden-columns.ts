/**
 * The columns whose stored bytes are kept in golden/: one of every kind and number type.
 */
import { type Column, NO_COORDINATE, NONE } from '../../../../shared/columns/column.ts';

const encode = (text: string) => new TextEncoder().encode(text);

export const GOLDEN_COLUMNS: Record<string, Column> = {
  u8: { kind: 'number', type: 'u8', values: Uint8Array.of(0, 1, 255) },
  u16: { kind: 'number', type: 'u16', values: Uint16Array.of(0, 1951, 65535), missing: 0 },
  u32: { kind: 'number', type: 'u32', values: Uint32Array.of(0, 7, NONE), missing: NONE },
  i16: { kind: 'number', type: 'i16', values: Int16Array.of(-2, 12, -32768), missing: -32768 },
  i32: {
    kind: 'number',
    type: 'i32',
    values: Int32Array.of(1206000001, -5, NO_COORDINATE),
    missing: NO_COORDINATE,
  },
  f32: { kind: 'number', type: 'f32', values: Float32Array.of(0, 15.5, Number.NaN) },
  f64: { kind: 'number', type: 'f64', values: Float64Array.of(-0, 0.1, Number.POSITIVE_INFINITY) },
  dict: { kind: 'dict', codes: Uint8Array.of(2, 0, 1), words: ['', 'owner', '自住'] },
  dict16: { kind: 'dict', codes: Uint16Array.of(1, 0, 2), words: ['', 'a', 'b'] },
  dict32: { kind: 'dict', codes: Uint32Array.of(1, 0, 2), words: ['', 'a', 'b'] },
  text: { kind: 'text', bytes: encode('王秀英A1𠀀'), offsets: Uint32Array.of(0, 9, 9, 15) },
  tags: {
    kind: 'tags',
    masks: Uint32Array.of(1, 0, 0x80000000, 0, 2, 0),
    names: Array.from({ length: 34 }, (_, i) => `tag${i}`),
  },
  noTags: { kind: 'tags', masks: new Uint32Array(0), names: [] },
  polygon: {
    kind: 'geometry',
    shape: 'polygon',
    coords: Int32Array.of(0, 0, 9, 0, 9, 9, 2, 2, 2, 3, 3, 3, -5, -5, -4, -5, -4, -4),
    ringVertices: Uint32Array.of(0, 3, 6, 9),
    rowRings: Uint32Array.of(0, 2, 2, 3),
    ringRole: Uint8Array.of(0, 1, 0),
  },
  line: {
    kind: 'geometry',
    shape: 'line',
    coords: Int32Array.of(1, 2, 3, 4, 5, 6),
    ringVertices: Uint32Array.of(0, 3),
    rowRings: Uint32Array.of(0, 0, 1, 1),
    ringRole: Uint8Array.of(0),
  },
};
