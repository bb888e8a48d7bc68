/**
 * The micro-grids of a plan that is carried over: what the plan made, changed and ended of them, as actions after those of the grids. Owns what of
 * them counts as changed. There is nothing to choose here: what both changed is as the plan has it, what only others changed stays theirs, and
 * what today's rules refuse (a code given meanwhile, a grid that is gone) gets the next code or is left out.
 */
import { microCode } from './micro-codes.ts';
import { microsUnder } from './micro-onto.ts';
import type { PartitionModel } from './partition-model.ts';
import { inverted } from './partition-patch.ts';
import { type MicroRecord, NO_MICRO, type PartitionPatch } from './partition-records.ts';
import { type PlanAction, runAction } from './plan-action.ts';
import type { PlanBase } from './plan-base.ts';

export interface MicroCarry {
  base: PlanBase;
  before: PartitionModel;
  after: PartitionModel;
  /** Both are of one generation: keys tell records. */
  begunHere: boolean;
  /** Grid of today by grid of the plan. */
  gridNow: ReadonlyMap<number, number>;
  /** The same with the grids that `grids` makes. */
  gridGoal: ReadonlyMap<number, number>;
}

/** `grids`: what is done before. Today's model is the same to the byte afterwards. */
export function carryMicros(
  source: MicroCarry,
  today: { base: PlanBase; model: PartitionModel },
  grids: readonly PlanAction[],
): PlanAction[] {
  const { base, before, after, begunHere } = source;
  if (after.microIds().length === 0) return [];
  const was = microsUnder({ base, model: before }, today, begunHere);
  const goal = microsUnder({ base, model: after }, today, begunHere);
  const { model } = today;
  const microNow = microsNow(source, model);
  const done: PartitionPatch[] = [];
  const actions: PlanAction[] = [];
  const act = (action: PlanAction): boolean => {
    const result = runAction(model, action);
    if (!result.ok) return false;
    model.apply(result.patch);
    done.push(result.patch);
    actions.push(action);
    return true;
  };
  try {
    if (grids.length > 0 && !act({ type: 'several', actions: grids })) return [];
    actions.length = 0;
    for (const micro of after.microIds()) {
      const record = after.micro(micro);
      const now = microNow.get(micro);
      if (!before.hasMicro(micro)) {
        const made = record.retired ? null : create(model, source, record, act);
        if (made !== null) microNow.set(micro, made);
      } else if (now !== undefined && record.retired) {
        const own = model.cellsInMicro(now).every((cell) => was.get(cell) === micro);
        // Ended by the plan, unless others gave it ground meanwhile.
        if (!before.micro(micro).retired && own && !model.micro(now).retired)
          act({ type: 'deleteMicro', micro: now });
      } else if (now !== undefined) change(now, before.micro(micro), record, act);
    }
    const moving = new Map<number, number[]>();
    for (const cell of model.cellIds()) {
      const [from, to] = [was.get(cell) ?? NO_MICRO, goal.get(cell) ?? NO_MICRO];
      const now = to === NO_MICRO ? NO_MICRO : microNow.get(to);
      if (from === to || now === undefined) continue;
      moving.set(now, [...(moving.get(now) ?? []), cell]);
    }
    for (const [micro, cells] of [...moving].sort(([a], [b]) => a - b))
      act({ type: 'assignMicro', cells, micro });
    return actions;
  } finally {
    for (const patch of done.toReversed()) model.apply(inverted(patch));
  }
}

type Act = (action: PlanAction) => boolean;

/** With its code where it is free, else the next. null: its grid is not there. */
function create(
  model: PartitionModel,
  { gridGoal }: MicroCarry,
  { grid: of, suffix, name, attributes }: MicroRecord,
  act: Act,
): number | null {
  const grid = gridGoal.get(of);
  if (grid === undefined) return null;
  const id = model.micros.next ?? 0;
  const made = { type: 'createMicro' as const, grid, name, attributes };
  return act({ ...made, suffix }) || act(made) ? id : null;
}

/** Only what the plan changed. Its grid and the code that follows from it come with the ground. */
function change(micro: number, was: MicroRecord, goal: MicroRecord, act: Act): void {
  const names = new Set([...Object.keys(was.attributes), ...Object.keys(goal.attributes)]);
  const changed = [...names].filter((name) => was.attributes[name] !== goal.attributes[name]);
  const attributes = Object.fromEntries(changed.map((name) => [name, goal.attributes[name] ?? '']));
  const given = {
    ...(was.name !== goal.name && { name: goal.name }),
    ...(changed.length > 0 && { attributes }),
  };
  if (Object.keys(given).length > 0) act({ type: 'setMicro', micro, ...given });
  if (was.grid === goal.grid && was.suffix !== goal.suffix)
    act({ type: 'setMicro', micro, suffix: goal.suffix });
}

/** Those of today by those that the plan began with: in the same grid with the same digits, else by a whole code. */
function microsNow({ before, gridNow }: MicroCarry, model: PartitionModel): Map<number, number> {
  const codes = new Map<string, number>();
  const places = new Map<string, number>();
  for (const micro of model.microIds()) {
    const { grid, suffix, formerCodes } = model.micro(micro);
    places.set(`${grid} ${suffix}`, micro);
    for (const code of [...formerCodes, microCode(model, micro)]) codes.set(code, micro);
  }
  const found = new Map<number, number>();
  for (const micro of before.microIds()) {
    const { grid, suffix } = before.micro(micro);
    const now = places.get(`${gridNow.get(grid)} ${suffix}`) ?? codes.get(microCode(before, micro));
    if (now !== undefined) found.set(micro, now);
  }
  return found;
}
