/**
 * What a plan comes to once it is in force: its grids with their outlines, and the grid of every building. Owns reading that off a plan's
 * base and steps; how tables take it is shared/edits/plan-grids.ts. No number about persons is in here.
 */
import { crc32c } from '../columns/crc32c.ts';
import type { EditRing } from '../edits/record-edit.ts';
import { codesGiven } from './actions/grid-records.ts';
import type { MicroGround } from './micro-onto.ts';
import { NO_GRID } from './outline.ts';
import type { PartitionModel } from './partition-model.ts';
import { type GridKind, NO_ATOM, NO_CELL, type PartitionPatch } from './partition-records.ts';
import { type BaseAtom, modelOfBase, type PlanBase } from './plan-base.ts';
import type { PlanHistory } from './plan-history.ts';
import { PlanScale } from './plan-view.ts';

export interface OutcomeGrid {
  /** Key of its record in the generation that the plan was begun on. */
  key: string;
  /** Key that it has where its record is not known: in other generations, and that of a grid which the plan made. */
  own: string;
  code: string;
  /** Oldest first. */
  formerCodes: readonly string[];
  name: string;
  kind: GridKind;
  /** Key of its area in that generation; '' for none. */
  area: string;
  /** Whole 1e-7 degrees. */
  outline: EditRing[];
}

export interface PlanOutcome {
  plan: string;
  name: string;
  /** The generation whose keys are meant. */
  generation: string;
  /** Local day from which it holds. */
  from: number;
  /** Grids in play. */
  grids: OutcomeGrid[];
  /** Those that the plan ends. */
  ended: Pick<OutcomeGrid, 'key' | 'own' | 'code' | 'formerCodes'>[];
  /** Every code that was given up to then; none is given again. */
  codes: string[];
  /** Buildings and the grid of each: an index into `grids`, -1 for none. A building whose entrances are in several is where most of them are. */
  buildings: BaseAtom[];
  gridOf: Int32Array;
  /** Where its micro-grids are, for the plans that follow; absent where it has none. */
  micros?: MicroGround;
}

export function planOutcome(base: PlanBase, history: PlanHistory): PlanOutcome {
  const { created, effectiveFrom } = history;
  const model = modelOfBase(base, []);
  for (const { patch } of history.steps.slice(0, history.done)) model.apply(patch);
  const scale = new PlanScale(base.lattice);
  const named = (grid: number) => {
    const { code, formerCodes } = model.grid(grid);
    const own = madeGridKey(created.plan, grid);
    return { key: base.gridKeys[grid] ?? own, own, code, formerCodes };
  };
  const grids = model.gridIds();
  const inPlay = grids.filter((grid) => !model.grid(grid).retired);
  const index = new Map(inPlay.map((grid, i) => [grid, i]));
  const buildings = base.atoms.flatMap((atom, i) => (atom.table === 'buildings' ? [i] : []));
  const gridOfAtom = gridsOfBuildings(model);
  return {
    plan: created.plan,
    name: created.name,
    generation: created.generation,
    from: effectiveFrom ?? 0,
    grids: inPlay.map((grid): OutcomeGrid => {
      const { name, kind, community } = model.grid(grid);
      return {
        ...named(grid),
        ...{ name, kind, area: base.communities[community] ?? '' },
        outline: outlineOf(model, scale, grid),
      };
    }),
    // Grids that had ended before are history of the register.
    ended: grids.filter((grid) => !index.has(grid) && base.state.grids[grid]?.retired !== true).map(named),
    codes: [...codesGiven(model)],
    buildings: buildings.map((atom) => base.atoms[atom]),
    gridOf: Int32Array.from(buildings, (atom) => index.get(gridOfAtom[atom]) ?? -1),
    ...(model.microIds().length > 0 && { micros: { base, model } }),
  };
}

/** Keys of the grids that a plan's steps make, whether they stand or not: others may name them before the plan itself is read. */
export const madeGridKeys = ({ created, steps }: PlanHistory): string[] =>
  steps.flatMap(({ patch }) => madeByPatch(created.plan, patch));

/** The same of one step. */
export function madeByPatch(plan: string, patch: PartitionPatch): string[] {
  return patch.grids.flatMap(({ id, before }) => (before ? [] : [madeGridKey(plan, id)]));
}

/** In the form of keys of records made by hand (record-edit.ts), and the same wherever it is asked. */
function madeGridKey(plan: string, grid: number): string {
  const text = new TextEncoder().encode(`${plan} ${grid}`);
  const hex = (value: number) => (value >>> 0).toString(16).padStart(8, '0');
  return `n${hex(crc32c(text))}${hex(crc32c(text, 0x6c696e6c))}`;
}

/** By atom that is a building. */
function gridsOfBuildings(model: PartitionModel): Int32Array {
  const { building, keys } = model.atoms;
  const grid = Int32Array.from(keys, (_, atom) => {
    const cell = model.cellOf(atom);
    return cell === NO_CELL ? NO_GRID : model.gridOf(cell);
  });
  const votes = new Map<number, Map<number, number>>();
  for (let atom = 0; atom < grid.length; atom++) {
    const of = building[atom];
    if (of === NO_ATOM || grid[atom] === NO_GRID || model.cellOf(of) !== NO_CELL) continue;
    const own = votes.get(of) ?? new Map<number, number>();
    own.set(grid[atom], (own.get(grid[atom]) ?? 0) + 1);
    votes.set(of, own);
  }
  for (const [of, own] of votes) grid[of] = [...own].sort(([a, na], [b, nb]) => nb - na || a - b)[0][0];
  return grid;
}

function outlineOf(model: PartitionModel, scale: PlanScale, grid: number): EditRing[] {
  const whole = (corners: ArrayLike<number>, role: 0 | 1): EditRing => ({
    role,
    coords: Array.from(scale.ring(corners), (degrees) => Math.round(degrees * 1e7)),
  });
  return model
    .outline(grid)
    .parts.flatMap(({ outer, holes }) => [whole(outer, 0), ...holes.map((hole) => whole(hole, 1))]);
}
