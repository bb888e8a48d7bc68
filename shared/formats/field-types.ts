/**
 * Which fields the records of a layer have and of which type, gathered while they are read. Owns that only.
 */
import type { FieldType, LayerField } from './opened-file.ts';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** Names listed for one layer; records may carry more. */
const FIELD_LIMIT = 1000;

export class FieldTypes {
  private readonly types = new Map<string, FieldType | null>();

  add(fields: Readonly<Record<string, unknown>>): void {
    for (const name in fields) {
      const known = this.types.get(name);
      if (known === undefined && this.types.size >= FIELD_LIMIT) continue;
      const type = typeOf(fields[name]);
      if (type === null) {
        if (known === undefined) this.types.set(name, null);
      } else this.types.set(name, known ? widen(known, type) : type);
    }
  }

  /** In the order they were first seen; a field without any value is text. */
  list(): LayerField[] {
    return [...this.types].map(([name, type]) => ({ name, type: type ?? 'text' }));
  }
}

function typeOf(value: unknown): FieldType | null {
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) ? 'integer' : 'number';
    case 'boolean':
      return 'boolean';
    case 'string':
      return value === '' ? null : DATE.test(value) ? 'date' : 'text';
    default:
      return value === null || value === undefined ? null : 'mixed';
  }
}

function widen(known: FieldType, type: FieldType): FieldType {
  if (known === type) return known;
  const pair = `${known},${type}`;
  if (pair === 'integer,number' || pair === 'number,integer') return 'number';
  if (pair === 'date,text' || pair === 'text,date') return 'text';
  return 'mixed';
}
