/**
 * The worker's part in files and prints of grid plans: who may take what along, the file on the desk, and what it would do to the open plan.
 * Changes nothing: an action goes back to the page, a new plan's base waits for the host.
 */
import { NONE } from '../../shared/columns/column.ts';
import { ringsAt } from '../../shared/columns/ring.ts';
import { keyOfSlot } from '../../shared/edits/overlay.ts';
import { writeRejectWorkbook } from '../../shared/formats/reject-workbook.ts';
import { fieldOf } from '../../shared/formats/source-record.ts';
import { codesGiven } from '../../shared/partition/actions/grid-records.ts';
import { newGridsSteps } from '../../shared/partition/balance/new-grids.ts';
import type { AreasRequest } from '../../shared/partition/files/areas-on-plan.ts';
import { readBuildingList } from '../../shared/partition/files/building-list.ts';
import {
  LIST_FORMATS,
  type ListFormat,
  planSystems,
  writeBuildings,
  writeGrids,
} from '../../shared/partition/files/grid-files.ts';
import { isMicroArea, layDrawing } from '../../shared/partition/files/micros-on-plan.ts';
import { unitPlan } from '../../shared/partition/files/unit-plan.ts';
import { offeredCode } from '../../shared/partition/grid-codes.ts';
import { toLattice } from '../../shared/partition/lattice.ts';
import { modelOfBase } from '../../shared/partition/plan-base.ts';
import { PlanError } from '../../shared/partition/plan-error.ts';
import { FILE_GROUND } from '../../shared/partition/plan-in-force.ts';
import { isOpenToEdits } from '../../shared/partition/plan-state.ts';
import { planSheets, type SheetLine } from '../../shared/partition/sheets/plan-sheets.ts';
import { columnOf, labelAt, linkAt } from '../../shared/query/column-access.ts';
import type { Community } from '../../shared/query/community.ts';
import { mayTake } from './access-state.ts';
import { type EngineState, openedOf } from './engine-state.ts';
import { gathered } from './exchange-methods.ts';
import { abortable, inTurns } from './in-turns.ts';
import type { OpenPlan } from './open-plan.ts';
import { draftOf } from './plan-draft.ts';
import type { ListChoice, PlanFileEngine, PlanListAnswer, UnitsChoice } from './plan-file-api.ts';
import { areasIn, named, PlanFileDesk, systemOf } from './plan-file-desk.ts';
import { openPlanOf } from './plan-methods.ts';
import { loadSqliteWasm } from './sqlite-wasm.ts';

export function planFileMethods(state: EngineState): PlanFileEngine {
  const desk = new PlanFileDesk();
  const editable = () => {
    const plan = openPlanOf(state);
    if (!isOpenToEdits(plan.history.state)) throw new PlanError('plan-frozen');
    return plan;
  };
  const list = async (choice: ListChoice): Promise<PlanListAnswer> => {
    const { model, base } = editable();
    const records = await desk.records(choice.layer);
    const rows = records.map((record) => ({
      line: record.line,
      building: fieldOf(record, choice.building),
      entrance: choice.entrance === '' ? '' : fieldOf(record, choice.entrance),
      grid: fieldOf(record, choice.grid),
    }));
    const read = readBuildingList(model, base.atoms, rows, choice);
    const counts = new Map<number, number>();
    for (const { to } of read.moves) counts.set(to, (counts.get(to) ?? 0) + 1);
    return { ...read, byGrid: [...counts].map(([grid, buildings]) => ({ grid, buildings })) };
  };
  const units = async (choice: UnitsChoice) => {
    const read = await desk.areas(choice.layer, choice.crs);
    const { crs } = read;
    // Micro-grids lie within the areas that are units.
    const areas = read.areas.filter((area) => !isMicroArea(area));
    const { measures, asGrids, rules } = choice;
    const plan = unitPlan({ crs, areas, measures, asGrids, rules, choices: new Map(choice.choices) });
    return { plan, read, areas };
  };
  return {
    planSystems: async () => planSystems(openPlanOf(state).base.lattice).map(named),
    async exportPlan({ format, crs, counts }) {
      mayTake(state);
      const plan = openPlanOf(state);
      const { model, base, history } = plan;
      if (isList(format))
        return gathered(writeBuildings(model, base.atoms, labelsOf(state, plan), format), OCTETS);
      const about = { plan: history.created.plan, at: Date.now(), communities: communityNames(state, plan) };
      const request = { ...about, format, crs: systemOf(crs), counts };
      return gathered(writeGrids(model, base.lattice, request, loadSqliteWasm), OCTETS);
    },
    lookPlanFile: (files) => desk.look(files),
    async leavePlanFile() {
      desk.leave();
    },
    readPlanList: list,
    async planListRejects(choice, { sheet, reasonColumn, reasons }) {
      const records = await desk.records(choice.layer);
      const columns = [...new Set(records.flatMap(({ fields }) => Object.keys(fields)))];
      const { problems } = await list(choice);
      const rows = problems.map(({ row, fault, likely }) => ({
        cells: columns.map((column) => textOf(fieldOf(records[row], column))),
        reason: likely === '' ? reasons[fault] : `${reasons[fault]} (${likely})`,
      }));
      return gathered(writeRejectWorkbook({ sheet, columns, reasonColumn }, rows), OCTETS);
    },
    async layPlanAreas({ layer, crs, rules, choices }) {
      const { model, base, history } = editable();
      const read = await desk.areas(layer, crs);
      const areas = areasIn(read, base.lattice.crs);
      const request: AreasRequest = {
        ...{ areas, rules, nextCode },
        choices: new Map(choices),
        plan: history.created.plan,
      };
      const { unreadable, axesSwapped } = read;
      return { ...layDrawing(model, base.lattice, request), unreadable, axesSwapped };
    },
    async lookUnits(choice) {
      const { plan, read, areas } = await units(choice);
      const { problems, rings, totals, absorbed, unplaced } = plan;
      return {
        ...{ problems, rings, totals, units: plan.units },
        names: areas.map(({ name }) => name),
        absorbed: absorbed.length,
        unplaced: unplaced.length,
        unreadable: read.unreadable,
        axesSwapped: read.axesSwapped,
      };
    },
    async draftUnitPlan({ id, name }, choice) {
      return draftOf(state, { id, name, scoped: false, from: FILE_GROUND }, (await units(choice)).plan.base);
    },
    async newGrids({ names, measure, seed }, onProgress) {
      const { model } = editable();
      const grids = withCodes(names, codesGiven(model));
      const steps = newGridsSteps(model, { grids, measure, seed });
      return abortable(state, (signal) =>
        inTurns(steps, signal, ({ done }) =>
          onProgress({ stage: 'grids.balance', done: Math.round(done * 100), total: 100 }),
        ),
      );
    },
    async planSheets() {
      mayTake(state);
      const plan = openPlanOf(state);
      const { model, base } = plan;
      return planSheets({
        model,
        lattice: base.lattice,
        before: modelOfBase(base, []),
        labels: labelsOf(state, plan),
        lines: base.units ? [] : linesOf(openedOf(state).community, plan),
        workers: workersOf(openedOf(state).community),
      });
    },
  };
}

const OCTETS = 'application/octet-stream';
const isList = (format: string): format is ListFormat => (LIST_FORMATS as readonly string[]).includes(format);

/** The code that the next grid is offered; where there is nothing to go on from, the lowest number of two figures. */
function nextCode(given: ReadonlySet<string>): string {
  const offered = offeredCode([...given], '', given);
  if (offered !== '') return offered;
  for (let number = 1; ; number++) {
    const code = String(number).padStart(2, '0');
    if (!given.has(code)) return code;
  }
}

function withCodes(names: readonly string[], given: Set<string>): { code: string; name: string }[] {
  return names.map((name) => {
    const code = nextCode(given);
    given.add(code);
    return { code, name };
  });
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

/** By atom: the address of the building, else its id; never a name, which may be somebody's. Of an entrance its label too. */
function labelsOf(state: EngineState, { base, rows }: OpenPlan): string[] {
  if (base.units) return base.atoms.map(({ id }) => id);
  const { tables } = openedOf(state).community;
  const building = (row: number) =>
    labelAt(tables.buildings, 'address', row) || labelAt(tables.buildings, 'id', row);
  return rows.map(({ table, row }, atom) => {
    if (row === NONE) return base.atoms[atom].id;
    if (table === 'buildings') return building(row);
    const of = linkAt(tables.entrances, 'building', row);
    return [building(of), labelAt(tables.entrances, 'label', row)].filter(Boolean).join(' ');
  });
}

function communityNames(state: EngineState, { base }: OpenPlan): string[] {
  const { edited, community } = openedOf(state);
  const areas = community.tables.areas;
  const names = new Map<string, string>();
  for (let row = 0; row < (areas?.rows ?? 0); row++)
    names.set(
      keyOfSlot(edited.overlay, 'areas', edited.slotOf('areas', row)),
      labelAt(areas, 'code', row) || labelAt(areas, 'name', row),
    );
  return base.communities.map((key) => names.get(key) ?? '');
}

/** Roads, walls and water of the map, and the edges of compounds, in millimetres of the plan. */
function linesOf({ tables }: Community, { base }: OpenPlan): SheetLine[] {
  const lines: SheetLine[] = [];
  const add = (table: 'basemap' | 'compounds', column: string, closed: boolean) => {
    const source = tables[table];
    const geometry = columnOf(source, column, 'geometry');
    for (let row = 0; geometry && row < (source?.rows ?? 0); row++) {
      const kind = table === 'compounds' ? 'compound' : labelAt(source, 'kind', row);
      if (!DRAWN.has(kind)) continue;
      for (const { coords } of ringsAt(geometry, row)) {
        const places: number[] = [];
        for (let i = 0; i + 1 < coords.length; i += 2)
          places.push(...(toLattice(base.lattice, coords[i] / 1e7, coords[i + 1] / 1e7) ?? []));
        if (places.length >= 4) lines.push({ kind, name: labelAt(source, 'name', row), places, closed });
      }
    }
  };
  add('basemap', 'lines', false);
  add('basemap', 'polygons', true);
  add('compounds', 'boundary', true);
  return lines;
}

const DRAWN = new Set(['mainRoad', 'road', 'lane', 'wall', 'water', 'green', 'compound']);

/** Grid workers by the code of their grid in force. */
function workersOf({ tables }: Community): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (let row = 0; row < (tables.workers?.rows ?? 0); row++) {
    if (labelAt(tables.workers, 'role', row) !== 'gridWorker') continue;
    const code = labelAt(tables.grids, 'code', linkAt(tables.workers, 'grid', row));
    if (code !== '') found.set(code, [...(found.get(code) ?? []), labelAt(tables.workers, 'name', row)]);
  }
  return found;
}
