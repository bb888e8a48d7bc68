/**
 * Reads tables of a FlatBuffer (flatbuffers.dev, internals) with every offset and length checked against the buffer. Owns the
 * access only; a place outside of the buffer is a RangeError, which the caller turns into a broken record.
 */
const decoder = new TextDecoder();

export interface FlatVector {
  /** Of the first element. */
  at: number;
  length: number;
}

export class FlatTable {
  private readonly view: DataView;
  private readonly at: number;
  private readonly fields: number;
  private readonly fieldsEnd: number;

  private constructor(view: DataView, at: number) {
    this.view = view;
    this.at = at;
    this.fields = at - view.getInt32(at, true);
    this.fieldsEnd = this.fields + view.getUint16(this.fields, true);
  }

  /** The root table of a buffer (without its size prefix). Throws RangeError. */
  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatTable(view, view.getUint32(0, true));
  }

  /** Place of field `slot`; 0: not there. */
  private place(slot: number): number {
    const entry = this.fields + 4 + slot * 2;
    if (entry + 2 > this.fieldsEnd) return 0;
    const offset = this.view.getUint16(entry, true);
    return offset === 0 ? 0 : this.at + offset;
  }

  uint8(slot: number, absent = 0): number {
    const at = this.place(slot);
    return at === 0 ? absent : this.view.getUint8(at);
  }

  uint16(slot: number, absent = 0): number {
    const at = this.place(slot);
    return at === 0 ? absent : this.view.getUint16(at, true);
  }

  int32(slot: number, absent = 0): number {
    const at = this.place(slot);
    return at === 0 ? absent : this.view.getInt32(at, true);
  }

  /** As a number: exact up to 2^53. */
  uint64(slot: number, absent = 0): number {
    const at = this.place(slot);
    return at === 0 ? absent : Number(this.view.getBigUint64(at, true));
  }

  text(slot: number): string {
    return decoder.decode(this.bytes(slot));
  }

  bytes(slot: number): Uint8Array {
    const { at, length } = this.vector(slot, 1);
    return new Uint8Array(this.view.buffer, this.view.byteOffset + at, length);
  }

  /** The vector in field `slot`, all of it inside the buffer; empty when it is not there. */
  vector(slot: number, elementBytes: number): FlatVector {
    const field = this.place(slot);
    if (field === 0) return { at: 0, length: 0 };
    const at = field + this.view.getUint32(field, true);
    const length = this.view.getUint32(at, true);
    if (at + 4 + length * elementBytes > this.view.byteLength) throw new RangeError('vector');
    return { at: at + 4, length };
  }

  doubles(slot: number): number[] {
    const { at, length } = this.vector(slot, 8);
    const values: number[] = [];
    for (let i = 0; i < length; i++) values.push(this.view.getFloat64(at + i * 8, true));
    return values;
  }

  uint32s(slot: number): number[] {
    const { at, length } = this.vector(slot, 4);
    const values: number[] = [];
    for (let i = 0; i < length; i++) values.push(this.view.getUint32(at + i * 4, true));
    return values;
  }

  table(slot: number): FlatTable | null {
    const field = this.place(slot);
    return field === 0 ? null : new FlatTable(this.view, field + this.view.getUint32(field, true));
  }

  tables(slot: number): FlatTable[] {
    const { at, length } = this.vector(slot, 4);
    return Array.from({ length }, (_, i) => {
      const entry = at + i * 4;
      return new FlatTable(this.view, entry + this.view.getUint32(entry, true));
    });
  }
}
