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
}

export class LayerCollector {
  readonly role: ImportRole;
  rows = 0;
  private readonly builder: TableBuilder;
  private readonly links: Record<string, TextBuilder> = {};
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
    for (const [field, spec] of Object.entries(fields)) {
      if (spec.type === 'link') this.links[field] = new TextBuilder(table, field);
    }
    this.textExtras = new Set(
      [...this.extraNames.values()].filter((column) => specs[column].kind === 'text'),
    );
  }

  private readonly textExtras: ReadonlySet<string>;

  /** Takes the row over: its values must not be used afterwards. */
  add(row: MappedRow): void {
    this.builder.add(this.cells(row));
    for (const field in this.links) this.links[field].push(row.links[field] ?? '');
    this.rows++;
  }

  finish(): CollectedLayer {
    const links: Record<string, TextColumn> = {};
    for (const field in this.links) links[field] = this.links[field].finish();
    return { role: this.role, table: this.builder.finish(), links };
  }

  private cells(row: MappedRow): Record<string, CellInput> {
    // The row's own values become its cells: a copy of each of a million rows would cost more than reading them.
    const cells: Record<string, CellInput> = row.values;
    cells['id'] = row.id;
    if (this.role !== 'basemap' && this.role !== 'homes') {
      cells['lng'] = row.point?.lng ?? NO_COORDINATE;
      cells['lat'] = row.point?.lat ?? NO_COORDINATE;
    }
    switch (this.role) {
      case 'buildings':
        for (const field of ['floors', 'floorsBelow', 'builtYear']) roundCell(cells, field);
        cells['footprint'] = row.shape === 'polygon' ? row.rings : null;
        cells['base'] = row.values['base'] ?? 0;
        cells['floorsBelow'] ??= 0;
        return cells;
      case 'basemap':
        cells['kind'] = row.values['kind'] || (row.shape === 'line' ? 'road' : 'land');
        cells['lines'] = row.shape === 'line' ? row.rings : null;
        cells['polygons'] = row.shape === 'polygon' ? row.rings : null;
        return cells;
      case 'homes':
        roundCell(cells, 'floor');
        cells['door'] = row.links['door'] ?? '';
        cells['floor'] ??= floorOfDoor(row.links['door'] ?? '');
        return cells;
      case 'residents':
        return residentCells(row, cells);
      case 'devices':
        roundCell(cells, 'floor');
        cells['installedDay'] = dayNumber(row.dates['installed'] ?? null);
        cells['lastSeen'] = 0;
        return cells;
      case 'places':
        for (const [name, column] of this.extraNames) {
          const value = row.extra[name];
          cells[column] = this.textExtras.has(column) && typeof value === 'number' ? String(value) : value;
        }
        return cells;
    }
  }
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

function residentCells(row: MappedRow, cells: Record<string, CellInput>): Record<string, CellInput> {
  const stated = readIdNumber(String(row.values['idNumber'] ?? ''));
  const birth = row.dates['birth'] ?? stated?.birth ?? null;
  cells['birthYear'] = birth?.year ?? 0;
  cells['birthMonth'] = birth?.month ?? 0;
  cells['birthDay'] = birth?.day ?? 0;
  if (!cells['sex']) cells['sex'] = stated?.sex ?? '';
  cells['rawAddress'] = row.links['address'] ?? '';
  return cells;
}
