/**
 * Repairs as pure functions: from the findings to changed cells, and from changed cells to a new bundle in which only the
 * changed columns are copied. No repair touches a link or the order of rows.
 */

import { type Column, NONE } from '../columns/column.ts';
import { textColumn } from '../columns/packed-text.ts';
import type { CommunityBundle } from '../model/bundle.ts';
import { BY_REPAIR, sourceStamp } from '../model/field-sources.ts';
import { stampedRows } from '../model/sources-column.ts';
import { columnOf } from '../query/column-access.ts';
import type { Community } from '../query/community.ts';
import { cellOf } from '../query/table-page.ts';
import { type FixId, type JudgedTable, QUALITY_CHECKS } from './checks.ts';
import { type Findings, trustedId } from './evaluate.ts';
import { birthInId, maleInId } from './id-number.ts';

/** New values of one column, by row: numbers for number columns, words for dictionary columns. */
export interface CellChange {
  column: string;
  rows: number[];
  values: (number | string)[];
}
export interface FixPlan {
  fix: FixId;
  table: JudgedTable;
  /** Records that change, ascending. */
  rows: number[];
  changes: CellChange[];
}

class Changes {
  readonly rows: number[] = [];
  private readonly byColumn = new Map<string, CellChange>();

  set(row: number, values: Record<string, number | string>): void {
    this.rows.push(row);
    for (const [column, value] of Object.entries(values)) {
      let change = this.byColumn.get(column);
      if (!change) {
        change = { column, rows: [], values: [] };
        this.byColumn.set(column, change);
      }
      change.rows.push(row);
      change.values.push(value);
    }
  }

  get list(): CellChange[] {
    return [...this.byColumn.values()];
  }
}

type Work = (community: Community, found: Findings, out: Changes) => void;

const FIXES: Record<FixId, { table: JudgedTable; work: Work }> = {
  birthFromId: { table: 'residents', work: birthFromId },
  sexFromId: { table: 'residents', work: sexFromId },
  headFromEldest: { table: 'residents', work: headFromEldest },
  rentedFromResidents: { table: 'homes', work: rentedFromResidents },
  floorsFromHomes: { table: 'buildings', work: floorsFromHomes },
};

/**
 * What a repair would change. `only`: these rows of its check alone; records that cannot be repaired safely are left out.
 */
export function planFix(
  community: Community,
  findings: Findings,
  fix: FixId,
  only: number[] | null = null,
): FixPlan {
  const { table, work } = FIXES[fix];
  const wanted = only && new Set(only);
  const mine: Findings = new Map();
  for (const check of QUALITY_CHECKS) {
    const rows = check.fix === fix && findings.get(check.id);
    if (!rows) continue;
    const kept = rows.clone();
    if (wanted)
      kept.toRows().forEach((row) => {
        if (!wanted.has(row)) kept.remove(row);
      });
    mine.set(check.id, kept);
  }
  const out = new Changes();
  work(community, mine, out);
  return { fix, table, rows: out.rows, changes: out.list };
}

function birthFromId(community: Community, found: Findings, out: Changes): void {
  const numbers = textColumn(community.tables.residents?.columns['idNumber']);
  if (!numbers) return;
  const { bytes, offsets } = numbers;
  const hasDay = columnOf(community.tables.residents, 'birthDay', 'number') !== undefined;
  const today = dayNumber(community.today);
  found.get('idBirth')?.forEach((row) => {
    if (!trustedId(bytes, offsets[row], offsets[row + 1])) return;
    const birth = birthInId(bytes, offsets[row]);
    if (birth > today || today - birth > 121_0000) return;
    const values = { birthYear: Math.floor(birth / 10_000), birthMonth: Math.floor(birth / 100) % 100 };
    out.set(row, hasDay ? { ...values, birthDay: birth % 100 } : values);
  });
}

function dayNumber(day: number): number {
  const date = new Date(day * 86_400_000);
  return date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}

function sexFromId(community: Community, found: Findings, out: Changes): void {
  const numbers = textColumn(community.tables.residents?.columns['idNumber']);
  if (!numbers) return;
  const { bytes, offsets } = numbers;
  found.get('idSex')?.forEach((row) => {
    if (trustedId(bytes, offsets[row], offsets[row + 1]))
      out.set(row, { sex: maleInId(bytes, offsets[row]) ? 'male' : 'female' });
  });
}

/** The eldest grown-up of the household becomes its head; of a household of children nobody. */
function headFromEldest(community: Community, found: Findings, out: Changes): void {
  const { household, age } = community.population;
  const wanted = new Map<number, number>();
  found.get('householdWithoutHead')?.forEach((row) => {
    wanted.set(household[row], NONE);
  });
  const grown = (row: number) => age[row] >= 18 && age[row] <= 120;
  for (let row = 0; row < household.length; row++) {
    const eldest = wanted.get(household[row]);
    if (eldest === undefined || !grown(row)) continue;
    if (eldest === NONE || age[row] > age[eldest]) wanted.set(household[row], row);
  }
  for (const row of [...wanted.values()].filter((each) => each !== NONE).sort((a, b) => a - b))
    out.set(row, { relation: 'head' });
}

function rentedFromResidents(_: Community, found: Findings, out: Changes): void {
  found.get('vacantWithResidents')?.forEach((row) => {
    out.set(row, { tenure: 'rented' });
  });
}

/** As many floors as the highest home in it has. */
function floorsFromHomes(community: Community, found: Findings, out: Changes): void {
  const floors = columnOf(community.tables.homes, 'floor', 'number');
  if (!floors) return;
  found.get('buildingWithoutFloors')?.forEach((row) => {
    let top = 0;
    for (let home = community.homeStarts[row]; home < community.homeStarts[row + 1]; home++)
      if (floors.values[home] !== floors.missing) top = Math.max(top, floors.values[home]);
    if (top > 0 && top <= 255) out.set(row, { floors: top });
  });
}

/** What a person sees before agreeing: how many, and the first records before and after. */
export interface FixPreview {
  fix: FixId;
  table: JudgedTable;
  count: number;
  columns: string[];
  rows: { row: number; before: (number | string)[]; after: (number | string)[] }[];
}

export function previewFix(community: Community, plan: FixPlan, most = 10): FixPreview {
  const table = community.tables[plan.table];
  const columns = plan.changes.map(({ column }) => column);
  const rows = plan.rows.slice(0, most).map((row) => {
    const before = columns.map((name) => {
      const column = table?.columns[name];
      return column ? cellOf(column, row, table.rows) : '';
    });
    const after = plan.changes.map((change, i) => {
      const at = change.rows.indexOf(row);
      return at < 0 ? before[i] : change.values[at];
    });
    return { row, before, after };
  });
  return { fix: plan.fix, table: plan.table, count: plan.rows.length, columns, rows };
}

/** A bundle with the cells changed, from `isoDay` on by a repair; what is not changed is shared with the one before. */
export function applyFix(bundle: CommunityBundle, plan: FixPlan, isoDay: string): CommunityBundle {
  const table = bundle.tables[plan.table];
  if (!table) return bundle;
  const columns = { ...table.columns };
  for (const change of plan.changes) {
    const column = columns[change.column];
    if (column) columns[change.column] = withCells(column, change);
  }
  const changed = plan.changes.map(({ column }) => column);
  const told = stampedRows({ ...table, columns }, plan.rows, changed, sourceStamp(BY_REPAIR, isoDay));
  return { ...bundle, tables: { ...bundle.tables, [plan.table]: told } };
}

function withCells(column: Column, { rows, values }: CellChange): Column {
  if (column.kind === 'number') {
    const copy = column.values.slice();
    rows.forEach((row, i) => {
      copy[row] = Number(values[i]);
    });
    return { ...column, values: copy };
  }
  if (column.kind !== 'dict') return column;
  const words = [...column.words];
  const coded = values.map((value) => {
    const known = words.indexOf(String(value));
    return known >= 0 ? known : words.push(String(value)) - 1;
  });
  const codes =
    words.length > 256 && column.codes instanceof Uint8Array
      ? Uint16Array.from(column.codes)
      : column.codes.slice();
  rows.forEach((row, i) => {
    codes[row] = coded[i];
  });
  return { ...column, codes, words };
}
