/**
 * The result of a comparison as a table that the import reads: one row a person, headings the import knows, and last which list each field
 * was taken from. Owns the order of columns and the marks against formulas; the deceased are left out, as they are told apart in their own work list.
 */
import { isoDayOf, sourceStamp, writeSources } from '../model/field-sources.ts';
import { type Comparison, chosenLists, mergedPerson } from './register-compare.ts';
import { REGISTER_FIELDS, type RegisterField } from './register-list.ts';
import { orderOfLists, type Precedence } from './register-precedence.ts';

const HEADINGS: Record<RegisterField, string> = {
  name: '姓名',
  idNumber: '身份证号',
  sex: '性别',
  birth: '出生日期',
  phone: '电话',
  address: '地址',
  registration: '户籍',
  presence: '在住',
  marital: '婚姻状况',
  education: '学历',
  employment: '就业状况',
  assistance: '救助类型',
  disability: '残疾类型',
  health: '健康状况',
};

const SOURCES_HEADING = '字段来源';

/** CSV in UTF-8, in parts of some thousand rows. */
export function* registerTable(comparison: Comparison, precedence: Precedence): Generator<string> {
  const order = orderOfLists(precedence, comparison.lists);
  const stamps = comparison.lists.map(({ name, day }) => sourceStamp(name, isoDayOf(day)));
  let part = `${[...REGISTER_FIELDS.map((field) => HEADINGS[field]), SOURCES_HEADING].join(',')}\n`;
  for (let person = 0; person < comparison.matched.persons; person++) {
    const merged = mergedPerson(comparison, person, order);
    if (merged.deceased) continue;
    const from = chosenLists(comparison, person, order);
    const cells = REGISTER_FIELDS.map((field) => cell(merged[field] ?? ''));
    part += `${[...cells, cell(sourcesOf(from, stamps))].join(',')}\n`;
    if (part.length < 1 << 18) continue;
    yield part;
    part = '';
  }
  yield part;
}

/** The address is where somebody lives. */
function sourcesOf(from: ReadonlyMap<RegisterField, number>, stamps: readonly string[]): string {
  return writeSources(
    new Map([...from].map(([field, list]) => [field === 'address' ? 'home' : field, stamps[list]])),
  );
}

function cell(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
