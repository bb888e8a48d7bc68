/**
 * The finders an import links by, each made when it is first asked for. Owns which finder serves which table, and the ways in which a
 * building is named; who asks what is import-links.ts.
 */

import type { Table } from '../columns/column.ts';
import { NONE } from '../columns/column.ts';
import { parseAddress } from './address-parse.ts';
import { BuildingFinder, HomeFinder, RecordFinder } from './import-link.ts';
import { AddressFinder } from './link-address.ts';
import { CONFIDENCE, type LinkMethod } from './link-marks.ts';
import { PlaceFinder } from './link-place.ts';
import type { TableName } from './tables.ts';

/** The finders, each made when it is first asked for. */
export class Finders {
  private readonly tables: Record<TableName, Table>;
  private readonly made = new Map<TableName, RecordFinder>();
  private knownBuildings: BuildingFinder | null = null;
  private knownHomes: HomeFinder | null = null;
  private knownAddresses: AddressFinder | null = null;
  private knownPlaces: PlaceFinder | null = null;

  readonly nearestMetres: number;

  constructor(tables: Record<TableName, Table>, nearestMetres: number) {
    this.tables = tables;
    this.nearestMetres = nearestMetres;
  }

  get buildings(): BuildingFinder {
    this.knownBuildings ??= new BuildingFinder(this.tables.buildings);
    return this.knownBuildings;
  }

  get homes(): HomeFinder {
    this.knownHomes ??= new HomeFinder(this.tables.homes, this.tables.entrances);
    return this.knownHomes;
  }

  get addresses(): AddressFinder {
    this.knownAddresses ??= new AddressFinder(this.tables);
    return this.knownAddresses;
  }

  get places(): PlaceFinder {
    this.knownPlaces ??= new PlaceFinder(this.tables.buildings);
    return this.knownPlaces;
  }

  /** By id or code, else by the other columns a table is known by. */
  record(table: TableName): RecordFinder {
    let finder = this.made.get(table);
    if (!finder) {
      finder = new RecordFinder(this.tables[table], KNOWN_BY[table] ?? ['id']);
      this.made.set(table, finder);
    }
    return finder;
  }
}

const KNOWN_BY: Partial<Record<TableName, readonly string[]>> = {
  areas: ['code', 'name'],
  grids: ['code', 'name'],
  compounds: ['id', 'name'],
  residents: ['id', 'idNumber'],
  workers: ['id', 'name'],
  parties: ['id', 'name'],
};

/** A building by id, name or address. */
export function buildingOf(
  text: string,
  finders: Finders,
): { row: number; method: LinkMethod; percent: number } {
  const known = finders.buildings.byId(text);
  if (known !== NONE) return { row: known, method: 'id', percent: CONFIDENCE.id };
  const named = finders.buildings.find(text);
  if (named !== NONE) return { row: named, method: 'address', percent: CONFIDENCE.address };
  const { row, percent } = finders.addresses.building(parseAddress(text));
  return { row, method: 'address', percent };
}
