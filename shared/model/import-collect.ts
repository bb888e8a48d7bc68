/**
 * Collects the good rows of one role into a table, with the texts that name other records beside it. Owns the step
 * from a row's fields to the table's columns; links are resolved in import-link.ts.
 */
import { NO_COORDINATE, type Table, type TextColumn } from '../columns/column.ts';
import { TextBuilder } from '../columns/column-builder.ts';
import { type CellInput, TableBuilder } from '../columns/table-builder.ts';
import type { ColumnChoice } from './import-plan.ts';
import { type ImportRole, ROLES } from './import-roles.ts';
import type { MappedRow } from './import-rows.ts';
import { dayNumber, readIdNumber } from './import-values.ts';
import { type ColumnSpec, TABLES } from './tables.ts';

/** A finished layer. `links[field]`: one text per row, '' for none. */
export interface CollectedLayer {
  role: ImportRole;
  table: Table;
  links: Record<string, TextColumn>;
  /** Columns that the files speak of; the others hold what is assumed where nothing is said. */
  mapped: ReadonlySet<string>;
}

/** Columns filled from a field besides its own. */
const DERIVED: Record<string, readonly string[]> = {
  birth: ['birthYear', 'birthMonth', 'birthDay'],
  idNumber: ['birthYear', 'birthMonth', 'birthDay', 'sex'],
  address: ['rawAddress'],
  floors: ['height'],
  door: ['floor'],
};
const PLACE_COLUMNS = ['id', 'lng', 'lat', 'lines', 'polygons'];

export class LayerCollector {
  readonly role: ImportRole;
  /** Open to import-cells.ts, which appends a column at a time. */
  readonly builder: TableBuilder;
  readonly links: Record<string, TextBuilder> = {};
  /** Of the file whose rows come: source and date of what a row says nothing else about. */
  source = '';
  /** Column of the file -> column of the table. */
  private readonly extraNames = new Map<string, string>();

  /** `choices`: of all files of the role together; where two disagree on a type, text holds both. */
  constructor(role: ImportRole, choices: readonly ColumnChoice[]) {
    this.role = role;
    const { table, fields } = ROLES[role];
    const specs: Record<string, ColumnSpec> = { ...TABLES[table].columns };
    for (const { name, target, type } of choices) {
      if (target.to !== 'extra') continue;
      const column = this.extraNames.get(name) ?? (name in TABLES[table].columns ? `${name}_2` : name);
      this.extraNames.set(name, column);
      const asText = type === 'text' || specs[column]?.kind === 'text';
      specs[column] = asText
        ? { kind: 'text', class: 'core' }
        : { kind: 'number', type: 'f64', class: 'core' };
    }
    this.builder = new TableBuilder(table, specs);
    this.whole = wholeNumberFields(role);
    this.mapped = mappedColumns(role, choices, this.extraNames);
    this.days = Object.entries(fields).flatMap(([field, { type, column }]): [string, string][] =>
      type === 'date' && column !== undefined ? [[field, column]] : [],
    );
    for (const [field, spec] of Object.entries(fields)) {
      if (spec.type === 'link') this.links[field] = new TextBuilder(table, field);
    }
    this.extras = [...this.extraNames].map(([name, column]) => ({
      name,
      column,
      asText: specs[column].kind === 'text',
      inherited: name in Object.prototype,
    }));
  }

  /** `inherited`: every object seems to have a value of this name. */
  private readonly extras: readonly { name: string; column: string; asText: boolean; inherited: boolean }[];
  private readonly mapped: ReadonlySet<string>;
  private readonly whole: readonly string[];
  /** Date field -> column of days. */
  private readonly days: readonly [string, string][];

  /** Takes the row over: its values must not be used afterwards. */
  add(row: MappedRow): void {
    this.builder.add(this.cells(row));
    for (const field in this.links) this.links[field].push(row.links[field] ?? '');
  }

  finish(): CollectedLayer {
    const links: Record<string, TextColumn> = {};
    for (const field in this.links) links[field] = this.links[field].finish();
    return { role: this.role, table: this.builder.finish(), links, mapped: this.mapped };
  }

  private cells(row: MappedRow): Record<string, CellInput> {
    // The row's own values become its cells: a copy of each of a million rows would cost more than reading them.
    const cells: Record<string, CellInput> = row.values;
    cells['id'] = row.id;
    const { columns } = TABLES[ROLES[this.role].table];
    if ('lng' in columns) {
      cells['lng'] = row.point?.lng ?? NO_COORDINATE;
      cells['lat'] = row.point?.lat ?? NO_COORDINATE;
    }
    for (let i = 0; i < this.extras.length; i++) {
      const { name, column, asText, inherited } = this.extras[i];
      const value = inherited && !Object.hasOwn(row.extra, name) ? undefined : row.extra[name];
      cells[column] = asText && typeof value === 'number' ? String(value) : value;
    }
    for (const field of this.whole) roundCell(cells, field);
    for (const [field, column] of this.days) cells[column] = dayNumber(row.dates[field] ?? null);
    const { outline } = ROLES[this.role];
    if (outline !== undefined) cells[outline] = row.shape === 'polygon' ? row.rings : null;
    switch (this.role) {
      case 'buildings':
        cells['base'] = row.values['base'] ?? 0;
        cells['floorsBelow'] ??= 0;
        return cells;
      case 'basemap':
        cells['kind'] = row.values['kind'] || (row.shape === 'line' ? 'road' : 'land');
        cells['lines'] = row.shape === 'line' ? row.rings : null;
        cells['polygons'] = row.shape === 'polygon' ? row.rings : null;
        return cells;
      case 'homes':
        cells['door'] = row.links['door'] ?? '';
        cells['floor'] ??= floorOfDoor(row.links['door'] ?? '');
        return cells;
      case 'residents':
        return residentCells(row, cells, this.source);
      case 'devices':
        cells['lastSeen'] ??= 0;
        return cells;
      case 'contacts':
        cells['order'] ??= 1;
        return cells;
      default:
        return cells;
    }
  }
}

function mappedColumns(
  role: ImportRole,
  choices: readonly ColumnChoice[],
  extraNames: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const { fields, outline } = ROLES[role];
  const mapped = new Set([...PLACE_COLUMNS, ...extraNames.values()]);
  if (outline !== undefined) mapped.add(outline);
  for (const { target } of choices) {
    if (target.to !== 'field') continue;
    mapped.add(fields[target.field]?.column ?? target.field);
    for (const column of DERIVED[target.field] ?? []) mapped.add(column);
  }
  // Joined field by field, not taken over (import-sources.ts).
  mapped.delete('sources');
  return mapped;
}

/** Number fields that the table keeps as whole numbers. */
function wholeNumberFields(role: ImportRole): string[] {
  const { table, fields } = ROLES[role];
  return Object.entries(fields).flatMap(([field, spec]) => {
    const column = TABLES[table].columns[field];
    return spec.type === 'number' && column?.kind === 'number' && !column.type.startsWith('f') ? [field] : [];
  });
}

function roundCell(cells: Record<string, CellInput>, field: string): void {
  const value = cells[field];
  if (typeof value === 'number') cells[field] = Math.round(value);
}

/** 501 -> 5, 1203 -> 12: how doors are numbered where the floor is not given. */
function floorOfDoor(door: string): number | null {
  const match = /^(\d{1,2})\d{2}(?:室|\D)?$/.exec(door);
  return match ? Number(match[1]) : null;
}

function residentCells(
  row: MappedRow,
  cells: Record<string, CellInput>,
  source: string,
): Record<string, CellInput> {
  const stated = readIdNumber(String(row.values['idNumber'] ?? ''));
  const birth = row.dates['birth'] ?? stated?.birth ?? null;
  cells['birthYear'] = birth?.year ?? 0;
  cells['birthMonth'] = birth?.month ?? 0;
  cells['birthDay'] = birth?.day ?? 0;
  if (!cells['sex']) cells['sex'] = stated?.sex ?? '';
  cells['rawAddress'] ||= row.links['address'] ?? '';
  cells['sources'] ||= source;
  return cells;
}
