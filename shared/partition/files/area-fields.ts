/**
 * What the fields of a drawn area say of the grid that it is: code, name, kind, attributes, and which grid of which plan where our own files
 * say so. Owns the names of columns; nothing here knows a plan.
 */
import type { GridKind } from '../partition-records.ts';

export type AreaFields = Readonly<Record<string, unknown>>;

export interface AreaGrid {
  code: string;
  name: string;
  /** null: the file does not say. */
  kind: GridKind | null;
  attributes: Readonly<Record<string, string>>;
  /** Of our own files: the plan it is from and its grid there; '' and -1 elsewhere. */
  plan: string;
  id: number;
}

const CODE = [
  'code',
  'grid_code',
  'gridcode',
  '网格编码',
  '网格编号',
  '网格代码',
  '编码',
  '编号',
  'path',
  'id',
];
const NAME = ['name', 'grid_name', 'gridname', '网格名称', '网格', '名称'];
const KIND = ['kind', 'grid_kind', '网格类型', '类型'];
const EXCLUSIVE = new Set(['exclusive', '专属', '专属网格', '2']);
const GENERAL = new Set(['general', '综合', '综合网格', '基础', '基础网格', '1']);

export function areaGrid(fields: AreaFields): AreaGrid {
  const kind = fieldText(fields, KIND).toLowerCase();
  const id = Number(fieldText(fields, ['grid_id']) || Number.NaN);
  return {
    code: fieldText(fields, CODE),
    name: fieldText(fields, NAME),
    kind: EXCLUSIVE.has(kind) ? 'exclusive' : GENERAL.has(kind) ? 'general' : null,
    attributes: attributesOf(fieldText(fields, ['attributes'])),
    plan: fieldText(fields, ['plan']),
    id: Number.isInteger(id) ? id : -1,
  };
}

/** The first of these columns that has a value; '' for none. Names are told apart by letters alone, not by their case. */
export function fieldText(fields: AreaFields, names: readonly string[]): string {
  const keys = new Map(Object.keys(fields).map((key) => [key.trim().toLowerCase(), key]));
  for (const name of names) {
    const key = keys.get(name);
    const value = key === undefined ? undefined : fields[key];
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const text = String(value).trim();
    if (text !== '') return text;
  }
  return '';
}

function attributesOf(text: string): Record<string, string> {
  try {
    const read: unknown = text === '' ? {} : JSON.parse(text);
    if (typeof read !== 'object' || read === null) return {};
    return Object.fromEntries(
      Object.entries(read).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    // Somebody else's column of that name.
    return {};
  }
}
