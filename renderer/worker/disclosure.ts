/**
 * What the person at the desk sees of open personal columns: stands between the page and the answers. The keys keep out who has none;
 * here is the rest: own grids, single persons, what is masked until a reason is given. Samples and what no vault covers pass unchanged.
 */
import { maskedName, maskedValue } from '../../shared/access/mask.ts';
import { allows, type Decision, scopeOf } from '../../shared/access/permissions.ts';
import { TABLES, type TableName } from '../../shared/model/tables.ts';
import type { Dossier, TablePage } from '../../shared/query/answers.ts';
import { labelAt, linkAt } from '../../shared/query/column-access.ts';
import { type Community, rowCount } from '../../shared/query/community.ts';
import { tablePage } from '../../shared/query/table-page.ts';
import { AccessNeededError } from './access-state.ts';
import type { DataEngine } from './engine-api.ts';
import { type EngineState, openedOf } from './engine-state.ts';
import { exportRows } from './export-rows.ts';
import { ownFilter } from './own-grids.ts';

type Answers = Pick<
  DataEngine,
  'page' | 'search' | 'near' | 'dossier' | 'building' | 'exportRows' | 'columnStatistics'
>;

/** One row is one person, or leads to one. */
const OF_PERSONS: readonly TableName[] = ['residents', 'contacts', 'vehicles', 'services'];

function isPersonal(table: TableName, column: string): boolean {
  return TABLES[table].columns[column]?.class === 'pii';
}

/** The answers as the person at the desk may see them. Refusals are AccessNeededError 'not-allowed'. */
export function disclosed<M extends Answers>(state: EngineState, methods: M): M {
  return {
    ...methods,
    async page(request) {
      demandPersons(state, request.table);
      const { community, selection } = openedOf(state);
      const page = tablePage(community, request, selection, ownFilter(state, 'person.see'));
      return isOpen(state) ? maskPage(state, request.table, page) : page;
    },
    async search(text, limit) {
      const hits = await methods.search(text, limit);
      return hits.filter(({ table, row }) => !OF_PERSONS.includes(table) || maySee(state, table, row));
    },
    async near(request) {
      const hits = await methods.near(request);
      return hits.filter(({ table, row }) => table !== 'vehicles' || maySee(state, table, row));
    },
    async building(row) {
      const building = await methods.building(row);
      return mayStack(state, row) ? building : { ...building, cells: [], withheld: true };
    },
    async dossier(table, row) {
      demandPersons(state, table);
      const dossier = await methods.dossier(table, row);
      return isOpen(state) ? maskDossier(state, dossier) : dossier;
    },
    async exportRows(request) {
      demandPersons(state, request.table);
      const { community, selection, personal } = openedOf(state);
      if (personal !== 'plain' && scope(state, 'data.export') === 'none')
        throw new AccessNeededError('not-allowed');
      return exportRows({ community, selection, filter: ownFilter(state, 'data.export') }, request);
    },
    async columnStatistics(request) {
      demandPersons(state, request.table);
      if (isPersonal(request.table, request.column) && isOpen(state) && scope(state, 'person.see') !== 'all')
        throw new AccessNeededError('not-allowed');
      return methods.columnStatistics(request);
    },
  };
}

/** Whether the person may see this record's personal values at all, now. */
export function mayReveal(state: EngineState, table: TableName, row: number): boolean {
  return !isOpen(state) || (decide(state, table, row)?.allowed ?? false);
}

function isOpen(state: EngineState): boolean {
  return openedOf(state).personal === 'open';
}

function scope(state: EngineState, action: Parameters<typeof scopeOf>[1]) {
  const { actor } = state.access;
  return actor ? scopeOf(actor.role, action) : 'none';
}

/** The stacking plan shows a home each: not for who may not look into homes here. */
function mayStack(state: EngineState, building: number): boolean {
  const { access, opened } = state;
  if (!access.actor || !opened || opened.personal === 'plain') return true;
  const grid = gridCodeOf(opened.community, 'buildings', building);
  const context = { now: Date.now(), grid, breakGlass: access.glass };
  return allows(access.actor, 'stacking.see', context).allowed;
}

/** Who sees no single persons on the map sees none in a list either, not even without names. */
function demandPersons(state: EngineState, table: TableName): void {
  const { actor } = state.access;
  if (!actor || openedOf(state).personal === 'plain' || !OF_PERSONS.includes(table)) return;
  if (scope(state, 'marks.see') === 'none') throw new AccessNeededError('not-allowed');
}

function maySee(state: EngineState, table: TableName, row: number): boolean {
  const { actor } = state.access;
  if (!isOpen(state))
    return !actor || openedOf(state).personal === 'plain' || scope(state, 'marks.see') !== 'none';
  return decide(state, table, row)?.allowed ?? false;
}

/** null: nobody is at the desk. */
function decide({ access, opened }: EngineState, table: TableName, row: number): Decision | null {
  if (!access.actor || !opened) return null;
  const grid = gridCodeOf(opened.community, table, row);
  return allows(access.actor, 'person.see', { now: Date.now(), grid, breakGlass: access.glass });
}

/** Code of the grid that a record lies in today; '' for none. */
function gridCodeOf(community: Community, table: TableName, row: number): string {
  const { tables, plan } = community;
  let [at, of]: [TableName, number] = [table, row];
  if (at === 'contacts' || at === 'services') [at, of] = ['residents', linkAt(tables[at], 'resident', of)];
  if (of >= rowCount(community, at)) return '';
  const home = at === 'homes' ? of : linkAt(tables[at], 'home', of);
  const building =
    home < rowCount(community, 'homes')
      ? linkAt(tables.homes, 'building', home)
      : at === 'buildings'
        ? of
        : linkAt(tables[at], 'building', of);
  if (building >= plan.gridOfBuilding.length) return '';
  const grid = plan.gridOfBuilding[building];
  return grid < rowCount(community, 'grids') ? labelAt(tables.grids, 'code', grid) : '';
}

/** Lists show names of those who may be seen; numbers stay masked in them for everybody. */
function maskPage(state: EngineState, table: TableName, page: TablePage): TablePage {
  const personal = Object.keys(page.cells).filter((column) => isPersonal(table, column));
  if (personal.length === 0) return page;
  const allowed = Array.from(page.rows, (row) => decide(state, table, row)?.allowed ?? false);
  const cells = { ...page.cells };
  for (const column of personal)
    cells[column] = cells[column].map((value, i) =>
      allowed[i] && (column === 'name' || column === 'plate' || column === 'owner')
        ? value
        : maskedValue(column, value),
    );
  return { ...page, cells };
}

/** Masked until a reason is given, but for grid people in their own grids: they work with these persons every day. */
function maskDossier(state: EngineState, dossier: Dossier): Dossier {
  const links = dossier.links.map((link) => {
    if (!OF_PERSONS.includes(link.table)) return link;
    const named = !isPersonal(link.table, TABLES[link.table].title);
    return named || isDaily(decide(state, link.table, link.row))
      ? link
      : { ...link, label: maskedName(link.label) };
  });
  const decision = decide(state, dossier.table, dossier.row);
  if (isDaily(decision) || !dossier.fields.some(({ pii }) => pii)) return { ...dossier, links };
  const fields = dossier.fields.map((field) =>
    field.pii ? { ...field, value: maskedValue(field.column, field.value) } : field,
  );
  const title = isPersonal(dossier.table, TABLES[dossier.table].title)
    ? maskedName(dossier.title)
    : dossier.title;
  const masked = {
    mayReveal: decision?.allowed ?? false,
    mayBreakGlass: decision !== null && !decision.allowed && decision.mayBreakGlass,
  };
  return { ...dossier, title, fields, links, masked };
}

function isDaily(decision: Decision | null): boolean {
  return decision?.allowed === true && decision.why === 'grid';
}
