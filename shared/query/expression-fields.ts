/**
 * The fields that an expression may name, each with its English and its Chinese name, the table whose rows carry
 * it and its type. Owns the names of the language; nothing here reads data. `field.<name>` is the message shown.
 */
import type { ColumnClass, TableName } from '../model/tables.ts';
import { TABLES } from '../model/tables.ts';

export type FieldType = 'number' | 'word' | 'text' | 'date';
/** Whose value it is: each resident's own, or that of the household, home, building ... the resident belongs to. */
export type FieldLevel = 'residents' | 'households' | 'homes' | 'buildings' | 'compounds' | 'grids' | 'areas';
/** Where the value comes from: a column, or a count made here. */
export type FieldSource =
  | { column: string }
  | {
      computed:
        | 'age'
        | 'birth'
        | 'base'
        | 'householdSize'
        | 'householdPresent'
        | 'homeResidents'
        | 'homeHouseholds';
    };

export interface Field {
  name: string;
  zh: string;
  level: FieldLevel;
  type: FieldType;
  source: FieldSource;
  /** Vocabulary of a word field whose words are closed (model/words.ts), or 'base'. */
  words?: string;
  class: ColumnClass;
}

/** English name, Chinese name; the part before the dot says the level. Columns not listed cannot be asked. */
const COLUMNS: [FieldLevel, string, string, string][] = [
  ['residents', 'sex', 'sex', '性别'],
  ['residents', 'birthYear', 'birthYear', '出生年'],
  ['residents', 'birthMonth', 'birthMonth', '出生月'],
  ['residents', 'kind', 'kind', '人口类别'],
  ['residents', 'registration', 'registration', '户籍地'],
  ['residents', 'presence', 'presence', '在住'],
  ['residents', 'relation', 'relation', '与户主关系'],
  ['residents', 'marital', 'marital', '婚姻'],
  ['residents', 'education', 'education', '学历'],
  ['residents', 'employment', 'employment', '就业'],
  ['residents', 'assistance', 'assistance', '救助'],
  ['residents', 'disability', 'disability', '残疾'],
  ['residents', 'mobility', 'mobility', '行动能力'],
  ['residents', 'health', 'health', '健康需求'],
  ['residents', 'name', 'name', '姓名'],
  ['residents', 'phone', 'phone', '电话'],
  ['residents', 'idNumber', 'idNumber', '证件号'],
  ['residents', 'rawAddress', 'rawAddress', '登记地址'],
  ['homes', 'tenure', 'home.tenure', '户.产权'],
  ['homes', 'area', 'home.area', '户.面积'],
  ['homes', 'floor', 'home.floor', '户.楼层'],
  ['homes', 'door', 'home.door', '户.门号'],
  ['buildings', 'floors', 'building.floors', '楼栋.层数'],
  ['buildings', 'floorsBelow', 'building.floorsBelow', '楼栋.地下层数'],
  ['buildings', 'height', 'building.height', '楼栋.高度'],
  ['buildings', 'builtYear', 'building.builtYear', '楼栋.建成年'],
  ['buildings', 'use', 'building.use', '楼栋.用途'],
  ['buildings', 'name', 'building.name', '楼栋.名称'],
  ['buildings', 'address', 'building.address', '楼栋.地址'],
  ['compounds', 'name', 'compound.name', '小区.名称'],
  ['compounds', 'company', 'compound.company', '小区.物业'],
  ['compounds', 'builtYear', 'compound.builtYear', '小区.建成年'],
  ['grids', 'code', 'grid.code', '网格.编码'],
  ['grids', 'name', 'grid.name', '网格.名称'],
  ['grids', 'kind', 'grid.kind', '网格.类别'],
  ['grids', 'startDay', 'grid.startDay', '网格.启用日'],
  ['areas', 'name', 'area.name', '区划.名称'],
  ['areas', 'code', 'area.code', '区划.代码'],
];

const COMPUTED: Field[] = [
  computed('age', '年龄', 'residents', 'number', 'age'),
  computed('birth', '出生日期', 'residents', 'date', 'birth'),
  { ...computed('base', '人口口径', 'residents', 'word', 'base'), words: 'base' },
  computed('household.size', '家庭.人数', 'households', 'number', 'householdSize'),
  computed('household.present', '家庭.在住人数', 'households', 'number', 'householdPresent'),
  computed('home.residents', '户.居住人数', 'homes', 'number', 'homeResidents'),
  computed('home.households', '户.家庭数', 'homes', 'number', 'homeHouseholds'),
];

/** Other Chinese ways to say the same. */
const ALSO: Record<string, string> = {
  '户.人数': 'household.size',
  '房屋.产权': 'home.tenure',
  '房屋.面积': 'home.area',
  '房屋.楼层': 'home.floor',
  '房屋.居住人数': 'home.residents',
};

function computed(
  name: string,
  zh: string,
  level: FieldLevel,
  type: FieldType,
  source: Extract<FieldSource, { computed: string }>['computed'],
): Field {
  return { name, zh, level, type, source: { computed: source }, class: 'core' };
}

function fromColumn([level, column, name, zh]: [FieldLevel, string, string, string]): Field {
  const spec = TABLES[level as TableName].columns[column];
  const field: Field = {
    name,
    zh,
    level,
    type: 'text',
    source: { column },
    class: spec.class,
  };
  if (spec.kind === 'number') field.type = spec.role === 'date' ? 'date' : 'number';
  if (spec.kind === 'dict') {
    field.type = 'word';
    if (spec.words) field.words = spec.words;
  }
  return field;
}

const FIELDS: readonly Field[] = [...COMPUTED, ...COLUMNS.map(fromColumn)];
const BY_NAME = new Map<string, Field>();
for (const field of FIELDS) {
  BY_NAME.set(field.name.toLowerCase(), field);
  BY_NAME.set(field.zh, field);
}
for (const [zh, name] of Object.entries(ALSO)) BY_NAME.set(zh, BY_NAME.get(name.toLowerCase())!);

/** The field of this English or Chinese name; English names in any case. */
export function findField(name: string): Field | undefined {
  return BY_NAME.get(name) ?? BY_NAME.get(name.toLowerCase());
}

/** Every field, for completion and help. */
export function describeFields(): readonly Field[] {
  return FIELDS;
}

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';
const ORDERED: readonly Operator[] = ['=', '!=', '<', '<=', '>', '>='];
const EQUAL: readonly Operator[] = ['=', '!='];

/** Comparison signs that make sense for a type. */
export function operatorsOf(type: FieldType): readonly Operator[] {
  return type === 'number' || type === 'date' ? ORDERED : EQUAL;
}
