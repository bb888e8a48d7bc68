/**
 * What may stand in the fields of a record that is changed by hand, as data: the groups of its form, ranges, forms, what must be given. Read
 * by the form (what to ask) and by validate.ts (what to refuse). Whoever adds a column adds its rule here.
 */
import * as v from 'valibot';
import type { TableName } from '../model/tables.ts';

const FieldRuleSchema = v.strictObject({
  column: v.string(),
  /** Must be given: `error` refuses without, `warning` asks. Absent: may stay open. */
  required: v.optional(v.picklist(['error', 'warning'])),
  min: v.optional(v.number()),
  max: v.optional(v.number()),
  /** Most characters of a text. */
  longest: v.optional(v.number()),
  /** Fractions are allowed. */
  fraction: v.optional(v.boolean()),
  form: v.optional(v.picklist(['idNumber', 'phone', 'plate', 'unifiedCode'])),
  /** Two records with the same value: `error` refuses, `warning` asks. */
  unique: v.optional(v.picklist(['error', 'warning'])),
  /** Not asked for in a form of a new record. */
  later: v.optional(v.boolean()),
});
export type FieldRule = v.InferOutput<typeof FieldRuleSchema>;

const FormGroupSchema = v.strictObject({ id: v.string(), fields: v.array(FieldRuleSchema) });
/** Shown as `twin.group.<id>`. */
export type FormGroup = v.InferOutput<typeof FormGroupSchema>;

const must = 'error' as const;
const should = 'warning' as const;
const id: FieldRule = { column: 'id', longest: 60, unique: should };
const name: FieldRule = { column: 'name', required: must, longest: 80 };
const phone: FieldRule = { column: 'phone', form: 'phone', longest: 20 };
const floor: FieldRule = { column: 'floor', min: -9, max: 200 };
const word = (column: string, required?: 'error' | 'warning'): FieldRule =>
  required ? { column, required } : { column };
const link = word;

const FORMS: Partial<Record<TableName, readonly FormGroup[]>> = {
  residents: [
    {
      id: 'identity',
      fields: [
        name,
        { column: 'idNumber', form: 'idNumber', longest: 18, unique: must, required: should },
        word('sex', should),
        { column: 'birthYear', min: 1850, max: 2149, required: should },
        { column: 'birthMonth', min: 1, max: 12 },
        { column: 'birthDay', min: 1, max: 31 },
        phone,
      ],
    },
    {
      id: 'residence',
      fields: [
        link('home'),
        { column: 'household', min: 0, max: 0xfffffffe },
        word('relation'),
        word('kind', should),
        word('registration'),
        word('presence', should),
        { column: 'rawAddress', longest: 200 },
      ],
    },
    { id: 'life', fields: [word('marital'), word('education'), word('employment')] },
    {
      id: 'care',
      fields: [word('assistance'), word('disability'), word('mobility'), word('health'), word('tags')],
    },
  ],
  contacts: [
    {
      id: 'contact',
      fields: [
        link('resident', must),
        name,
        { ...phone, required: must },
        word('relation', should),
        { column: 'order', min: 1, max: 9, required: must },
        word('consent'),
      ],
    },
  ],
  services: [
    {
      id: 'fields',
      fields: [
        link('resident', must),
        word('kind', must),
        { column: 'at', min: 1, max: 0xfffffffe, required: must },
        link('worker'),
        word('outcome'),
        { column: 'note', longest: 400 },
        { ...id, later: true },
      ],
    },
  ],
  homes: [
    {
      id: 'home',
      fields: [
        id,
        link('building', must),
        link('entrance'),
        floor,
        { column: 'door', required: must, longest: 20 },
        { column: 'area', min: 1, max: 5000, fraction: true },
        word('tenure', should),
        word('tags'),
      ],
    },
    {
      id: 'owner',
      fields: [
        { column: 'owner', longest: 80 },
        { column: 'ownerPhone', form: 'phone', longest: 20 },
      ],
    },
  ],
  vehicles: [
    {
      id: 'vehicle',
      fields: [
        { column: 'plate', required: must, form: 'plate', longest: 12, unique: must },
        word('kind', must),
        word('energy'),
        link('home'),
        link('resident'),
        id,
      ],
    },
  ],
  devices: [
    {
      id: 'device',
      fields: [
        { ...id, required: must, unique: must },
        word('kind', must),
        { column: 'model', longest: 80 },
        { column: 'installedDay', min: 1, max: 0xffff },
        word('health', should),
      ],
    },
    { id: 'place', fields: [link('building'), link('home'), link('resident'), floor, ...point()] },
  ],
  cameras: [
    {
      id: 'device',
      fields: [
        { ...id, required: must, unique: must },
        word('kind', must),
        word('owner', should),
        word('health', should),
      ],
    },
    {
      id: 'view',
      fields: [
        { column: 'bearing', min: 0, max: 359 },
        { column: 'view', min: 1, max: 360 },
        { column: 'range', min: 1, max: 2000 },
      ],
    },
    { id: 'place', fields: [link('building'), ...point()] },
  ],
  facilities: [
    { id: 'fields', fields: [name, word('kind', must), word('party'), id] },
    { id: 'place', fields: [link('building'), ...point()] },
  ],
  organisations: [
    {
      id: 'fields',
      fields: [
        name,
        word('kind', must),
        { column: 'unifiedCode', form: 'unifiedCode', longest: 18, unique: must },
        { column: 'headcount', min: 0, max: 60_000 },
        id,
      ],
    },
    { id: 'contact', fields: [{ column: 'contact', longest: 80 }, phone] },
    { id: 'place', fields: [link('building'), ...point()] },
  ],
  workers: [
    {
      id: 'fields',
      fields: [name, word('role', must), link('grid'), word('onDuty'), phone, { ...id, later: true }],
    },
  ],
  buildings: [
    {
      id: 'fields',
      fields: [
        { column: 'address', required: should, longest: 120 },
        { column: 'name', longest: 80 },
        word('use', should),
        { column: 'floors', min: 1, max: 200, required: should },
        { column: 'floorsBelow', min: 0, max: 20 },
        { column: 'height', min: 1, max: 700, fraction: true },
        { column: 'base', min: 0, max: 500, fraction: true },
        { column: 'builtYear', min: 1000, max: 2149 },
        link('compound'),
        link('area'),
        id,
      ],
    },
  ],
  entrances: [
    {
      id: 'fields',
      fields: [link('building', must), { column: 'label', required: should, longest: 20 }, ...point()],
    },
  ],
  compounds: [
    {
      id: 'fields',
      fields: [
        name,
        { column: 'company', longest: 80 },
        { column: 'builtYear', min: 1000, max: 2149 },
        link('area'),
        id,
      ],
    },
  ],
  basemap: [
    {
      id: 'fields',
      fields: [
        word('kind', must),
        { column: 'name', longest: 80 },
        { column: 'width', min: 0, max: 200, fraction: true },
      ],
    },
  ],
  places: [{ id: 'fields', fields: [name, { column: 'kind', longest: 40 }, id, ...point()] }],
};

function point(): FieldRule[] {
  return ['lng', 'lat'].map((column) => ({ column, min: -1_800_000_000, max: 1_800_000_000 }));
}

/** Checked once when this file is read. */
const CHECKED = v.parse(v.record(v.string(), v.array(FormGroupSchema)), FORMS);

/** [] for a table without a form. */
export function formOf(table: TableName): readonly FormGroup[] {
  return CHECKED[table] ?? [];
}

/** Rules by column. */
export function fieldRules(table: TableName): ReadonlyMap<string, FieldRule> {
  return new Map(formOf(table).flatMap(({ fields }) => fields.map((rule) => [rule.column, rule])));
}
