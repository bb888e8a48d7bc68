/**
 * Grid plans at the desk: what joins the plan on the map, its editor and the worker. Owns what gestures mean, how a plan is begun and opened, and what
 * the map shows of it; neither the map nor the editor knows the other.
 */
import { useEffect, useRef } from 'react';
import type { IntlShape } from 'react-intl';
import { useIntl } from 'react-intl';
import { toLattice } from '../../shared/partition/lattice.ts';
import { prolonged } from '../../shared/partition/line-cut.ts';
import type { PlanAction } from '../../shared/partition/plan-action.ts';
import { isOpenToEdits, type PlanCondition, type PlanState } from '../../shared/partition/plan-state.ts';
import type { LngLat } from '../../shared/query/selection.ts';
import { useCompare } from '../grids/plan/compare/compare-store.ts';
import type { PlanTrial } from '../grids/plan/plan-change.ts';
import { shownGrids, shownMicros, usePlan } from '../grids/plan/plan-edit.ts';
import { usePlanMenu } from '../grids/plan/plan-menu.ts';
import {
  type PlanHandle,
  type PlanHands,
  type PlanScene,
  planMap,
  type Rings,
  takePlan,
} from '../map/plan/plan-store.ts';
import type { MapStore } from '../map/store.ts';
import type { DataEngine } from '../worker/engine-api.ts';
import { codeOf } from './error-code.ts';
import { useDividedMap } from './plan-compare-desk.ts';
import { movePlan } from './plan-session.ts';
import { gridShapes, partsOnce, tonesFor } from './plan-shapes.ts';

/** What stands in the way of the state; [] once the plan is in it, or when an error kept it from that, which the plan tells. */
export async function statePlan(
  engine: DataEngine,
  to: PlanState,
  effectiveFrom: number | null,
  note: string,
): Promise<PlanCondition[]> {
  try {
    const obstacles = await engine.planObstacles(to, effectiveFrom);
    if (obstacles === null || obstacles.length > 0) return obstacles ?? [];
    await movePlan(engine, to, effectiveFrom, note);
    await usePlan.getState().follow(engine);
  } catch (error) {
    usePlan.setState({ failed: codeOf(error) });
  }
  return [];
}

/** The open plan goes to the map, and what hands do there to the plan. Returns how to go on round buildings. */
export function usePlanOnMap(engine: DataEngine, map: MapStore): { goRound(): void } {
  const intl = useIntl();
  const open = usePlan((plan) => plan.plan?.id ?? null);
  const latest = useRef(intl);
  latest.current = intl;
  const around = useRef<(() => void) | null>(null);
  useFlatPlan(map, open !== null);
  useDividedMap();
  useEffect(() => {
    if (open === null) return;
    const hands = handsOf(engine, () => latest.current, around);
    const release = takePlan(hands);
    const tones = { grids: new Map<number, number>(), micros: new Map<number, number>() };
    const show = () => showPlan(latest.current, tones);
    show();
    const stop = usePlan.subscribe(show);
    return () => {
      stop();
      release();
    };
  }, [engine, open]);
  return { goRound: () => around.current?.() };
}

/** Borders are drawn from above, and those in force give way to the plan's. */
function useFlatPlan(map: MapStore, on: boolean): void {
  useEffect(() => {
    if (!on) return;
    const { flat, base } = map.getState();
    map
      .getState()
      .set({ flat: true, tool: 'plan', base: { ...base, grids: { ...base.grids, visible: false } } });
    return () => {
      const now = map.getState().base;
      map.getState().set({ flat, tool: 'grid', base: { ...now, grids: base.grids } });
    };
  }, [map, on]);
}

function handsOf(
  engine: DataEngine,
  intl: () => IntlShape,
  around: { current: (() => void) | null },
): PlanHands {
  const plan = () => usePlan.getState();
  const say = (id: string, name = '') => intl().formatMessage({ id }, { name });
  const nameOf = (grid: number | null) => {
    const found = grid === null ? undefined : plan().grids.get(grid);
    return found ? found.name || found.code : '';
  };
  /** What a handle holds, told when it was found. */
  const held = new WeakMap<PlanHandle, (to: readonly [number, number]) => PlanAction>();
  const dropped = new WeakMap<PlanHandle, PlanAction>();
  const place = ([lng, lat]: LngLat): [number, number] | null => {
    const lattice = plan().plan?.lattice;
    return lattice ? toLattice(lattice, lng, lat) : null;
  };
  const flat = (line: readonly LngLat[]): number[] => line.flatMap((at) => place(at) ?? []);
  const go = (action: PlanAction, name: string, done: boolean, further?: PlanAction) => {
    if (done) void plan().act(engine, action, name, further);
    else plan().attempt(engine, action, further);
  };

  function lineAction(line: number[], throughBuildings: 'refuse' | 'around'): [PlanAction, string] | null {
    const { tool, target, grids, level, microTarget, micros } = plan();
    const chosen = target === null ? undefined : grids.get(target);
    if (!chosen) return null;
    if (level === 'micro') {
      if (microTarget === null) return null;
      const of = micros.get(microTarget)?.name ?? nameOf(chosen.id);
      const created = { grid: chosen.id, name: say('plan.split.name', of) };
      return [
        { type: 'splitMicro', micro: microTarget, line, created, throughBuildings },
        say('plan.step.split', of),
      ];
    }
    if (tool === 'reshape')
      return [
        { type: 'reshapeGrid', grid: chosen.id, line, throughBuildings },
        say('plan.step.reshape', nameOf(chosen.id)),
      ];
    const code = plan().nextCodes[chosen.community] ?? '';
    const created = { name: say('plan.split.name', nameOf(chosen.id)), code };
    return [
      { type: 'splitGrid', grid: chosen.id, line, created, throughBuildings },
      say('plan.step.split', nameOf(chosen.id)),
    ];
  }

  async function cut([a, b, ...rest]: readonly LngLat[], reach: number): Promise<void> {
    const cell = await engine.cellAt([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
    if (cell < 0) return;
    const line = flat([a, b, ...rest]);
    const further: PlanAction = { type: 'splitCell', cell, line: prolonged(line, reach * 1000) };
    go({ type: 'splitCell', cell, line }, say('plan.step.cut'), true, further);
  }

  /** Two places that hang together, or do not. */
  function exceptionAction([a, b]: readonly LngLat[], kind: 'link' | 'cut'): PlanAction | null {
    const [from, to] = [place(a), place(b)];
    return from && to && { type: kind, from, to };
  }

  return {
    onCells(cells, erase, done) {
      const { level, microTarget, micros } = plan();
      const target = level === 'micro' ? microTarget : plan().target;
      if (target === null || cells.length === 0) {
        if (done) plan().cancel();
        return;
      }
      if (level === 'micro') {
        const micro = erase ? -1 : target;
        const name = micros.get(micro)?.name;
        const step = name === undefined ? say('plan.step.microErase') : say('plan.step.assign', name);
        // Taken out of a micro-grid is what is in the chosen grid alone.
        const own = cells.filter((cell) => plan().cellGrid.get(cell) === plan().target);
        go({ type: 'assignMicro', cells: micro < 0 ? own : cells, micro }, step, done);
        return;
      }
      const grid = erase ? -1 : target;
      const name = grid < 0 ? say('plan.step.erase') : say('plan.step.assign', nameOf(grid));
      go({ type: 'assignCells', cells, grid }, name, done);
    },
    onChoose(cell) {
      const grid = cell === null ? null : (plan().cellGrid.get(cell) ?? null);
      if (plan().level === 'micro' && cell !== null && grid !== null && grid === plan().target) {
        plan().chooseMicro(plan().cellMicro.get(cell) ?? -1);
        return;
      }
      plan().choose(grid === null || grid < 0 ? null : grid);
    },
    onMenu: (cell, x, y) => usePlanMenu.setState({ at: cell === null ? null : { cell, x, y } }),
    async find(at, reach) {
      const corner = await engine.vertexNear(at, reach);
      if (corner) {
        const handle: PlanHandle = { at: [corner.at[0], corner.at[1]], side: false };
        held.set(handle, (to) => ({ type: 'moveVertex', vertex: corner.vertex, to }));
        dropped.set(handle, { type: 'deleteVertex', vertex: corner.vertex });
        return handle;
      }
      const side = await engine.borderNear(at, reach);
      if (!side) return null;
      const handle: PlanHandle = { at: [side.at[0], side.at[1]], side: true };
      held.set(handle, (to) => ({ type: 'insertVertex', arc: side.arc, at: side.corner, to }));
      return handle;
    },
    onMove(from, to, done) {
      const goal = place(to);
      const action = goal && held.get(from)?.(goal);
      if (action) go(action, say(from.side ? 'plan.step.newCorner' : 'plan.step.corner'), done);
    },
    onDrop(handle) {
      const action = dropped.get(handle);
      if (action) go(action, say('plan.step.dropCorner'), true);
    },
    onLine(line, done, reach) {
      if (plan().tool === 'cut') {
        if (done) void cut(line, reach);
        return;
      }
      const kind = { link: 'link', sever: 'cut' }[plan().tool as string] as 'link' | 'cut' | undefined;
      if (kind) {
        const action = exceptionAction(line, kind);
        if (action) go(action, say(`plan.step.${kind === 'link' ? 'linked' : 'severed'}`), done);
        return;
      }
      const drawn = flat(line);
      const further = prolonged(drawn, reach * 1000);
      const found = lineAction(drawn, 'refuse');
      if (!found) return;
      around.current = () => {
        const again = lineAction(drawn, 'around');
        if (again) go(...again, true, lineAction(further, 'around')?.[0]);
      };
      go(...found, done, lineAction(further, 'refuse')?.[0]);
    },
    onCancel: () => plan().cancel(),
    onDivide: (share) => useCompare.setState({ share }),
    onLeave() {
      const { tool, choose, take, microTarget, chooseMicro } = plan();
      if (tool !== 'choose') take('choose');
      else if (microTarget !== null) chooseMicro(null);
      else choose(null);
    },
  };
}

type PlanShown = ReturnType<typeof usePlan.getState>;
/** What the scene on the map was made of. */
const OF_SCENE = [
  ...(['grids', 'micros', 'cells', 'cellGrid', 'cellMicro', 'atoms', 'locked', 'exceptions'] as const),
  ...(['level', 'target'] as const),
];
let shownOf: PlanShown | null = null;

interface Tones {
  grids: Map<number, number>;
  micros: Map<number, number>;
}

function showPlan(intl: IntlShape, tones: Tones): void {
  const state = usePlan.getState();
  const { plan, level, tool, target, microTarget, trial, refused } = state;
  if (!plan) {
    shownOf = null;
    return;
  }
  const { scene } = planMap.getState();
  // Another grid chosen is another scene only where its micro-grids are in hand.
  const same =
    scene?.plan === plan.id &&
    OF_SCENE.every((key) => shownOf?.[key] === state[key] || (key === 'target' && level === 'grid'));
  if (!same) shownOf = state;
  const staged = level === 'micro' ? trial?.cellMicro : trial?.cellGrid;
  planMap.setState({
    scene: same ? scene : sceneOf(intl, state, plan, tones),
    tool,
    target: level === 'micro' ? microTarget : target,
    chosen: target,
    frozen: !isOpenToEdits(state.state),
    staged: staged ?? NONE,
    stagedParts: trial ? stagedOf(trial.grids) : NO_PARTS,
    stagedMicros: trial ? stagedOf(trial.micros) : NO_PARTS,
    refused: refused ? { reason: refused.reason, at: refused.at && [refused.at[0], refused.at[1]] } : null,
  });
}

function sceneOf(
  intl: IntlShape,
  state: PlanShown,
  plan: NonNullable<PlanShown['plan']>,
  tones: Tones,
): PlanScene {
  const { cells, cellGrid, cellMicro, atoms, locked, exceptions, shapes, level, target } = state;
  const shown = shownGrids({ grids: state.grids, trial: null });
  const allMicros = shownMicros({ micros: state.micros, trial: null }, null);
  const toned = level === 'micro' ? allMicros.filter(({ grid }) => grid === target) : [];
  const grids = gridShapes(intl, shown, plan.measures, tonesFor(shown, tones.grids));
  const micros = gridShapes(intl, allMicros, plan.measures, tonesFor(toned, tones.micros));
  const own = new Map([...cellMicro].filter(([cell]) => cellGrid.get(cell) === target));
  const fields =
    level === 'micro' ? { fields: micros, cellField: own } : { fields: grids, cellField: cellGrid };
  return { plan: plan.id, cells, atoms, locked, exceptions, shapes, grids, micros, ...fields };
}

const stagedOf = (shapes: PlanTrial['grids'] | PlanTrial['micros']): ReadonlyMap<number, readonly Rings[]> =>
  new Map([...shapes].map(([id, shape]) => [id, partsOnce(shape)]));

const NONE: ReadonlyMap<number, number> = new Map();
const NO_PARTS: ReadonlyMap<number, readonly Rings[]> = new Map();
