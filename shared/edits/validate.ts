/**
 * Whether what a person entered can stand: the rules of field-rules.ts, check-shapes.ts, and what fields say of each other and of the community.
 * Looks only at what a draft sets: what was wrong before is the quality desk's. Errors refuse, warnings ask.
 */
import { textAt, wordAt } from '../columns/cell.ts';
import type { Table } from '../columns/column.ts';
import type { CommunityBundle } from '../model/bundle.ts';
import { readIdNumber } from '../model/import-values.ts';
import { type ColumnSpec, TABLES, type TableName } from '../model/tables.ts';
import { type Vocabulary, WORDS } from '../model/words.ts';
import { isSound } from '../registers/citizen-number.ts';
import { editValueAt, fitsType } from './cell-values.ts';
import { shapeProblems } from './check-shapes.ts';
import type { EditProblem, EditProblemCode } from './edit-problem.ts';
import { rulesOf } from './edit-rules.ts';
import { type FieldRule, fieldRules } from './field-rules.ts';
import type { DraftEdit, DraftValue } from './make-edits.ts';
import { isUnifiedCode } from './unified-code.ts';

export interface Validation {
  valid: boolean;
  problems: EditProblem[];
}

const PHONE = /^(1\d{10}|0\d{2,3}-?\d{7,8}|\d{7,8}|[48]00-?\d{3}-?\d{4})$/;
/** Province, letter, five or six places; the last may be a word of the special plates (GA 36). Bicycles have plates of their town. */
const PLATE =
  /^[\u4e00-\u9fff][A-Z][·\s]?[A-Z0-9]{4,5}[A-Z0-9\u4e00-\u9fff]$|^[\u4e00-\u9fff]{1,3}[A-Z]?[·\s-]?[A-Z]?\d{4,8}$/;

/** Drafts as completeDrafts leaves them. `today`: days since 1970-01-01. */
export function validateEdits(
  bundle: CommunityBundle,
  drafts: readonly DraftEdit[],
  today: number,
): Validation {
  const made = new Set(drafts.flatMap(({ op, key }) => (op === 'create' && key ? [key] : [])));
  const problems = drafts.flatMap((draft, edit) => {
    const found: EditProblem[] = [];
    const tell: Tell = (field, code, severity, values) =>
      found.push(values ? { edit, field, code, severity, values } : { edit, field, code, severity });
    if (draft.op === 'remove') checkRemoval(bundle, draft, drafts, tell);
    else {
      const record = new Draft(bundle, draft);
      for (const [column, rule] of fieldRules(draft.table))
        checkField(bundle, record, column, rule, made, tell);
      checkTogether(bundle, record, today, tell);
    }
    return found;
  });
  problems.push(...shapeProblems(bundle, drafts));
  return { valid: !problems.some(({ severity }) => severity === 'error'), problems };
}

type Tell = (
  field: string,
  code: EditProblemCode,
  severity: 'error' | 'warning',
  values?: Record<string, string | number>,
) => void;

/** A record as it would be: what the draft sets, else what stands there. */
class Draft {
  readonly table: TableName;
  readonly row: number;
  readonly isNew: boolean;
  readonly hasShape: boolean;
  private readonly stored: Table | undefined;
  private readonly set: Record<string, DraftValue>;

  constructor(bundle: CommunityBundle, { table, op, row = -1, set = {}, geometry = {} }: DraftEdit) {
    this.table = table;
    this.row = row;
    this.isNew = op === 'create';
    this.stored = bundle.tables[table];
    this.set = set;
    this.hasShape = Object.values(geometry).some((rings) => rings.length > 0);
  }

  sets(column: string): boolean {
    return Object.hasOwn(this.set, column) || this.isNew;
  }

  /** Links: a row, or the key of a record made in the same request. */
  value(column: string): string | number | null | string[] {
    if (!Object.hasOwn(this.set, column))
      return this.isNew ? null : editValueAt(this.stored, column, this.row, this.stored?.rows ?? 0);
    const value = this.set[column];
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value.row;
    return value === '' ? null : value;
  }

  text(column: string): string {
    const value = this.value(column);
    return typeof value === 'string' ? value : '';
  }

  number(column: string): number | null {
    const value = this.value(column);
    return typeof value === 'number' ? value : null;
  }
}

function checkField(
  bundle: CommunityBundle,
  record: Draft,
  column: string,
  rule: FieldRule,
  made: ReadonlySet<string>,
  tell: Tell,
): void {
  if (!record.sets(column)) return;
  const spec = TABLES[record.table].columns[column];
  const value = record.value(column);
  if (value === null || (Array.isArray(value) && value.length === 0)) {
    if (rule.required) tell(column, 'required', rule.required);
    return;
  }
  if (spec?.kind === 'number' && spec.link) {
    const there =
      typeof value === 'string' ? made.has(value) : Number(value) < (bundle.tables[spec.link]?.rows ?? 0);
    if (!there) tell(column, 'link-missing', 'error');
    return;
  }
  if (spec?.kind === 'number') checkNumber(record, column, spec, rule, tell);
  else if (typeof value === 'string') checkText(bundle, record, column, spec, rule, value, tell);
}

function checkNumber(
  record: Draft,
  column: string,
  spec: Extract<ColumnSpec, { kind: 'number' }>,
  { min = -Infinity, max = Infinity, fraction }: FieldRule,
  tell: Tell,
): void {
  const value = record.number(column);
  if (value === null || !(fraction || Number.isInteger(value))) return void tell(column, 'number', 'error');
  if (value < min || value > max || !fitsType(value, spec.type)) tell(column, 'range', 'error', { min, max });
}

function checkText(
  bundle: CommunityBundle,
  record: Draft,
  column: string,
  spec: ColumnSpec | undefined,
  rule: FieldRule,
  value: string,
  tell: Tell,
): void {
  if (
    spec?.kind === 'dict' &&
    spec.words &&
    !(WORDS[spec.words as Vocabulary] as readonly string[]).includes(value)
  )
    return void tell(column, 'word', 'error');
  if (rule.longest !== undefined && value.length > rule.longest)
    return void tell(column, 'too-long', 'error', { longest: rule.longest });
  switch (rule.form) {
    case 'phone':
      if (!PHONE.test(value.replace(/\s/g, ''))) tell(column, 'phone-form', 'error');
      break;
    case 'plate':
      if (!PLATE.test(value.toUpperCase())) tell(column, 'plate-form', 'warning');
      break;
    case 'idNumber':
      if (!/^\d{17}[\dXx]$/.test(value)) return void tell(column, 'id-form', 'error');
      if (!isSound(value.toUpperCase())) return void tell(column, 'id-checksum', 'error');
      break;
    case 'unifiedCode':
      if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(value)) tell(column, 'code-form', 'warning');
      else if (!isUnifiedCode(value)) tell(column, 'code-checksum', 'warning');
  }
  if (rule.unique && occursElsewhere(bundle.tables[record.table], column, value, record.row))
    tell(column, column === 'idNumber' ? 'duplicate-number' : 'duplicate-id', rule.unique);
}

/** Whether another record has the same text: one pass over the column's bytes, once a save. */
function occursElsewhere(table: Table | undefined, name: string, value: string, row: number): boolean {
  const column = table?.columns[name];
  if (!table || !column) return false;
  if (column.kind === 'packed') {
    for (let at = 0; at < table.rows; at++) if (at !== row && textAt(column, at) === value) return true;
    return false;
  }
  if (column.kind === 'dict') {
    for (let at = 0; at < table.rows; at++) if (at !== row && wordAt(column, at) === value) return true;
    return false;
  }
  if (column.kind !== 'text') return false;
  const bytes = new TextEncoder().encode(value);
  for (let at = 0; at < table.rows; at++) {
    const from = column.offsets[at];
    if (at === row || column.offsets[at + 1] - from !== bytes.length) continue;
    let same = 0;
    while (same < bytes.length && column.bytes[from + same] === bytes[same]) same++;
    if (same === bytes.length) return true;
  }
  return false;
}

/** What fields say of each other. */
function checkTogether(bundle: CommunityBundle, record: Draft, today: number, tell: Tell): void {
  if (record.table === 'residents') checkPerson(bundle, record, today, tell);
  if (record.table === 'homes' || record.table === 'devices') checkFloor(bundle, record, tell);
  if (record.isNew && PLACED.includes(record.table) && !isPlaced(record)) tell('lng', 'no-place', 'error');
}

/** A new one of these must stand somewhere. */
const PLACED: readonly TableName[] = [
  'devices',
  'cameras',
  'facilities',
  'organisations',
  'places',
  'buildings',
];

function isPlaced(record: Draft): boolean {
  const linked = ['building', 'home'].some(
    (column) => TABLES[record.table].columns[column] && record.value(column) !== null,
  );
  return linked || record.hasShape || (record.number('lng') !== null && record.number('lat') !== null);
}

function checkPerson(bundle: CommunityBundle, record: Draft, today: number, tell: Tell): void {
  const [year, month, day] = ['birthYear', 'birthMonth', 'birthDay'].map(
    (column) => record.number(column) ?? 0,
  );
  if (['birthYear', 'birthMonth', 'birthDay'].some((column) => record.sets(column))) {
    const born = Date.UTC(year, Math.max(0, month - 1), Math.max(1, day)) / 86_400_000;
    if (year > 0 && born > today) tell('birthYear', 'birth-future', 'error');
    if (day > 0 && month > 0 && day > new Date(Date.UTC(year || 2000, month, 0)).getUTCDate())
      tell('birthDay', 'birth-day', 'error');
  }
  const number = record.text('idNumber').toUpperCase();
  const said = isSound(number) ? readIdNumber(number) : null;
  const asked = ['idNumber', 'birthYear', 'birthMonth', 'birthDay', 'sex'].some((column) =>
    record.sets(column),
  );
  if (said && asked) {
    const { birth, sex } = said;
    const differs = (stated: number, here: number) => here > 0 && stated !== here;
    if (differs(birth.year, year) || differs(birth.month, month) || differs(birth.day, day))
      tell('birthYear', 'id-birth', 'warning');
    if (record.text('sex') !== '' && record.text('sex') !== sex) tell('sex', 'id-sex', 'warning');
  }
  if (record.text('relation') === 'head' && (record.sets('relation') || record.sets('household')))
    if (hasOtherHead(bundle.tables.residents, record)) tell('relation', 'second-head', 'warning');
}

function hasOtherHead(residents: Table | undefined, record: Draft): boolean {
  const household = record.number('household');
  const numbers = residents?.columns['household'];
  const relations = residents?.columns['relation'];
  if (household === null || numbers?.kind !== 'number' || relations?.kind !== 'dict') return false;
  const head = relations.words.indexOf('head');
  for (let row = 0; row < numbers.values.length; row++)
    if (numbers.values[row] === household && row !== record.row && relations.codes[row] === head) return true;
  return false;
}

function checkFloor(bundle: CommunityBundle, record: Draft, tell: Tell): void {
  const floor = record.number('floor');
  if (floor === null || !(record.sets('floor') || record.sets('building'))) return;
  const building = record.number('building');
  if (building === null) return;
  const floors = editValueAt(bundle.tables.buildings, 'floors', building, 0);
  const below = editValueAt(bundle.tables.buildings, 'floorsBelow', building, 0);
  if (typeof floors !== 'number' || floors === 0) return;
  const lowest = typeof below === 'number' ? -below : 0;
  if (floor > floors || floor < lowest) tell('floor', 'floor-range', 'warning', { min: lowest, max: floors });
}

/** What still links to a record that goes. */
function checkRemoval(
  bundle: CommunityBundle,
  { table, row = -1 }: DraftEdit,
  drafts: readonly DraftEdit[],
  tell: Tell,
): void {
  for (const child of rulesOf(table)?.children ?? []) {
    if (child.onRemove === 'clear') continue;
    const links = bundle.tables[child.table]?.columns[child.column];
    if (links?.kind !== 'number') continue;
    const going = new Set(
      drafts.flatMap((each) => (each.op === 'remove' && each.table === child.table ? [each.row] : [])),
    );
    let left = 0;
    for (
      let at = links.values.indexOf(row as never);
      at >= 0;
      at = links.values.indexOf(row as never, at + 1)
    )
      if (!going.has(at)) left++;
    if (left > 0 && child.onRemove === 'block')
      tell('', 'has-children', 'error', { count: left, table: child.table });
  }
}
