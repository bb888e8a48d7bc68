/**
 * What one change of records is, as the journal keeps it: which records, which columns, from what to what. Owns the shapes and their
 * limits; what a change does to the tables is apply.ts. Personal values are never in here: they travel in one sealed field beside.
 */
import * as v from 'valibot';
import { SealedSchema } from '../access/sealed.ts';
import { TABLE_NAMES, TABLES, type TableName } from '../model/tables.ts';

/**
 * Names a record for as long as its generation lives, wherever its row moves: `b<row>`, the row that it has in the generation as
 * stored, or `n` and 16 hex digits for one that was made since.
 */
export const StableKeySchema = v.pipe(v.string(), v.regex(/^(b(0|[1-9]\d{0,9})|n[0-9a-f]{16})$/));
export type StableKey = v.InferOutput<typeof StableKeySchema>;

/** Names a change. Made by whoever prepares it, so that a change that is sent twice is kept once. */
export const EditIdSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/));

/** number for number columns, a word or text, labels, the key of the record a link column leads to; null: not known. */
export const EditValueSchema = v.union([
  v.null(),
  v.pipe(v.number(), v.finite()),
  v.pipe(v.string(), v.maxLength(2000)),
  v.pipe(v.array(v.pipe(v.string(), v.maxLength(80))), v.maxLength(200)),
]);
export type EditValue = v.InferOutput<typeof EditValueSchema>;

const ColumnName = v.pipe(v.string(), v.minLength(1), v.maxLength(120));

/** Longitude and latitude in turn, whole 1e-7 degrees WGS84. */
const CoordsSchema = v.pipe(
  v.array(v.pipe(v.number(), v.integer(), v.minValue(-1_800_000_000), v.maxValue(1_800_000_000))),
  v.maxLength(200_000),
  v.check((coords) => coords.length % 2 === 0),
);
/** A ring or line as in a geometry column: role 0 an outer ring or a line, 1 a hole of the outer ring before it; not closed by repeating. */
export const EditRingSchema = v.strictObject({ role: v.picklist([0, 1]), coords: CoordsSchema });
export type EditRing = v.InferOutput<typeof EditRingSchema>;

const CellsSchema = v.strictObject({
  set: v.record(ColumnName, EditValueSchema),
  geometry: v.record(ColumnName, v.pipe(v.array(EditRingSchema), v.maxLength(2000))),
});
/** Cells of one record: values by column, rings by geometry column ([]: none). */
export type EditCells = v.InferOutput<typeof CellsSchema>;

/**
 * `create`: a new record, or one that was removed and comes back under its key; `set` holds all that is known. `change`: only what
 * changes. `remove`: `set` and `geometry` are empty, `before` holds what it was. `before` is the inverse.
 */
export const RecordEditSchema = v.pipe(
  v.strictObject({
    table: v.picklist(TABLE_NAMES),
    key: StableKeySchema,
    op: v.picklist(['create', 'change', 'remove']),
    ...CellsSchema.entries,
    before: CellsSchema,
  }),
  v.check(({ table, set, before }) => [set, before.set].every((cells) => !hasPersonal(table, cells))),
);
export type RecordEdit = v.InferOutput<typeof RecordEditSchema>;
export type EditTable = TableName;

/** Records in one change: a person moves with the contacts, a building comes with its entrances and homes. */
export const MOST_EDITS = 2000;

/**
 * Personal values by `<index of the edit>/set/<column>` and `<index>/before/<column>`: what `sealed` holds, or `open` where there is nobody
 * to protect: made-up people of a sample on a desk without a vault.
 */
export const PersonalCellsSchema = v.record(
  v.pipe(v.string(), v.regex(/^\d{1,4}\/(set|before)\/[^/]{1,120}$/u)),
  v.union([v.null(), v.number(), v.pipe(v.string(), v.maxLength(2000))]),
);
export type PersonalCells = v.InferOutput<typeof PersonalCellsSchema>;

/** The body of a journal record. `by`: id of the person at the desk, '' for nobody; written by the host. */
export const RecordEditedSchema = v.object({
  kind: v.literal('record.edited'),
  generation: v.string(),
  edit: EditIdSchema,
  edits: v.pipe(v.array(RecordEditSchema), v.minLength(1), v.maxLength(MOST_EDITS)),
  sealed: v.nullable(SealedSchema),
  open: v.nullable(PersonalCellsSchema),
  by: v.string(),
  /** The change that this one takes back. */
  undoOf: v.nullable(EditIdSchema),
});
export type RecordEdited = v.InferOutput<typeof RecordEditedSchema>;

export function isPersonalColumn(table: TableName, column: string): boolean {
  return TABLES[table].columns[column]?.class === 'pii';
}

function hasPersonal(table: TableName, cells: Record<string, unknown>): boolean {
  return Object.keys(cells).some((column) => isPersonalColumn(table, column));
}
