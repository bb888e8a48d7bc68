/**
 * Typed arrays by their name in a column, and how they grow while a table is built. Growth doubles, so that
 * appending stays linear; what is finished is trimmed to its exact length.
 */
import type { NumberArray, NumberType } from './column.ts';

type NumberArrayConstructor<T extends NumberArray = NumberArray> = {
  new (length: number): T;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): T;
  readonly BYTES_PER_ELEMENT: number;
};

const ARRAY_OF: Record<NumberType, NumberArrayConstructor> = {
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
  i16: Int16Array,
  i32: Int32Array,
  f32: Float32Array,
  f64: Float64Array,
};

/** Bytes of one value. */
export function bytesOf(type: NumberType): number {
  return ARRAY_OF[type].BYTES_PER_ELEMENT;
}

export function newNumbers(type: NumberType, length: number): NumberArray {
  return new ARRAY_OF[type](length);
}

/** A view of `length` values at `byteOffset`, which must be a multiple of the value's size. */
export function viewNumbers(
  type: NumberType,
  buffer: ArrayBufferLike,
  byteOffset: number,
  length: number,
): NumberArray {
  return new ARRAY_OF[type](buffer, byteOffset, length);
}

/** An empty array of the same type as `like`. */
export function sameType<T extends NumberArray>(like: T, length: number): T {
  return new (like.constructor as unknown as NumberArrayConstructor<T>)(length);
}

/** `array` itself if it holds `needed` values, else a copy with room to spare. */
export function withRoom<T extends NumberArray>(array: T, needed: number): T {
  if (needed <= array.length) return array;
  const bigger = sameType(array, Math.max(needed, array.length * 2, 256));
  bigger.set(array);
  return bigger;
}

/** The first `length` values in an array of exactly that size. */
export function trimmed<T extends NumberArray>(array: T, length: number): T {
  return array.length === length ? array : (array.slice(0, length) as T);
}
