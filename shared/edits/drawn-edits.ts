/**
 * From a drawing to the changes of records that keep it, as one request: a building with its entrances, the other piece of a cut with what
 * moves there, a compound, a wall or road. Owns which columns follow from the geometry; checking and keeping are the edit core's.
 */
import { DEGREE } from '../columns/column.ts';
import { twiceArea } from '../columns/ring.ts';
import type { Corner } from '../geo/outline.ts';
import { insidePoint } from '../model/import-geometry.ts';
import type { DraftEdit, DraftValue } from './make-edits.ts';
import type { EditRing, StableKey } from './record-edit.ts';

export interface DrawnShape {
  kind: 'building' | 'compound' | 'barrier';
  row: number | null;
  rings: readonly { role: 0 | 1; ring: readonly Corner[] }[];
  line: readonly Corner[];
  cut: readonly Corner[] | null;
  entrances: readonly DrawnDoor[];
  removed: readonly number[];
}

export interface DrawnDoor {
  row: number | null;
  label: string;
  at: Corner;
  piece: 0 | 1;
}

/** What the record was before; null: a new one. `homes`, `devices` by the row of their entrance. */
export interface DrawnBefore {
  rings: readonly { role: 0 | 1; ring: readonly Corner[] }[];
  line: readonly Corner[];
  entrances: readonly {
    row: number;
    label: string;
    at: Corner | null;
    homes: readonly number[];
    devices: readonly number[];
  }[];
  values: Readonly<Record<string, string | number>>;
}

export interface DrawnRequest {
  drafts: DraftEdit[];
  /** Buildings that are new, and the grid (row) of the plan they go to; null: none. */
  buildings: { key: StableKey; grid: number | null }[];
}

/** Rows that something new belongs to; null: none. */
interface Belongs {
  compound: number | null;
  area: number | null;
  grid: number | null;
}

export interface DrawnInput {
  shape: DrawnShape;
  before: DrawnBefore | null;
  /** Columns as the form has them: words are codes; '' and 0 where not known. */
  values: Readonly<Record<string, string | number>>;
  /** Of the shape, and of the other piece of a cut. */
  belongs: Belongs;
  belongsCut: Belongs;
  newKey: () => StableKey;
}

/** Throws nothing: what is wrong is found by drawing-check.ts and the edit core. */
export function drawnEdits(input: DrawnInput): DrawnRequest {
  switch (input.shape.kind) {
    case 'building':
      return building(input);
    case 'compound':
      return { drafts: [plain(input, 'compounds', 'boundary')], buildings: [] };
    case 'barrier':
      return { drafts: [barrier(input)], buildings: [] };
  }
}

/** Whole 1e-7 degrees; outer rings counter-clockwise, holes clockwise, as columns have them. */
export function storedRings(rings: readonly { role: 0 | 1; ring: readonly Corner[] }[]): EditRing[] {
  return rings.map(({ role, ring }) => {
    const coords = wholeOf(ring);
    const isLeft = twiceArea([...coords, coords[0], coords[1]]) > 0;
    return { role, coords: isLeft === (role === 0) ? coords : reversed(coords) };
  });
}

function wholeOf(corners: readonly Corner[]): number[] {
  return corners.flatMap(([lng, lat]) => [Math.round(lng * DEGREE), Math.round(lat * DEGREE)]);
}

function reversed(coords: readonly number[]): number[] {
  const out: number[] = [];
  for (let i = coords.length - 2; i >= 0; i -= 2) out.push(coords[i], coords[i + 1]);
  return out;
}

/** The id of a new record: its key in short, so that two windows never make the same. */
const idOf = (key: StableKey): string => `D${key.slice(-10).toUpperCase()}`;

/** Metres of a floor where no height was measured. */
export const FLOOR_METRES = 3;

/** What a new building has where nothing was said: these columns know no "not known". */
function bodyOf(values: Readonly<Record<string, string | number>>): Record<string, DraftValue> {
  const height = Number(values['height']) || Math.max(1, Number(values['floors'])) * FLOOR_METRES;
  return { height, base: 0, floorsBelow: Number(values['floorsBelow'] ?? 0) };
}

/** Values of the form that say something; for a change, those that differ. */
function valuesOf(
  values: Readonly<Record<string, string | number>>,
  before: DrawnBefore | null,
): Record<string, DraftValue> {
  const set: Record<string, DraftValue> = {};
  for (const [column, value] of Object.entries(values)) {
    if (before ? before.values[column] === value : value === '' || value === 0) continue;
    set[column] = value === '' ? null : value;
  }
  return set;
}

function building(input: DrawnInput): DrawnRequest {
  const { shape, before, values, belongs, newKey } = input;
  const drafts: DraftEdit[] = [];
  const buildings: DrawnRequest['buildings'] = [];
  const rings = storedRings(shape.rings);
  const { lng, lat } = insidePoint(rings);
  const set: Record<string, DraftValue> = { ...valuesOf(values, before), lng, lat };
  let home: DraftValue;
  if (shape.row === null) {
    const key = newKey();
    buildings.push({ key, grid: belongs.grid });
    home = key;
    const id = set['id'] ?? idOf(key);
    drafts.push({
      table: 'buildings',
      op: 'create',
      key,
      set: { ...set, ...bodyOf(values), id, ...linksOf(belongs) },
      geometry: { footprint: rings },
    });
  } else {
    home = { row: shape.row };
    const moved = before !== null && !sameOutline(storedRings(before.rings), rings);
    drafts.push({
      table: 'buildings',
      op: 'change',
      row: shape.row,
      set: moved ? set : valuesOf(values, before),
      geometry: moved ? { footprint: rings } : {},
    });
  }
  const other = shape.cut ? piece(input, shape.cut) : null;
  if (other) {
    drafts.push(other.draft);
    buildings.push({ key: other.key, grid: input.belongsCut.grid });
  }
  drafts.push(...doors(input, home, other?.key ?? null));
  return { drafts: drafts.filter(saysSomething), buildings };
}

/** The other piece of a cut: a building of its own, as high and as old as the one it was part of. */
function piece(
  { values, belongsCut, newKey }: DrawnInput,
  cut: readonly Corner[],
): { draft: DraftEdit; key: StableKey } {
  const key = newKey();
  const rings = storedRings([{ role: 0, ring: cut }]);
  const { lng, lat } = insidePoint(rings);
  const { id: _id, name: _name, ...rest } = valuesOf(values, null);
  const set = { ...rest, ...bodyOf(values), id: idOf(key), lng, lat, ...linksOf(belongsCut) };
  return { key, draft: { table: 'buildings', op: 'create', key, set, geometry: { footprint: rings } } };
}

function linksOf({ compound, area }: Belongs): Record<string, DraftValue> {
  return {
    ...(compound === null ? {} : { compound: { row: compound } }),
    ...(area === null ? {} : { area: { row: area } }),
  };
}

function doors({ shape, before, newKey }: DrawnInput, own: DraftValue, other: StableKey | null): DraftEdit[] {
  const drafts: DraftEdit[] = [];
  const known = new Map(before?.entrances.map((entrance) => [entrance.row, entrance]));
  for (const { row, label, at, piece: of } of shape.entrances) {
    const [lng, lat] = wholeOf([at]);
    const goes = of === 1 && other !== null;
    if (row === null) {
      const set = { building: goes ? other : own, label, lng, lat };
      drafts.push({ table: 'entrances', op: 'create', key: newKey(), set });
      continue;
    }
    const was = known.get(row);
    const set: Record<string, DraftValue> = {};
    if (was?.label !== label) set['label'] = label;
    const stood = was?.at ? wholeOf([was.at]) : [];
    if (stood[0] !== lng || stood[1] !== lat) Object.assign(set, { lng, lat });
    if (goes) set['building'] = other;
    drafts.push({ table: 'entrances', op: 'change', row, set });
    if (!goes) continue;
    // Who goes in by this door lives in the other building now.
    for (const home of was?.homes ?? [])
      drafts.push({ table: 'homes', op: 'change', row: home, set: { building: other } });
    for (const device of was?.devices ?? [])
      drafts.push({ table: 'devices', op: 'change', row: device, set: { building: other } });
  }
  for (const row of shape.removed) drafts.push({ table: 'entrances', op: 'remove', row });
  return drafts;
}

function plain(
  { shape, before, values, belongs, newKey }: DrawnInput,
  table: 'compounds',
  column: string,
): DraftEdit {
  const rings = storedRings(shape.rings);
  const set = valuesOf(values, before);
  if (shape.row !== null) return { table, op: 'change', row: shape.row, set, geometry: { [column]: rings } };
  const key = newKey();
  const area: Record<string, DraftValue> = belongs.area === null ? {} : { area: { row: belongs.area } };
  return {
    table,
    op: 'create',
    key,
    set: { ...set, id: set['id'] ?? idOf(key), ...area },
    geometry: { [column]: rings },
  };
}

function barrier({ shape, before, values, newKey }: DrawnInput): DraftEdit {
  const set = valuesOf(values, before);
  const isLine = shape.line.length > 0;
  const geometry: Record<string, EditRing[]> = isLine
    ? { lines: [{ role: 0, coords: wholeOf(shape.line) }] }
    : { polygons: storedRings(shape.rings) };
  if (shape.row !== null) return { table: 'basemap', op: 'change', row: shape.row, set, geometry };
  return { table: 'basemap', op: 'create', key: newKey(), set, geometry };
}

function sameOutline(a: readonly EditRing[], b: readonly EditRing[]): boolean {
  return a.length === b.length && a.every(({ coords }, i) => coords.join() === b[i].coords.join());
}

const saysSomething = ({ op, set = {}, geometry = {} }: DraftEdit): boolean =>
  op !== 'change' || Object.keys(set).length + Object.keys(geometry).length > 0;
