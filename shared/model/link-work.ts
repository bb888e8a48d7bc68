/**
 * Work items of linking: residents without a home and devices without a building, each with the reason and up to three suggestions, and
 * the correlation rate in total and per grid. Owns what is suggested and how sure it is; nothing is changed here (link-accept.ts).
 */
import { textAt, wordAt } from '../columns/cell.ts';
import { NO_COORDINATE, NONE, type Table } from '../columns/column.ts';
import { parseAddress } from './address-parse.ts';
import { NO_GRID } from './bundle.ts';
import { editDistance } from './edit-distance.ts';
import { AddressFinder, type AddressReason } from './link-address.ts';
import { LEAST_CONFIDENCE } from './link-marks.ts';
import { PlaceFinder } from './link-place.ts';
import type { TableName } from './tables.ts';

type Tables = Partial<Record<TableName, Table>>;

export type LinkTable = 'residents' | 'devices';
/** readable: the address names one home after all. Shown as `links.reason.<reason>`. */
export type LinkReason = AddressReason | 'readable' | 'no-place' | 'outside' | 'beside';
export const LINK_REASONS: readonly LinkReason[] = [
  'readable',
  'unknown-door',
  'no-door',
  'ambiguous',
  'unknown-building',
  'unreadable',
  'no-address',
  'beside',
  'outside',
  'no-place',
];

export interface LinkSuggestion {
  /** Row of homes (residents) or of buildings (devices). */
  to: number;
  label: string;
  /** Per cent. */
  percent: number;
  why: 'address' | 'otherDoor' | 'spelling' | 'nearest';
  /** Metres; 0 where distance plays no part. */
  metres: number;
}

export interface LinkItem {
  row: number;
  reason: LinkReason;
  /** Row of grids; NO_GRID: not known. */
  grid: number;
  /** Confidence of the best suggestion; 0: none. */
  best: number;
}

export interface GridRate {
  grid: number;
  rows: number;
  linked: number;
}

export interface LinkWork {
  items: LinkItem[];
  total: { rows: number; linked: number };
  /** By grid, those of no grid last under NO_GRID. */
  grids: GridRate[];
}

/** Devices that stand in the street: no building is missing. */
const OUTDOORS = new Set(['manhole', 'hydrant', 'waterLevel', 'environment']);
const NEAR_METRES = 60;
const MOST = 3;

export class LinkDesk {
  private readonly tables: Tables;
  private readonly gridOfBuilding: Uint16Array;
  private readonly addresses: AddressFinder;
  private readonly places: PlaceFinder | null;
  /** Building keys by their house part, for names that are nearly the same. */
  private readonly byHouse = new Map<string, { name: string; building: number }[]>();

  constructor(tables: Tables, gridOfBuilding: Uint16Array) {
    this.tables = tables;
    this.gridOfBuilding = gridOfBuilding;
    this.addresses = new AddressFinder(tables);
    this.places = tables.buildings ? new PlaceFinder(tables.buildings) : null;
    for (const [key, building] of this.addresses.keys) {
      if (building === NONE || key.includes('§')) continue;
      const at = key.lastIndexOf('|');
      const house = key.slice(at + 1);
      const entry = { name: key.slice(0, at), building };
      const known = this.byHouse.get(house);
      if (known) known.push(entry);
      else this.byHouse.set(house, [entry]);
    }
  }

  work(table: LinkTable): LinkWork {
    const rows = this.tables[table]?.rows ?? 0;
    const link = this.numbers(table, table === 'residents' ? 'home' : 'building');
    const homeBuilding = this.numbers('homes', 'building');
    const grids = new Map<number, GridRate>();
    const items: LinkItem[] = [];
    let linked = 0;
    let counted = 0;
    for (let row = 0; row < rows; row++) {
      if (table === 'devices' && OUTDOORS.has(this.word('devices', 'kind', row))) continue;
      counted++;
      const to = link[row] ?? NONE;
      const building = table === 'residents' && to !== NONE ? homeBuilding[to] : to;
      let grid = this.gridOfBuilding[building] ?? NO_GRID;
      if (to === NONE) {
        const item = this.item(table, row);
        grid = item.grid;
        items.push(item);
      } else linked++;
      const rate = grids.get(grid) ?? { grid, rows: 0, linked: 0 };
      rate.rows++;
      if (to !== NONE) rate.linked++;
      grids.set(grid, rate);
    }
    const byGrid = [...grids.values()].sort((a, b) => a.grid - b.grid);
    return { items, total: { rows: counted, linked }, grids: byGrid };
  }

  /** Up to three places, the likeliest first. */
  suggestions(table: LinkTable, row: number): LinkSuggestion[] {
    const found = table === 'residents' ? this.homesFor(this.text('residents', 'rawAddress', row)) : [];
    if (table === 'devices') found.push(...this.nearBuildings(table, row));
    const best = new Map<number, LinkSuggestion>();
    for (const each of found.sort((a, b) => b.percent - a.percent || a.to - b.to))
      if (!best.has(each.to)) best.set(each.to, each);
    return [...best.values()].slice(0, MOST);
  }

  /** Homes of a building with their labels, in order of their doors. */
  homesOf(building: number): { to: number; label: string }[] {
    return Array.from(this.addresses.homesOf(building), (to) => ({ to, label: this.homeLabel(to) }));
  }

  homeLabel(home: number): string {
    const building = this.numbers('homes', 'building')[home];
    const entrance = this.addresses.entranceOf(home);
    const door = this.addresses.doorOf(home);
    return (
      this.buildingLabel(building) +
      (entrance === '' ? '' : `${entrance}单元`) +
      (door === '' ? '' : `${door}室`)
    );
  }

  buildingLabel(building: number): string {
    return (
      this.text('buildings', 'address', building) ||
      this.text('buildings', 'name', building) ||
      this.text('buildings', 'id', building)
    );
  }

  private item(table: LinkTable, row: number): LinkItem {
    if (table === 'devices') {
      const near = this.nearBuildings(table, row);
      const placed = this.numbers(table, 'lng')[row] !== NO_COORDINATE;
      const grid = near.length > 0 ? (this.gridOfBuilding[near[0].to] ?? NO_GRID) : NO_GRID;
      const reason = !placed ? 'no-place' : near.length > 0 ? 'beside' : 'outside';
      return { row, reason, grid, best: near[0]?.percent ?? 0 };
    }
    const address = this.text('residents', 'rawAddress', row);
    const { building, percent, reason } = this.addresses.home(address);
    const readable = percent >= LEAST_CONFIDENCE;
    const best = readable ? percent : (this.homesFor(address)[0]?.percent ?? 0);
    const place = building === NONE ? (this.nearBuildings(table, row)[0]?.to ?? NONE) : building;
    return {
      row,
      reason: readable ? 'readable' : (reason ?? 'unknown-door'),
      grid: this.gridOfBuilding[place] ?? NO_GRID,
      best,
    };
  }

  private nearBuildings(table: LinkTable, row: number): LinkSuggestion[] {
    const lng = this.numbers(table, 'lng')[row];
    const lat = this.numbers(table, 'lat')[row];
    if (!this.places || lng === undefined || lng === NO_COORDINATE || lat === NO_COORDINATE) return [];
    const inside = this.places.find(lng, lat, 0);
    const near = inside ? [inside] : this.places.nearest(lng, lat, NEAR_METRES, MOST);
    return near.map(({ building, percent, metres }) => ({
      to: building,
      label: this.buildingLabel(building),
      percent,
      why: inside ? 'address' : 'nearest',
      metres: Math.round(metres),
    }));
  }

  private homesFor(text: string): LinkSuggestion[] {
    if (text === '') return [];
    const exact = this.addresses.home(text);
    if (exact.home !== NONE)
      return [
        {
          to: exact.home,
          label: this.homeLabel(exact.home),
          percent: exact.percent,
          why: 'address',
          metres: 0,
        },
      ];
    const address = parseAddress(text);
    if (exact.building !== NONE) return this.otherDoors(exact.building, address.entrance, address.door);
    return this.nearSpellings(text);
  }

  /** Doors of the building that are one slip of the pen away. */
  private otherDoors(building: number, entrance: string, door: string): LinkSuggestion[] {
    if (door === '') return [];
    const found: LinkSuggestion[] = [];
    for (const home of this.addresses.homesOf(building)) {
      const away = editDistance(door, this.addresses.doorOf(home), 1);
      if (away > 1) continue;
      const sameEntrance = this.addresses.entranceOf(home) === entrance;
      const percent = away === 0 ? 65 : sameEntrance ? 55 : 40;
      found.push({ to: home, label: this.homeLabel(home), percent, why: 'otherDoor', metres: 0 });
    }
    return found.sort((a, b) => b.percent - a.percent || a.to - b.to).slice(0, MOST);
  }

  /** The same house number under a name that is nearly the same. */
  private nearSpellings(text: string): LinkSuggestion[] {
    const address = parseAddress(text);
    const name = address.road + (address.lane === '' ? '' : `${address.lane}弄`) + address.compound;
    const house = [address.number, address.building].filter((part) => part !== '').join('-');
    if (name.length < 3 || house === '') return [];
    const most = name.length < 5 ? 1 : 2;
    const found: LinkSuggestion[] = [];
    for (const { name: other, building } of this.byHouse.get(house) ?? []) {
      const away = editDistance(name, other, most);
      if (away > most) continue;
      const { home, percent } = this.addresses.homeOf(building, address, away === 1 ? 70 : 60);
      if (home !== NONE)
        found.push({ to: home, label: this.homeLabel(home), percent, why: 'spelling', metres: 0 });
    }
    return found.sort((a, b) => b.percent - a.percent || a.to - b.to).slice(0, MOST);
  }

  private numbers(table: TableName, column: string): ArrayLike<number> {
    const found = this.tables[table]?.columns[column];
    return found?.kind === 'number' ? found.values : [];
  }

  private text(table: TableName, column: string, row: number): string {
    const found = this.tables[table]?.columns[column];
    const isText = found?.kind === 'text' || found?.kind === 'packed';
    return isText && row < (this.tables[table]?.rows ?? 0) ? textAt(found, row) : '';
  }

  private word(table: TableName, column: string, row: number): string {
    const found = this.tables[table]?.columns[column];
    return found?.kind === 'dict' ? wordAt(found, row) : '';
  }
}
