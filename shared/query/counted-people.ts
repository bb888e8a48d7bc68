/**
 * Numbers about people as a planner may see them: every set that is counted becomes a fingerprint, and every number on screen is what
 * `disclose` gave for it. Owns the fingerprints of sets and their parts; 0 stands for "fewer than ten". Which rows are asked about is decided elsewhere.
 */
import { SUMS } from '../access/answered-sets.ts';
import type { PersonWords } from '../access/disclose.ts';
import type { Bitset } from '../columns/bitset.ts';
import { type DictColumn, NONE } from '../columns/column.ts';
import { labelAt, linkAt } from './column-access.ts';
import { type Community, rowCount } from './community.ts';
import { type CodedColumn, type JointCodes, joinColumns, partOfCell } from './joint-codes.ts';
import { UNKNOWN_CELL } from './population.ts';
import { PYRAMID_BANDS, type Pyramid, type WordCount } from './selection.ts';

/** What tells of single persons and is therefore counted by fingerprint. */
export type CountedTable = 'residents' | 'homes' | 'vehicles' | 'devices';

export function isCounted(table: string): table is CountedTable {
  return table === 'residents' || table === 'homes' || table === 'vehicles' || table === 'devices';
}

/** A set's fingerprint and size, as `Discloser.disclose` takes them. */
export interface Print {
  print: Uint32Array;
  count: number;
}

/** A multiple of five; 0: fewer than ten, or none. */
export type Disclose = (set: Print) => number;

/** The id a record has in every generation; its row where the register gave none. */
export function stableId(community: Community, table: CountedTable, row: number): string {
  return `${table}:${labelAt(community.tables[table], 'id', row) || `#${row}`}`;
}

/** Fingerprints of many sets beside each other: one row of SUMS words and one count per set. */
export class Prints {
  readonly sums: Uint32Array;
  readonly counts: Uint32Array;

  constructor(sets: number) {
    this.sums = new Uint32Array(sets * SUMS);
    this.counts = new Uint32Array(sets);
  }

  add(set: number, { sum, word }: PersonWords, row: number): void {
    this.sums[set * SUMS + sum[row]] += word[row];
    this.counts[set]++;
  }

  /** Adds set `from` of `other` to set `to`. */
  addSet(to: number, other: Prints, from: number, sign: 1 | -1 = 1): void {
    for (let i = 0; i < SUMS; i++) this.sums[to * SUMS + i] += sign * other.sums[from * SUMS + i];
    this.counts[to] += sign * other.counts[from];
  }

  at(set: number): Print {
    return { print: this.sums.subarray(set * SUMS, (set + 1) * SUMS), count: this.counts[set] };
  }
}

/** A set of rows of one table, with what was already worked out about its parts. */
interface Known {
  rows: Uint32Array;
  value: number;
  parts: Map<string, unknown>;
}

const PYRAMID = 'pyramid';
/** What `gather` made of a set: no name of a column. */
const GATHERED = ' gathered';

/** Ages and sexes as a column to gather by. */
export function pyramidColumn({ population }: Community): CodedColumn {
  return { name: PYRAMID, codes: population.cell, parts: UNKNOWN_CELL + 1 };
}

/** Sets whose parts are remembered: the whole, the selection, and one for each control that is set. */
const MOST_KNOWN = 24;

export class CountedPeople {
  readonly community: Community;
  readonly disclose: Disclose;
  private readonly wordsOf: (table: CountedTable) => PersonWords;
  private readonly known = new Map<string, Known>();
  /** The same by set: one question asks for a dozen parts of one set. Sets are never changed once they are asked about. */
  private readonly ofSet = new WeakMap<Bitset, Known>();
  private readonly joints = new Map<CountedTable, JointCodes[]>();
  private first: Uint32Array | null = null;

  /** `wordsOf`: the secret words of the table's rows by `stableId`. */
  constructor(community: Community, wordsOf: (table: CountedTable) => PersonWords, disclose: Disclose) {
    this.community = community;
    this.wordsOf = wordsOf;
    this.disclose = disclose;
  }

  words(table: CountedTable): PersonWords {
    return this.wordsOf(table);
  }

  count(table: CountedTable, set: Bitset): number {
    return this.setOf(table, set).value;
  }

  /**
   * Reads the set once for all these columns (of its table, the same at every call); `byWord` and `pyramid` then find their fingerprints made. Worth
   * it where two or more of them are asked for.
   */
  gather(table: CountedTable, set: Bitset, columns: readonly CodedColumn[]): void {
    this.part(table, set, GATHERED, (rows) => {
      const made = new Map<string, Prints>();
      for (const joint of this.jointsOf(table, columns)) {
        const cells = this.partition(table, rows, joint.codes, joint.cells);
        for (const column of joint.columns) {
          const prints = new Prints(column.parts);
          for (let cell = 0; cell < joint.cells; cell++)
            if (cells.counts[cell] > 0) prints.addSet(partOfCell(column, cell), cells, cell);
          made.set(column.name, prints);
        }
      }
      return made;
    });
  }

  /** By word of the column; words of the register that nobody here has stand with 0, so that what is absent tells nothing. */
  byWord(table: CountedTable, name: string, column: DictColumn, set: Bitset): WordCount[] {
    return this.part(table, set, name, (rows) => {
      const prints =
        this.gathered(table, set, name) ?? this.partition(table, rows, column.codes, column.words.length);
      const counts = column.words.map((word, code) => ({ word, count: this.disclose(prints.at(code)) }));
      return counts.sort((a, b) => Number(a.word === '') - Number(b.word === '') || b.count - a.count);
    });
  }

  /** By label, in label order. */
  byTag(table: 'residents' | 'homes', tags: ReadonlyMap<string, Bitset>, set: Bitset): WordCount[] {
    return this.part(table, set, 'tags', () =>
      Array.from(tags, ([word, rows]) => ({ word, count: this.disclose(this.common(table, rows, set)) })),
    );
  }

  households(set: Bitset): number {
    return this.part('residents', set, 'households', (rows) => {
      const prints = new Prints(1);
      const { household, households } = this.community.population;
      const firsts = this.firstMembers();
      const seen = new Uint8Array(households);
      const words = this.words('residents');
      for (let i = 0; i < rows.length; i++) {
        const number = household[rows[i]];
        if (number === NONE || seen[number] === 1) continue;
        seen[number] = 1;
        prints.add(0, words, firsts[number]);
      }
      return this.disclose(prints.at(0));
    });
  }

  pyramid(set: Bitset): Pyramid {
    return this.part('residents', set, PYRAMID, (rows) => {
      const prints =
        this.gathered('residents', set, PYRAMID) ??
        this.partition('residents', rows, this.community.population.cell, UNKNOWN_CELL + 1);
      const side = (of: 0 | 1) =>
        Uint32Array.from({ length: PYRAMID_BANDS }, (_, band) => this.disclose(prints.at(band * 2 + of)));
      return { male: side(0), female: side(1), unknown: this.disclose(prints.at(UNKNOWN_CELL)) };
    });
  }

  /** Per year 0..120, from bands of five years: single years are never asked for. */
  ages(set: Bitset): Uint32Array {
    return this.part('residents', set, 'ages', (rows) => {
      const { age } = this.community.population;
      const band = Uint8Array.from({ length: 256 }, (_, year) =>
        year > 120 ? PYRAMID_BANDS : Math.min(20, year / 5),
      );
      const prints = new Prints(PYRAMID_BANDS + 1);
      const words = this.words('residents');
      for (const row of rows) prints.add(band[age[row]], words, row);
      const years = new Uint32Array(121);
      for (let each = 0; each < PYRAMID_BANDS; each++) {
        const value = this.disclose(prints.at(each));
        if (each === PYRAMID_BANDS - 1) years[100] = value;
        else years.fill(value / 5, each * 5, each * 5 + 5);
      }
      return years;
    });
  }

  /** Prints of the rows by a number below `parts`. */
  partition(table: CountedTable, rows: Uint32Array, partOf: ArrayLike<number>, parts: number): Prints {
    const prints = new Prints(parts);
    const { sum, word } = this.words(table);
    const { sums, counts } = prints;
    if (partOf instanceof Uint8Array) partitionBytes(rows, partOf, { sum, word }, prints);
    else
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i];
        const part = partOf[row];
        sums[part * SUMS + sum[row]] += word[row];
        counts[part]++;
      }
    return prints;
  }

  /** First member of each household, the one by whom it is counted. */
  firstMembers(): Uint32Array {
    if (this.first) return this.first;
    const { household, households } = this.community.population;
    const first = new Uint32Array(households).fill(NONE);
    for (let row = household.length - 1; row >= 0; row--)
      if (household[row] !== NONE) first[household[row]] = row;
    this.first = first;
    return first;
  }

  /** Of this very set, however it was asked for: equal fingerprints have equal parts. */
  part<T>(table: CountedTable, set: Bitset, name: string, make: (rows: Uint32Array) => T): T {
    const known = this.setOf(table, set);
    const found = known.parts.get(name);
    if (found !== undefined) return found as T;
    const made = make(known.rows);
    known.parts.set(name, made);
    return made;
  }

  private jointsOf(table: CountedTable, columns: readonly CodedColumn[]): JointCodes[] {
    const known = this.joints.get(table) ?? joinColumns(columns, rowCount(this.community, table));
    this.joints.set(table, known);
    return known;
  }

  private gathered(table: CountedTable, set: Bitset, name: string): Prints | undefined {
    const found = this.setOf(table, set).parts.get(GATHERED) as ReadonlyMap<string, Prints> | undefined;
    return found?.get(name);
  }

  private setOf(table: CountedTable, set: Bitset): Known {
    const before = this.ofSet.get(set);
    if (before) return before;
    const rows = set.toRows();
    const prints = new Prints(1);
    const words = this.words(table);
    for (let i = 0; i < rows.length; i++) prints.sums[words.sum[rows[i]]] += words.word[rows[i]];
    prints.counts[0] = rows.length;
    const key = `${table} ${rows.length} ${prints.sums.join()}`;
    const known = this.known.get(key) ?? { rows, value: this.disclose(prints.at(0)), parts: new Map() };
    this.known.delete(key);
    this.known.set(key, known);
    this.ofSet.set(set, known);
    if (this.known.size > MOST_KNOWN) this.known.delete(this.known.keys().next().value!);
    return known;
  }

  private common(table: CountedTable, a: Bitset, b: Bitset): Print {
    const { sum, word } = this.words(table);
    const print = new Uint32Array(SUMS);
    let count = 0;
    for (let i = 0; i < a.words.length; i++) {
      let both = a.words[i] & b.words[i];
      while (both !== 0) {
        const row = (i << 5) + 31 - Math.clz32(both & -both);
        both &= both - 1;
        print[sum[row]] += word[row];
        count++;
      }
    }
    return { print, count };
  }
}

/** A loop that sees one array type only runs several times faster; nearly all dictionaries are bytes. */
function partitionBytes(
  rows: Uint32Array,
  partOf: Uint8Array,
  { sum, word }: PersonWords,
  prints: Prints,
): void {
  const { sums, counts } = prints;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    const part = partOf[row];
    sums[part * SUMS + sum[row]] += word[row];
    counts[part]++;
  }
}

/** Grid of the building that a record belongs to; `grids`: none. */
export function gridOfBuildings(community: Community): (building: number) => number {
  const grids = rowCount(community, 'grids');
  const { gridOfBuilding } = community.plan;
  return (building) => Math.min(grids, gridOfBuilding[building] ?? grids);
}

/** Whether a device tells of one person: worn or pressed by one, or standing in a home. */
export function isOfPerson(community: Community, device: number): boolean {
  const { devices } = community.tables;
  if (labelAt(devices, 'kind', device) === 'oneKey') return true;
  return linkAt(devices, 'resident', device) !== NONE || linkAt(devices, 'home', device) !== NONE;
}
