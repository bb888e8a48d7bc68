/**
 * Finds the building and the home that an address names, with a confidence, or says what is missing. Owns the keys under which buildings
 * and homes are known by address; a key of two places leads to neither, unless the community named in the address tells them apart.
 */
import { textAt, wordAt } from '../columns/cell.ts';
import {
  type Column,
  type DictColumn,
  NONE,
  type NumberColumn,
  type Table,
  type TextColumn,
} from '../columns/column.ts';
import { buildingKeys, houseOf } from './address-form.ts';
import { type AddressHead, AddressTails, headOf, houseEnd } from './address-halves.ts';
import { type Address, parseAddress } from './address-parse.ts';
import type { TableName } from './tables.ts';

/** Why an address leads to no home. */
export type AddressReason =
  | 'no-address'
  | 'unreadable'
  | 'unknown-building'
  | 'no-door'
  | 'unknown-door'
  | 'ambiguous';

export interface AddressFinding {
  home: number;
  building: number;
  /** Per cent; 0: no home. */
  percent: number;
  /** null: a home was found. */
  reason: AddressReason | null;
}

/** What a spelling that leaves something out costs. */
const NO_ENTRANCE = 10;
const OTHER_ENTRANCE = 5;
const NO_DOOR = 15;
const REMARK = 15;
const REMEMBERED = 50_000;
/** Houses in all their spellings. */
const HOUSES = 250_000;

type Tables = Partial<Record<TableName, Table>>;

/** The beginning of an address with the building that it names. */
interface NamedHouse {
  head: AddressHead;
  row: number;
  percent: number;
  several: boolean;
  /** As houseOf tells it; '': none. */
  house: string;
}

function noBuilding(several: boolean, house: string, door: string): AddressFinding {
  const reason = several ? 'ambiguous' : house === '' && door === '' ? 'unreadable' : 'unknown-building';
  return { home: NONE, building: NONE, percent: 0, reason };
}

export class AddressFinder {
  private readonly tables: Tables;
  private readonly buildings = new Map<string, number>();
  private readonly homeStarts: Uint32Array;
  private readonly homeRows: Uint32Array;
  private readonly doors = new Map<number, Map<number, number>>();
  private readonly parts: DoorParts;
  private readonly remembered = new Map<string, AddressFinding>();
  private readonly heads = new Map<string, NamedHouse>();
  private readonly tails = new AddressTails();

  constructor(tables: Tables) {
    this.tables = tables;
    this.parts = new DoorParts(tables);
    this.indexBuildings();
    const { starts, rows } = groupHomes(tables);
    this.homeStarts = starts;
    this.homeRows = rows;
  }

  /** The building an address names; NONE: none or several. */
  building(address: Readonly<Address>): { row: number; percent: number; several: boolean } {
    let several = false;
    for (const [key, percent] of buildingKeys(address)) {
      const scoped = address.community === '' ? undefined : this.buildings.get(`${address.community}§${key}`);
      const found = scoped === undefined || scoped === NONE ? this.buildings.get(key) : scoped;
      if (found === undefined) continue;
      if (found !== NONE) return { row: found, percent, several: false };
      several = true;
    }
    return { row: NONE, percent: 0, several };
  }

  /** The home an address names. */
  home(text: string): AddressFinding {
    return this.byHalves(text) ?? this.byWhole(text);
  }

  /** null: its halves cannot be read by themselves. */
  private byHalves(text: string): AddressFinding | null {
    const end = houseEnd(text);
    if (end < 0) return null;
    const { head, row, percent, several, house } = this.houseOf(text.slice(0, end));
    const tail = this.tails.find(head, text.slice(end));
    if (!tail) return null;
    return row === NONE ? noBuilding(several, house, tail.door) : this.homeOf(row, tail, percent);
  }

  private houseOf(text: string): NamedHouse {
    let known = this.heads.get(text);
    if (!known) {
      const head = headOf(text);
      const { out } = head.state;
      known = { head, ...this.building(out), house: houseOf(out) };
      if (this.heads.size >= HOUSES) this.heads.clear();
      this.heads.set(text, known);
    }
    return known;
  }

  /** People of one home write it alike: what was found is remembered, within bounds. */
  private byWhole(text: string): AddressFinding {
    let found = this.remembered.get(text);
    if (found === undefined) {
      found = this.findHome(text);
      if (this.remembered.size >= REMEMBERED) this.remembered.clear();
      this.remembered.set(text, found);
    }
    return found;
  }

  private findHome(text: string): AddressFinding {
    if (text === '') return { home: NONE, building: NONE, percent: 0, reason: 'no-address' };
    const address = parseAddress(text);
    const { row, percent, several } = this.building(address);
    if (row === NONE) return noBuilding(several, houseOf(address), address.door);
    return this.homeOf(row, address, percent);
  }

  /** The home by entrance and door within a building. */
  homeOf(
    building: number,
    address: Pick<Address, 'entrance' | 'door' | 'note'>,
    percent: number,
  ): AddressFinding {
    const { entrance, door, note } = address;
    const sure = percent - (note === '' ? 0 : REMARK);
    const at = (home: number, lost: number): AddressFinding => ({
      home,
      building,
      percent: sure - lost,
      reason: null,
    });
    const none = (reason: AddressReason): AddressFinding => ({ home: NONE, building, percent: 0, reason });
    const from = this.homeStarts[building];
    const homes = this.homeStarts[building + 1] - from;
    if (door === '')
      return homes === 1 ? at(this.homeRows[from], NO_DOOR) : none(homes === 0 ? 'unknown-door' : 'no-door');
    const doors = this.doorsOf(building);
    const exact = doors.get(this.parts.key(entrance, door));
    if (exact !== undefined && exact !== NONE) return at(exact, 0);
    const anywhere = doors.get(this.parts.keyAnywhere(door));
    if (anywhere === undefined) return none('unknown-door');
    if (anywhere === NONE) return none('ambiguous');
    if (entrance === '') return at(anywhere, NO_ENTRANCE);
    // An entrance is named where the register of homes has none.
    return this.entranceOf(anywhere) === '' ? at(anywhere, OTHER_ENTRANCE) : none('unknown-door');
  }

  /** Homes of a building. */
  homesOf(building: number): Uint32Array {
    return this.homeRows.subarray(this.homeStarts[building], this.homeStarts[building + 1]);
  }

  /** Keys of buildings by address, for near spellings. */
  get keys(): ReadonlyMap<string, number> {
    return this.buildings;
  }

  entranceOf(home: number): string {
    const { homes, entrances } = this.tables;
    const entrance = homes ? numbersOf(homes, 'entrance')[home] : NONE;
    return entrances && entrance < entrances.rows
      ? partText(wordAt(entrances.columns['label'] as DictColumn, entrance), 'entrance')
      : '';
  }

  doorOf(home: number): string {
    const { homes } = this.tables;
    return homes ? partText(wordAt(homes.columns['door'] as DictColumn, home), 'door') : '';
  }

  private indexBuildings(): void {
    const { buildings, compounds, areas } = this.tables;
    if (!buildings) return;
    const text = (column: string, row: number) => textAt(buildings.columns[column] as TextColumn, row);
    const linked = (table: Table | undefined, column: string, row: number) => {
      const to = numbersOf(buildings, column)[row];
      return table && to < table.rows ? textAt(table.columns['name'] as TextColumn, to) : '';
    };
    for (let row = 0; row < buildings.rows; row++) {
      const community = linked(areas, 'area', row);
      const written = text('address', row);
      const name = text('name', row);
      const compound = linked(compounds, 'compound', row);
      const spellings = [written, name === written ? '' : name, compound === '' ? '' : compound + name];
      for (const spelling of spellings) {
        if (spelling === '') continue;
        const address = parseAddress(spelling);
        for (const [key] of buildingKeys(address)) {
          // A bare number such as 3号楼 names no building by itself.
          if (key.startsWith('|')) continue;
          this.put(key, row);
          const scope = address.community || community;
          if (scope !== '') this.put(`${scope}§${key}`, row);
        }
      }
    }
  }

  private put(key: string, row: number): void {
    const known = this.buildings.get(key);
    if (known === undefined) this.buildings.set(key, row);
    else if (known !== row) this.buildings.set(key, NONE);
  }

  /** Homes by the keys of DoorParts; NONE: several. */
  private doorsOf(building: number): Map<number, number> {
    let doors = this.doors.get(building);
    if (doors) return doors;
    doors = new Map();
    for (const home of this.homesOf(building)) {
      const door = this.doorOf(home);
      if (door === '') continue;
      const exact = this.parts.key(this.entranceOf(home), door);
      const anywhere = this.parts.keyAnywhere(door);
      doors.set(exact, doors.has(exact) ? NONE : home);
      doors.set(anywhere, doors.has(anywhere) ? NONE : home);
    }
    this.doors.set(building, doors);
    return doors;
  }
}

/** Entrances and doors of the community as whole numbers: joining and hashing texts for every resident takes longer than all else. */
class DoorParts {
  private readonly entrances: ReadonlyMap<string, number>;
  private readonly doors: ReadonlyMap<string, number>;

  constructor({ homes, entrances }: Tables) {
    const words = (column: Column | undefined) => (column?.kind === 'dict' ? column.words : []);
    const labels = words(entrances?.columns['label']).map((word) => partText(word, 'entrance'));
    const doors = words(homes?.columns['door']).map((word) => partText(word, 'door'));
    this.entrances = numbered(['', ...labels]);
    this.doors = numbered(doors);
  }

  /** -1 for parts that no home has. */
  key(entrance: string, door: string): number {
    const [of, at] = [this.entrances.get(entrance), this.doors.get(door)];
    return of === undefined || at === undefined ? -1 : (of + 1) * this.doors.size + at;
  }

  /** At whatever entrance. */
  keyAnywhere(door: string): number {
    return this.doors.get(door) ?? -1;
  }
}

function numbered(texts: readonly string[]): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const text of texts) if (!numbers.has(text)) numbers.set(text, numbers.size);
  return numbers;
}

const parts = new Map<string, string>();

/** An entrance or a door by itself as it would stand in a whole address: 03单元 -> 3, 0501室 -> 501. */
export function partText(text: string, part: 'entrance' | 'door'): string {
  if (text === '') return '';
  const key = `${part}${text}`;
  let known = parts.get(key);
  if (known === undefined) {
    const bare = /^[\da-z-]+$/i.test(text) ? text : '';
    const given =
      part === 'entrance'
        ? `名1号楼${bare ? `${bare}单元` : text}`
        : `名1号楼1单元${bare ? `${bare}室` : text}`;
    known = parseAddress(given)[part] || text;
    if (parts.size > 50_000) parts.clear();
    parts.set(key, known);
  }
  return known;
}

function numbersOf(table: Table, column: string): NumberColumn['values'] {
  return (table.columns[column] as NumberColumn).values;
}

/** Homes by building, whatever their order. */
function groupHomes({ homes, buildings }: Tables): { starts: Uint32Array; rows: Uint32Array } {
  const starts = new Uint32Array((buildings?.rows ?? 0) + 1);
  if (!homes) return { starts, rows: new Uint32Array(0) };
  const building = numbersOf(homes, 'building');
  for (const row of building) if (row < starts.length - 1) starts[row + 1]++;
  for (let i = 1; i < starts.length; i++) starts[i] += starts[i - 1];
  const next = starts.slice();
  const rows = new Uint32Array(starts[starts.length - 1]);
  for (let home = 0; home < homes.rows; home++)
    if (building[home] < starts.length - 1) rows[next[building[home]]++] = home;
  return { starts, rows };
}
