/**
 * The `<name>.linli.json` beside a Shapefile: what a .dbf cannot hold. Full column names and types, and the values that the
 * table cuts or changes, by row. Owns its shape and its check; a sidecar that does not fit is left aside, never trusted.
 */
import type { FieldType } from './opened-file.ts';
import type { SourceFile } from './source-file.ts';

export interface SidecarField {
  /** Name of the column in the .dbf; null: the column is not in it. */
  short: string | null;
  name: string;
  type: FieldType;
  /** Bytes of the column. */
  width: number;
}

export type SidecarValue = string | number | boolean;

export interface Sidecar {
  format: 'linli-shapefile';
  version: 1;
  fields: SidecarField[];
  /** By index of the field: [row from 0, value] for each value the .dbf does not hold as it is. */
  values: Record<string, [number, SidecarValue][]>;
}

const LIMIT = 64 * 1024 * 1024;
const TYPES: readonly string[] = ['text', 'number', 'integer', 'boolean', 'date', 'mixed'];

/** The sidecar; null when it is not one. */
export async function readSidecar(file: SourceFile): Promise<Sidecar | null> {
  if (file.size > LIMIT) return null;
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(await file.slice(0, file.size)));
    return isSidecar(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function isSidecar(value: unknown): value is Sidecar {
  if (!isRecord(value) || value['format'] !== 'linli-shapefile' || value['version'] !== 1) return false;
  const fields = value['fields'];
  const values = value['values'];
  if (!Array.isArray(fields) || !isRecord(values)) return false;
  const names = new Set<string>();
  for (const field of fields) {
    if (!isRecord(field) || typeof field['name'] !== 'string' || field['name'] === '__proto__') return false;
    if (field['short'] !== null && typeof field['short'] !== 'string') return false;
    if (typeof field['type'] !== 'string' || !TYPES.includes(field['type'])) return false;
    names.add(field['name']);
  }
  return names.size === fields.length && Object.values(values).every(isValueList);
}

function isValueList(list: unknown): boolean {
  return (
    Array.isArray(list) &&
    list.every(
      (pair: unknown) =>
        Array.isArray(pair) &&
        pair.length === 2 &&
        Number.isInteger(pair[0]) &&
        ['string', 'number', 'boolean'].includes(typeof pair[1]),
    )
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Values of a sidecar by row, then by full name. */
export function sidecarRows({ fields, values }: Sidecar): Map<number, [string, SidecarValue][]> {
  const rows = new Map<number, [string, SidecarValue][]>();
  for (const [index, list] of Object.entries(values)) {
    const field = fields[Number(index)];
    if (!field) continue;
    for (const [row, value] of list) {
      const of = rows.get(row);
      if (of) of.push([field.name, value]);
      else rows.set(row, [[field.name, value]]);
    }
  }
  return rows;
}
