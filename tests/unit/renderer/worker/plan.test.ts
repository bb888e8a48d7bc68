import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PlanView } from '../../../../renderer/worker/plan-api.ts';
import { provePartition } from '../../../../shared/partition/partition-proof.ts';
import type { PlanAction } from '../../../../shared/partition/plan-action.ts';
import { PLAN, PlanDesks, stateText as text } from './plan-desks.ts';
import { host } from './plan-host.ts';

vi.mock('../../../../renderer/host.ts', () => import('./plan-host.ts'));

let desks: PlanDesks;

const sums = (grids: PlanView['grids'], unassigned: number[]) =>
  grids.reduce((sum, { tallies }) => sum.map((value, m) => value + tallies[m]), unassigned);
/** A cell with a building in a grid, and another grid. */
function movable({ grids, cells, atoms }: PlanView): {
  cell: number;
  atom: number;
  from: number;
  to: number;
} {
  for (let atom = 0; atom < atoms.cell.length; atom++) {
    const cell = atoms.cell[atom];
    const from = cells.grid[cells.ids.indexOf(cell)] ?? -1;
    const to = grids.find(({ id, retired }) => id !== from && !retired)?.id;
    if (cell >= 0 && from >= 0 && to !== undefined) return { cell, atom, from, to };
  }
  throw new Error('no cell with a building');
}

beforeEach(() => {
  desks = new PlanDesks();
});
afterEach(() => desks.end());

describe('a plan of a village', () => {
  test('is given up wherever one likes, with nothing kept, and then begun all the same', async () => {
    const { state, engine } = await desks.window();
    // Each step takes longer than a turn: messages come in after every one.
    let clock = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (clock += 1000));
    let last = 0;
    const given = async (turn: number) => {
      let turns = 0;
      return engine.draftPlan({ id: PLAN, name: 'given up' }, ({ done, total }) => {
        last = done / total;
        if (++turns === turn) void engine.cancel();
      });
    };
    const shares: number[] = [];
    for (const turn of [2, 19, 41]) {
      await expect(given(turn)).rejects.toMatchObject({ code: 'storage-cancelled' });
      shares.push(last);
      expect({ draft: state.draft ?? null, abort: state.abort }).toEqual({ draft: null, abort: null });
    }
    expect(new Set(shares).size).toBe(3);
    expect(host.size).toBe(0);
    expect(desks.journal).toEqual([]);
    expect(await engine.plans()).toEqual([]);
    vi.restoreAllMocks();
    expect((await desks.begun()).view.grids.length).toBeGreaterThan(0);
  });

  test('begins with the grids in force, proved, every building in one cell', async () => {
    const desk = await desks.begun();
    const { view, state, engine } = desk;
    expect(desks.stages).toEqual(['grids.ground', 'grids.cells', 'grids.assign']);
    const model = state.plan?.model;
    if (!model) throw new Error('not open');
    expect(provePartition(model).faults).toEqual([]);
    const status = await engine.status();
    const m = (name: string) => view.measures.indexOf(name);
    for (const grid of view.grids) {
      const now = status?.grids.find(({ code }) => code === grid.code);
      expect([
        grid.code,
        grid.tallies[m('residents')],
        grid.tallies[m('households')],
        grid.tallies[m('devices')],
      ]).toEqual([grid.code, now?.residents, now?.households, now?.devices]);
      expect(grid.baseTallies).toEqual(grid.tallies);
      expect(grid.area).toBeGreaterThan(0);
    }
    expect(await engine.plans()).toMatchObject([{ id: PLAN, state: 'draft', steps: 0, baseChanged: false }]);
  });

  test('a step is tried without a trace, kept, taken back and done again, in every window alike', async () => {
    const desk = await desks.begun();
    const { view, engine } = desk;
    const other = await desks.window();
    await other.engine.openPlan(PLAN, 'base');
    const before = text(desk);
    const { cell, from, to } = movable(view);
    const action: PlanAction = { type: 'assignCells', cells: [cell], grid: to };
    const tried = await engine.tryAction(action);
    expect(text(desk)).toBe(before);
    await desks.act(engine, action, 'painted');
    const change = await engine.planChange(view.seq);
    if (!tried.ok || !change) throw new Error('refused');
    expect(change.grids).toEqual(tried.grids);
    expect([...change.cellGrid]).toEqual([cell, to]);
    expect(change.grids.map(({ id }) => id).sort()).toEqual([from, to].sort());
    expect(change.history).toEqual({ undo: ['painted'], redo: [] });
    expect(text(other)).toBe(text(desk));
    const undo = await other.engine.planStep('undo');
    if (!undo) throw new Error('nothing to take back');
    await desks.append(undo);
    expect([text(desk), text(other)]).toEqual([before, before]);
    expect(await engine.planStep('undo')).toBeNull();
    const after = await engine.openPlan(PLAN, 'base');
    expect(sums(after.grids, after.unassigned)).toEqual(sums(view.grids, view.unassigned));
  });

  test('the journal alone gives everything back, wherever a kill came', async () => {
    const desk = await desks.begun();
    const { view, engine } = desk;
    const { cell, atom, from, to } = movable(view);
    const states = [text(desk)];
    const next = view.grids.length;
    for (const action of [
      { type: 'assignAtoms', atoms: [atom], grid: to },
      {
        type: 'several',
        actions: [
          { type: 'createGrid', code: 'N-99', name: '新网格', community: view.grids[from].community },
          { type: 'assignCells', cells: [cell], grid: next },
        ],
      },
      { type: 'lockGrid', grid: to },
    ] as PlanAction[]) {
      await desks.act(engine, action);
      states.push(text(desk));
    }
    const undo = await engine.planStep('undo');
    if (undo) await desks.append(undo);
    states.push(text(desk));
    const whole = desks.journal;
    for (let kept = 1; kept <= whole.length; kept++) {
      desks.journal = whole.slice(0, kept);
      const again = await desks.window();
      await again.engine.openPlan(PLAN, 'base');
      expect(text(again)).toBe(states[kept - 1]);
    }
  });

  test('what is refused is told with its reason and place, and writes nothing', async () => {
    const { engine, view } = await desks.begun();
    const { cell, from, to } = movable(view);
    await desks.act(engine, { type: 'lockGrid', grid: from });
    const refused = { ok: false, reason: 'locked' };
    expect(await engine.tryAction({ type: 'assignCells', cells: [cell], grid: to })).toMatchObject(refused);
    expect(await engine.actOn({ type: 'assignCells', cells: [cell], grid: to }, 'x')).toMatchObject(refused);
    expect(await engine.tryAction({ type: 'assignCells', cells: [cell], grid: 99 })).toMatchObject({
      reason: 'unknown',
    });
  });

  test('other bytes than those that the journal names are no base', async () => {
    const { engine } = await desks.begun();
    const bytes = host.get('base') ?? new Uint8Array(1);
    host.set('other', bytes.slice(0, -1));
    await expect(engine.openPlan(PLAN, 'other')).rejects.toMatchObject({ code: 'plan-damaged' });
    await expect(engine.openPlan('p-nobody', 'base')).rejects.toMatchObject({ code: 'plan-unknown' });
  });

  test('a border is found by place, and moved', async () => {
    const { engine, view } = await desks.begun();
    const [lng, lat] = [view.atoms.lng[0], view.atoms.lat[0]];
    expect(await engine.cellAt([lng, lat])).toBe(view.atoms.cell[0]);
    const border = await engine.borderNear([lng, lat], 200);
    const vertex = await engine.vertexNear([lng, lat], 500);
    expect(border?.metres).toBeGreaterThan(0);
    expect(vertex?.metres).toBeGreaterThanOrEqual(border?.metres ?? Infinity);
    expect(await engine.borderNear([0, 0], 200)).toBeNull();
  });

  test('who moves adds up, and what is cut off or in no grid keeps the plan from being handed in', async () => {
    const { engine, view } = await desks.begun();
    const target = { min: 1, max: 1 };
    const clean = await engine.checkPlan(target);
    expect(clean).toMatchObject({ holds: true, faults: [], codes: [], unknownBuildings: [] });
    expect(clean.outsideTarget.length).toBeGreaterThan(0);
    expect(await engine.planMoves()).toEqual({ buildings: [], pairs: [], workers: [] });
    const { cell, atom, from, to } = movable(view);
    await desks.act(engine, { type: 'assignCells', cells: [cell], grid: to });
    const { buildings, pairs, workers } = await engine.planMoves();
    const held = view.measures.indexOf('residents');
    const change = await engine.planChange(view.seq);
    const gained = change?.grids.find(({ id }) => id === to);
    expect(buildings.map(({ row }) => row)).toContain(view.atoms.rows[atom]);
    expect(pairs).toMatchObject([{ from: view.grids[from].code, to: view.grids[to].code }]);
    expect(pairs[0].residents).toBe((gained?.tallies[held] ?? 0) - (gained?.baseTallies?.[held] ?? 0));
    expect(workers.every(({ loses, gains }) => loses + gains === pairs[0].households)).toBe(true);
    await desks.act(engine, { type: 'assignCells', cells: [cell], grid: -1 });
    const faulty = await engine.checkPlan(target);
    expect(faulty).toMatchObject({ passes: false, unassignedCells: expect.arrayContaining([cell]) });
    expect(faulty.unassignedAtoms).toContain(atom);
    expect(await engine.planObstacles('checked', null)).toEqual(['checks-pass']);
    await expect(engine.statePlan('checked', null, '')).rejects.toMatchObject({ code: 'plan-obstacles' });
    expect(await engine.planObstacles('effective', 20_000)).toBeNull();
  });

  test('may be of some areas: the record names them, and the next code is one of the community', async () => {
    const { engine } = await desks.window();
    const areas = await engine.planAreas();
    expect(areas).toEqual([
      {
        row: expect.any(Number),
        name: expect.any(String),
        above: expect.any(String),
        buildings: expect.any(Number),
      },
    ]);
    const rows = areas.map(({ row }) => row);
    const { sha256, body } = await engine.draftPlan({ id: PLAN, name: 'scope', areas: rows }, () => {});
    expect(body).toMatchObject({ kind: 'plan.created', scope: [expect.any(String)] });
    await engine.sendPlanBase(sha256, 'base');
    await desks.append(body);
    const view = await engine.openPlan(PLAN, 'base');
    expect(view.communities).toEqual([{ name: areas[0].name }]);
    const codes = view.grids.map(({ code }) => code).sort();
    const [next] = view.nextCodes;
    expect(next.slice(0, 12)).toBe(codes[0].slice(0, 12));
    expect(next > (codes.at(-1) ?? '')).toBe(true);
    expect(await engine.plans()).toMatchObject([{ id: PLAN, areas: 1 }]);
    expect(await engine.checkPlan({ min: 1, max: 9999 })).toMatchObject({
      passes: true,
      unknownBuildings: [],
    });
  });
});
