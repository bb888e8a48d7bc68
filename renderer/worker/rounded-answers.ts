/**
 * The worker's answers where only rounded numbers may be seen: same questions, same shapes, nothing that stands for one person. What people
 * are counted in comes from Rounding; lists and dossiers leave out what leads to persons; what would be about them alone is refused.
 */
import * as Comlink from 'comlink';
import { scopeOf } from '../../shared/access/permissions.ts';
import { Bitset } from '../../shared/columns/bitset.ts';
import { NONE } from '../../shared/columns/column.ts';
import type { TableName } from '../../shared/model/tables.ts';
import { rowsInQuestion } from '../../shared/query/aggregate.ts';
import { columnStatistics } from '../../shared/query/column-statistics.ts';
import { isPointTable, rowCount } from '../../shared/query/community.ts';
import type { CountedPeople } from '../../shared/query/counted-people.ts';
import { isOfPerson } from '../../shared/query/counted-people.ts';
import { deviceHistory } from '../../shared/query/device-history.ts';
import { recordDossier } from '../../shared/query/dossier.ts';
import { nearest } from '../../shared/query/near.ts';
import { roundedMarks, withoutPersons } from '../../shared/query/rounded-marks.ts';
import { roundedBuilding, roundedPlan, roundedPreview } from '../../shared/query/rounded-plan.ts';
import {
  roundedAround,
  roundedCrossTable,
  roundedFacets,
  roundedSummary,
} from '../../shared/query/rounded-summary.ts';
import { searchCommunity } from '../../shared/query/search.ts';
import type { Bounds, Selection } from '../../shared/query/selection.ts';
import { boundsOfSelection } from '../../shared/query/selection-bounds.ts';
import { evaluateSelection, type SelectionResult } from '../../shared/query/shapes.ts';
import { buildingDossier } from '../../shared/query/stacking.ts';
import { tablePage } from '../../shared/query/table-page.ts';
import { AccessNeededError } from './access-state.ts';
import type { RoundedMethod } from './answer-ways.ts';
import type { CommunityStatus, DataEngine, LoadReport } from './engine-api.ts';
import { type EngineState, type Opened, openedOf } from './engine-state.ts';
import { exportRows } from './export-rows.ts';
import { codesFile, codesOf } from './plan-code-methods.ts';
import { type PlanCounter, roundedCounter, WITHHELD } from './plan-counter.ts';
import { toldState } from './plan-histories.ts';
import { changeOf, openPlanOf, preview, viewOf } from './plan-methods.ts';
import { buffersOf, MOST_BUILDINGS } from './question-methods.ts';
import { RoundingError } from './rounding.ts';

/** Tables whose rows are persons or lead to one. */
const OF_PERSONS: readonly TableName[] = [
  'residents',
  'contacts',
  'vehicles',
  'homes',
  'services',
  'pastAlerts',
  'readings',
];

/** Whether the person at the desk (or nobody) sees rounded numbers only of what is open. Samples are fiction and never rounded. */
export function isRounded({ access, opened }: EngineState): boolean {
  if (!access.vault || !opened || opened.bundle.source.kind === 'sample') return false;
  return !access.actor || scopeOf(access.actor.role, 'counts.see') !== 'all';
}

/** Shapes made of records that are persons or lead to them would say where those are. */
export function isOfPlaces(selection: Selection): boolean {
  return selection.every(({ shape }) => {
    if (shape.type === 'buffer' || shape.type === 'rows')
      return !OF_PERSONS.includes(shape.table) && shape.table !== 'devices';
    return shape.type !== 'members' || shape.table !== 'homes';
  });
}

export function roundedAnswers(
  state: EngineState,
  exact: Pick<
    DataEngine,
    | 'start'
    | 'restoreSnapshot'
    | 'status'
    | 'keepQuestion'
    | 'askAgain'
    | 'openPlan'
    | 'checkPlan'
    | 'exportPlan'
  >,
): Pick<DataEngine, RoundedMethod> {
  const opened = () => openedOf(state);
  const ask = <T>(make: (people: CountedPeople, opened: Opened) => T): Promise<T> => {
    const { rounding } = state.access;
    if (!rounding) throw new AccessNeededError('not-allowed');
    const now = opened();
    return rounding.answer(now.community, (people) => make(people, now));
  };
  /** Of a plan: where no new number can be told any more, it is drawn without any. */
  const counted = <T>(make: (counter: PlanCounter) => T): Promise<T> =>
    ask((people) => make(roundedCounter(people))).catch((error: unknown) => {
      if (error instanceof RoundingError) return make(WITHHELD);
      throw error;
    });
  const lists = () => {
    const { community, selection, filter } = opened();
    return { community, selection, filter: withoutPersons(community, filter) };
  };
  return {
    async start(args) {
      const outcome = await exact.start(args);
      return outcome.outcome === 'fine'
        ? { ...outcome, status: await statusFor(state, outcome.status) }
        : outcome;
    },
    async restoreSnapshot(token, onProgress) {
      const report: LoadReport = await exact.restoreSnapshot(token, onProgress);
      return { ...report, status: await statusFor(state, report.status) };
    },
    async status() {
      const status = await exact.status();
      return status && statusFor(state, status);
    },
    select: async (selection) => answerSelection(state, ask, selection),
    facets: async () => ask((people, { selection, filter }) => roundedFacets(people, selection, filter)),
    async marks(request) {
      const layers = await ask((people, { selection, filter }) =>
        roundedMarks(people, request, { selection, filter }),
      );
      return Comlink.transfer(layers, layers.flatMap(buffersOf));
    },
    async tile(z, x, y) {
      const { tiler, community } = opened();
      const plan = await ask(roundedPlan);
      const households = Uint32Array.from(plan.grids, (grid) => grid.households || NONE);
      const bytes = tiler.tile(z, x, y, community.plan.gridOfBuilding, households);
      const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
      return Comlink.transfer(own, [own.buffer]);
    },
    async page(request) {
      demandPlaces(request.table);
      const { community, selection, filter } = lists();
      return tablePage(community, request, selection, filter);
    },
    async columnStatistics(request) {
      demandPlaces(request.table);
      const { community, selection, filter } = lists();
      return columnStatistics(community, request, selection, filter);
    },
    async exportRows(request) {
      demandPlaces(request.table);
      const { actor } = state.access;
      if (!actor || scopeOf(actor.role, 'data.export') === 'none') throw new AccessNeededError('not-allowed');
      return exportRows(lists(), request);
    },
    crossTable: async ({ row, column }) =>
      ask((people, { community, selection, filter }) => {
        const set =
          rowsInQuestion(selection, filter, 'residents') ?? Bitset.full(rowCount(community, 'residents'));
        return roundedCrossTable(people, set, row, column);
      }),
    async search(text, limit) {
      const hits = searchCommunity(opened().community, text, limit);
      return hits.filter(({ table, row }) => !leadsToPerson(state, table, row));
    },
    async near({ tables, ...request }) {
      const places = tables.filter(isPointTable).filter((table) => !OF_PERSONS.includes(table));
      const hits = nearest(opened().community, { ...request, tables: places });
      return hits.filter(({ table, row }) => !leadsToPerson(state, table, row));
    },
    building: async (row) =>
      ask((people, { community, filter }) => {
        const dossier = buildingDossier(community, row, filter);
        const devices = dossier.devices.filter((device) => !isOfPerson(community, device.row));
        return { ...dossier, ...roundedBuilding(people, row), cells: [], withheld: true, devices };
      }),
    async dossier(table, row) {
      if (leadsToPerson(state, table, row)) throw new AccessNeededError('not-allowed');
      const dossier = recordDossier(opened().community, table, row);
      const links = dossier.links.filter((link) => !leadsToPerson(state, link.table, link.row));
      return { ...dossier, links };
    },
    async deviceHistory(row) {
      if (leadsToPerson(state, 'devices', row)) throw new AccessNeededError('not-allowed');
      return deviceHistory(opened().community, row);
    },
    async around(shape) {
      demandShapes([{ combine: 'replace', shape }]);
      return ask((people) => roundedAround(people, shape));
    },
    async keepQuestion(question) {
      demandShapes(question.selection);
      return exact.keepQuestion(question);
    },
    async askAgain(kept) {
      const again = await exact.askAgain(kept);
      demandShapes(again.question.selection);
      return again;
    },
    previewAssign: async (buildings, grid) => ask((people) => roundedPreview(people, buildings, grid)),
    async openPlan(id, token) {
      await exact.openPlan(id, token);
      return counted((counter) => viewOf(openPlanOf(state), counter));
    },
    tryAction: async (action) => counted((counter) => preview(openPlanOf(state), action, counter)),
    async checkPlan(target) {
      return { ...(await exact.checkPlan(target)), outsideTarget: [] };
    },
    planCodes: async () => counted((counter) => codesOf(openPlanOf(state), counter)),
    exportPlanCodes: async (words) => counted((counter) => codesFile(state, counter, words)),
    exportPlan: (request) => exact.exportPlan({ ...request, counts: false }),
    async planChange(since) {
      const plan = openPlanOf(state);
      plan.told = await toldState(state, plan.history);
      const patch = plan.changedSince(since);
      return patch === undefined ? null : counted((counter) => changeOf(plan, patch, counter));
    },
  };
}

type Ask = <T>(make: (people: CountedPeople, opened: Opened) => T) => Promise<T>;

async function answerSelection(state: EngineState, ask: Ask, selection: Selection) {
  const began = performance.now();
  demandShapes(selection);
  const opened = openedOf(state);
  const result = opened.setSelection(selection);
  const numbers = await ask((people, { community, filter }) => {
    const whole = roundedSummary(people, evaluateSelection(community, []), filter);
    return { selected: result.sets ? roundedSummary(people, result, filter) : whole, whole };
  });
  const buildings = result.sets ? result.sets.buildings.toRows().slice(0, MOST_BUILDINGS) : new Uint32Array();
  return { ...numbers, buildings, bounds: boundsOfBuildings(opened, result), ms: performance.now() - began };
}

/** Round buildings only: a person's own point would be told by the edge. */
function boundsOfBuildings({ community }: Opened, { sets }: SelectionResult): Bounds | null {
  if (!sets) return null;
  const { sets: none } = evaluateSelection(community, [{ combine: 'replace', shape: NOTHING }]);
  return none && boundsOfSelection(community, { sets: { ...none, buildings: sets.buildings } });
}
const NOTHING = { type: 'rows', table: 'buildings', rows: [] as number[] } as const;

/** Numbers that cannot be had are left small rather than the window unopened. */
async function statusFor(state: EngineState, status: CommunityStatus): Promise<CommunityStatus> {
  if (!isRounded(state)) return status;
  const { community } = openedOf(state);
  const { contacts: _contacts, services: _services, readings: _readings, ...rows } = status.rows;
  const counted = ['residents', 'homes', 'vehicles'] as const;
  const numbers = async () =>
    state.access.rounding?.answer(community, (people) => ({
      plan: roundedPlan(people),
      rows: counted.map((table) => people.count(table, Bitset.full(rowCount(community, table)))),
    }));
  const known = await numbers().catch(() => undefined);
  for (const [i, table] of counted.entries())
    if (rows[table] !== undefined) rows[table] = known?.rows[i] ?? 0;
  const none = { households: 0, residents: 0, aged60: 0, keyPopulation: 0 };
  const plan = known?.plan ?? {
    grids: status.grids.map((grid) => ({ ...grid, ...none })),
    unassigned: { ...status.unassigned, ...none },
    unlinked: { ...status.unlinked, ...none },
  };
  return { ...status, ...plan, rows, numbers: 'rounded' };
}

function demandShapes(selection: Selection): void {
  if (!isOfPlaces(selection)) throw new AccessNeededError('not-allowed');
}

function demandPlaces(table: TableName): void {
  if (OF_PERSONS.includes(table)) throw new AccessNeededError('not-allowed');
}

function leadsToPerson(state: EngineState, table: TableName, row: number): boolean {
  if (OF_PERSONS.includes(table)) return true;
  return table === 'devices' && isOfPerson(openedOf(state).community, row);
}
