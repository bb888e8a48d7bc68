/** Evaluates expressions and conditions one resident at a time, from the cells: the reference for the engine. */
import { numberAt, tagsAt, textAt, wordAt } from '../../../../shared/columns/cell.ts';
import { NONE } from '../../../../shared/columns/column.ts';
import type { TableName } from '../../../../shared/model/tables.ts';
import { linkAt } from '../../../../shared/query/column-access.ts';
import { type Community, rowCount } from '../../../../shared/query/community.ts';
import type { Expression } from '../../../../shared/query/expression.ts';
import { type Field, findField } from '../../../../shared/query/expression-fields.ts';
import type { Condition, Filter, PopulationBase } from '../../../../shared/query/selection.ts';

export type Cell = number | string | null;

export function cell(community: Community, table: TableName, column: string, row: number): Cell {
  const c = community.tables[table]?.columns[column];
  if (!c || row === NONE) return null;
  if (c.kind === 'number') return numberAt(c, row);
  if (c.kind === 'dict') return wordAt(c, row) || null;
  if (c.kind === 'text') return textAt(c, row) || null;
  return null;
}

export function tagsOf(community: Community, table: 'residents' | 'homes', row: number): string[] {
  const column = community.tables[table]?.columns['tags'];
  return column?.kind === 'tags' && row !== NONE ? tagsAt(column, row, rowCount(community, table)) : [];
}

export function inBase(community: Community, row: number, base: PopulationBase): boolean {
  const present = cell(community, 'residents', 'presence', row) !== 'away';
  const registration = cell(community, 'residents', 'registration', row);
  if (base === 'permanent') return present;
  if (base === 'registered') return registration === 'here';
  return base === 'all' || (present && registration === 'elsewhere');
}

export function age(community: Community, row: number): number | null {
  const year = cell(community, 'residents', 'birthYear', row);
  if (year === null) return null;
  const month = Number(cell(community, 'residents', 'birthMonth', row) ?? 0);
  const today = new Date(community.today * 86_400_000);
  const years = today.getUTCFullYear() - Number(year) - (month > today.getUTCMonth() + 1 ? 1 : 0);
  return years < 0 ? null : Math.min(120, years);
}

function owner(community: Community, level: Field['level'], row: number): number {
  const { tables } = community;
  if (level === 'residents') return row;
  const home = linkAt(tables.residents, 'home', row);
  if (level === 'homes' || home === NONE) return home;
  const building = linkAt(tables.homes, 'building', home);
  if (level === 'buildings' || building === NONE) return building;
  if (level === 'compounds') return linkAt(tables.buildings, 'compound', building);
  if (level === 'areas') return linkAt(tables.buildings, 'area', building);
  const grid = community.plan.gridOfBuilding[building];
  return grid < rowCount(community, 'grids') ? grid : NONE;
}

function members(
  community: Community,
  keep: (row: number) => boolean,
  base: PopulationBase = 'permanent',
): number[] {
  const rows: number[] = [];
  for (let row = 0; row < rowCount(community, 'residents'); row++)
    if (inBase(community, row, base) && keep(row)) rows.push(row);
  return rows;
}

export function fieldValue(community: Community, field: Field, row: number): Cell {
  const household = (r: number) => cell(community, 'residents', 'household', r);
  const home = linkAt(community.tables.residents, 'home', row);
  const inHome = (r: number) => linkAt(community.tables.residents, 'home', r) === home;
  if ('column' in field.source)
    return cell(community, field.level as TableName, field.source.column, owner(community, field.level, row));
  switch (field.source.computed) {
    case 'age':
      return age(community, row);
    case 'birth': {
      const year = cell(community, 'residents', 'birthYear', row);
      const month = cell(community, 'residents', 'birthMonth', row);
      return year === null || month === null ? null : Date.UTC(+year, +month - 1, 1) / 86_400_000;
    }
    case 'householdSize':
      return household(row) === null
        ? null
        : members(community, (r) => household(r) === household(row), 'all').length;
    case 'householdPresent':
      return household(row) === null
        ? null
        : members(community, (r) => household(r) === household(row)).length;
    case 'homeResidents':
      return home === NONE ? null : members(community, inHome).length;
    case 'homeHouseholds':
      return home === NONE
        ? null
        : new Set(members(community, (r) => inHome(r) && household(r) !== null).map(household)).size;
    case 'base':
      return null;
  }
}

export function holds(community: Community, node: Expression, row: number): boolean {
  switch (node.type) {
    case 'and':
      return holds(community, node.left, row) && holds(community, node.right, row);
    case 'or':
      return holds(community, node.left, row) || holds(community, node.right, row);
    case 'not':
      return !holds(community, node.operand, row);
    case 'tag':
      return (
        tagsOf(community, 'residents', row).includes(node.tag) ||
        tagsOf(community, 'homes', linkAt(community.tables.residents, 'home', row)).includes(node.tag)
      );
    default:
      return leafHolds(community, node, row);
  }
}

function leafHolds(community: Community, node: Extract<Expression, { field: string }>, row: number): boolean {
  const field = findField(node.field)!;
  if (node.field === 'base') {
    const is = (base: string | number) => inBase(community, row, base as PopulationBase);
    if (node.type === 'compare') return is(node.value.value) === (node.operator === '=');
    if (node.type === 'in') return node.values.some((v) => is(v.value));
    return node.type === 'known' && node.known;
  }
  const value = fieldValue(community, field, row);
  const reaches = owner(community, field.level === 'households' ? 'residents' : field.level, row) !== NONE;
  const inHousehold = field.level !== 'households' || cell(community, 'residents', 'household', row) !== null;
  if (node.type === 'known') return reaches && inHousehold && (value !== null) === node.known;
  if (value === null) return false;
  switch (node.type) {
    case 'compare': {
      const other = node.value.value;
      if (node.operator === '=') return value === other;
      if (node.operator === '!=') return value !== other;
      if (node.operator === '<') return value < other;
      if (node.operator === '<=') return value <= other;
      if (node.operator === '>') return value > other;
      return value >= other;
    }
    case 'in':
      return node.values.some((v) => v.value === value);
    case 'between':
      return value >= node.low.value && value <= node.high.value;
    case 'match':
      return node.how === 'contains'
        ? String(value).includes(node.text)
        : String(value).startsWith(node.text);
  }
}

export function meets(community: Community, condition: Condition, row: number): boolean {
  const home = linkAt(community.tables.residents, 'home', row);
  const at =
    condition.table === 'residents'
      ? row
      : condition.table === 'homes' || home === NONE
        ? home
        : linkAt(community.tables.homes, 'building', home);
  if (at === NONE) return false;
  if (condition.type === 'tags') {
    const tags = tagsOf(community, condition.table, at);
    const has = (tag: string) => tags.includes(tag);
    return condition.match === 'any' ? condition.tags.some(has) : condition.tags.every(has);
  }
  const value =
    condition.column === 'age' && condition.table === 'residents'
      ? age(community, at)
      : cell(community, condition.table, condition.column, at);
  if (value === null) return false;
  if (condition.type === 'words') return condition.words.includes(String(value));
  return +value >= condition.min && +value <= condition.max;
}

export function passes(community: Community, filter: Filter, tree: Expression | null, row: number): boolean {
  return (
    inBase(community, row, filter.base) &&
    filter.conditions.every(
      (c) => !['residents', 'homes', 'buildings'].includes(c.table) || meets(community, c, row),
    ) &&
    (!tree || holds(community, tree, row))
  );
}
