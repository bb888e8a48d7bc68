/**
 * Ties imported rows to buildings and homes by id, by building + entrance + door, or by an equal address. Owns the
 * simple keys only: what stays unlinked is kept and counted. A key that fits two records links to neither.
 */
import { textAt, wordAt } from '../columns/cell.ts';
import { type DictColumn, NONE, type NumberColumn, type Table, type TextColumn } from '../columns/column.ts';
import { textColumn } from '../columns/packed-text.ts';
import { TextIndex } from '../columns/text-keys.ts';
import { plainText } from './import-values.ts';

/** One spelling for the ways an address part is written: full-width, blanks, 号楼 / 幢 / 栋, 单元, 室. */
export function foldAddress(text: string): string {
  return plainText(text)
    .toLowerCase()
    .replace(/[\s,，.。]/g, '')
    .replace(/(\d+)(?:号楼|号|幢|栋|座|楼)/g, '$1#')
    .replace(/(\d+|[a-z])单元/g, '$1-')
    .replace(/室$|房$/, '');
}

/** A building, entrance or door by itself: 03号楼 -> 3, 2单元 -> 2, 0501室 -> 501. */
export function foldPart(text: string): string {
  const folded = plainText(text)
    .toLowerCase()
    .replace(/\s/g, '')
    .replace(/(?:号楼|号|幢|栋|座|楼|单元|门|室|房)$/, '');
  return /^0+\d/.test(folded) ? folded.replace(/^0+/, '') : folded;
}

/** Texts to rows; a text of two rows leads to NONE. */
class KeyIndex {
  private readonly rows = new Map<string, number>();

  add(key: string, row: number): void {
    if (key === '') return;
    const known = this.rows.get(key);
    if (known === undefined) this.rows.set(key, row);
    else if (known !== row) this.rows.set(key, NONE);
  }

  find(key: string): number {
    return key === '' ? NONE : (this.rows.get(key) ?? NONE);
  }
}

/** Finds buildings by id, else name, else address. */
export class BuildingFinder {
  private readonly ids: TextIndex;
  private readonly names = new KeyIndex();
  private readonly addresses = new KeyIndex();

  constructor(buildings: Table) {
    const [id, name, address] = ['id', 'name', 'address'].map(
      (column) => buildings.columns[column] as TextColumn,
    );
    this.ids = new TextIndex(id);
    for (let row = 0; row < buildings.rows; row++) {
      this.names.add(foldPart(textAt(name, row)), row);
      this.addresses.add(foldAddress(textAt(address, row)), row);
    }
  }

  byId(text: string): number {
    return this.ids.find(text);
  }

  find(text: string): number {
    if (text === '') return NONE;
    for (const row of [
      this.ids.find(text),
      this.names.find(foldPart(text)),
      this.addresses.find(foldAddress(text)),
    ]) {
      if (row !== NONE) return row;
    }
    return NONE;
  }
}

/** Finds homes by id or by building + entrance + door; whole addresses are link-address.ts. */
export class HomeFinder {
  private readonly homes: Table;
  private readonly entrances: Table;
  /** Made when they are first asked for: a list names homes by id, or by entrance and door. */
  private knownIds: TextIndex | null = null;
  private doors: KeyIndex | null = null;

  constructor(homes: Table, entrances: Table) {
    this.homes = homes;
    this.entrances = entrances;
  }

  private get ids(): TextIndex {
    this.knownIds ??= new TextIndex(this.homes.columns['id'] as TextColumn);
    return this.knownIds;
  }

  private indexDoors(): KeyIndex {
    const { homes, entrances } = this;
    const doors = new KeyIndex();
    const building = (homes.columns['building'] as NumberColumn).values;
    const entrance = (homes.columns['entrance'] as NumberColumn).values;
    const door = homes.columns['door'] as DictColumn;
    const label = entrances.columns['label'] as DictColumn;
    for (let row = 0; row < homes.rows; row++) {
      if (building[row] === NONE) continue;
      const unit = entrance[row] === NONE ? '' : foldPart(wordAt(label, entrance[row]));
      const doorText = foldPart(wordAt(door, row));
      if (doorText === '') continue;
      doors.add(`${building[row]}|${unit}|${doorText}`, row);
    }
    return doors;
  }

  byId(id: string): number {
    return this.ids.find(id);
  }

  /** By the id that stands in row `row` of a column. */
  byIdAt({ bytes, offsets }: TextColumn, row: number): number {
    return this.ids.findBytes(bytes, offsets[row], offsets[row + 1]);
  }

  byDoor(building: number, entrance: string, door: string): number {
    if (building === NONE || door === '') return NONE;
    this.doors ??= this.indexDoors();
    return this.doors.find(`${building}|${foldPart(entrance)}|${foldPart(door)}`);
  }
}

/** Finds the records of a table by the text columns they are known by, the surest first. */
export class RecordFinder {
  private readonly indexes: TextIndex[] = [];

  constructor(table: Table, columns: readonly string[]) {
    for (const name of columns) {
      const column = textColumn(table.columns[name]);
      if (column) this.indexes.push(new TextIndex(column));
    }
  }

  find(text: string): number {
    for (const index of this.indexes) {
      const row = index.find(text);
      if (row !== NONE) return row;
    }
    return NONE;
  }
}
