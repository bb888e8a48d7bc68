/**
 * A plan carried over onto the borders of today: what it changed is compared three ways (as it began, as it is, today) and becomes one action
 * on a new partition. Owns what is a conflict and what a choice does; the plan before stays as it is.
 */
import { codesGiven } from './actions/grid-records.ts';
import { carryMicros } from './carry-micros.ts';
import { arcCorners } from './cell-geometry.ts';
import { degreesOf } from './lattice.ts';
import { placeInside } from './narrow.ts';
import { NO_GRID } from './outline.ts';
import type { PartitionModel } from './partition-model.ts';
import { type GridRecord, NO_ATOM, NO_CELL } from './partition-records.ts';
import type { PlanAction } from './plan-action.ts';
import type { PlanBase } from './plan-base.ts';
import { insideOfCell, placeIn, sameAtoms } from './same-atoms.ts';

export type CarryKind =
  /** The plan moved it, and it is not there any more. */
  | 'building-gone'
  /** The plan does not know it, and would have its place in another grid. */
  | 'building-new'
  /** Moved by the plan and by others meanwhile, to different grids. */
  | 'moved-both'
  | 'grid-gone'
  /** Name, code or kind were changed by the plan and by others meanwhile. */
  | 'grid-changed'
  /** Given to another grid meanwhile; the plan's gets the next one. */
  | 'code-taken';
export type CarryChoice = 'plan' | 'today';

export interface CarryConflict {
  /** Names it from one look to the next. */
  id: string;
  kind: CarryKind;
  /** Codes: as the plan has it, and as it is today; '' for none. */
  plan: string;
  today: string;
  /** Atom of today's partition; -1: none. */
  atom: number;
  /** Degrees; null: nowhere. */
  at: [number, number] | null;
  /** What is done about it; null: there is nothing to choose. */
  choice: CarryChoice | null;
}

export interface CarrySource {
  base: PlanBase;
  before: PartitionModel;
  after: PartitionModel;
}
export interface CarryTarget {
  base: PlanBase;
  model: PartitionModel;
}

/** `begunHere`: both are of one generation, so that keys tell records; else ids of buildings and codes of grids do. action null: nothing to carry. */
export function carryOver(
  source: CarrySource,
  today: CarryTarget,
  begunHere: boolean,
  choices: ReadonlyMap<string, CarryChoice>,
): { action: PlanAction | null; conflicts: CarryConflict[] } {
  return new Carry(source, today, begunHere, choices).result();
}

class Carry {
  private readonly source: CarrySource;
  private readonly today: CarryTarget;
  private readonly choices: ReadonlyMap<string, CarryChoice>;
  private readonly conflicts: CarryConflict[] = [];
  /** Atom of the plan by atom of today. */
  private readonly atomBefore: Map<number, number>;
  /** Grid of today by grid of the plan. */
  private readonly gridNow: Map<number, number>;
  /** The same of those that are made anew. */
  private readonly gridMade = new Map<number, number>();
  private readonly begunHere: boolean;
  /** Cells of today that go to a grid of the plan; NO_GRID: out of any. */
  private readonly cells = new Map<number, number[]>();
  private readonly codes: Set<string>;

  constructor(
    source: CarrySource,
    today: CarryTarget,
    begunHere: boolean,
    choices: ReadonlyMap<string, CarryChoice>,
  ) {
    this.source = source;
    this.today = today;
    this.begunHere = begunHere;
    this.choices = choices;
    this.codes = codesGiven(today.model);
    this.atomBefore = sameAtoms(source.base, today.base, begunHere);
    this.gridNow = gridsNow(source, today, begunHere);
  }

  result(): { action: PlanAction | null; conflicts: CarryConflict[] } {
    this.compareCells();
    this.findGone();
    const grids = [...this.gridActions(), ...this.exceptionActions()];
    const gridGoal = new Map([...this.gridNow, ...this.gridMade]);
    const micros = carryMicros(
      { ...this.source, begunHere: this.begunHere, gridNow: this.gridNow, gridGoal },
      this.today,
      grids,
    );
    const actions = [...grids, ...micros];
    return {
      action: actions.length === 0 ? null : { type: 'several', actions },
      conflicts: this.conflicts,
    };
  }

  private compareCells(): void {
    const { model } = this.today;
    for (const cell of model.cellIds()) {
      if (model.cell(cell).community < 0 || model.cell(cell).locked) continue;
      const atoms = model.atomsIn(cell);
      const known = atoms.find((atom) => this.atomBefore.has(atom));
      const inside = known === undefined ? insideOfCell(model, cell) : null;
      const [was, goal] =
        known === undefined
          ? this.gridsAt(inside ?? [0, 0])
          : this.gridsOf(this.atomBefore.get(known) ?? NO_ATOM);
      const now = model.gridOf(cell);
      if (was === goal || this.isNow(goal, now)) continue;
      const atom = atoms[0] ?? NO_ATOM;
      if (known === undefined && atom !== NO_ATOM) {
        if (this.decide('building-new', atom, goal, now, this.placeOf(atom)) === 'plan') this.put(goal, cell);
      } else if (this.isNow(was, now)) this.put(goal, cell);
      // Streets go with whoever moved them last.
      else if (atom !== NO_ATOM && this.decide('moved-both', atom, goal, now, this.placeOf(atom)) === 'plan')
        this.put(goal, cell);
    }
  }

  /** Whether a grid of the plan is this grid of today. */
  private isNow(grid: number, now: number): boolean {
    return grid === NO_GRID ? now === NO_GRID : this.gridNow.get(grid) === now;
  }

  private put(grid: number, cell: number): void {
    const known = this.cells.get(grid);
    if (known) known.push(cell);
    else this.cells.set(grid, [cell]);
  }

  /** What the plan had for an atom as it began, and has now. */
  private gridsOf(atom: number): [number, number] {
    const { before, after } = this.source;
    const of = (model: PartitionModel) => {
      const own = model.cellOf(atom);
      const building = model.atoms.building[atom];
      const cell = own === NO_CELL && building !== NO_ATOM ? model.cellOf(building) : own;
      return cell === NO_CELL ? NO_GRID : model.gridOf(cell);
    };
    return [of(before), of(after)];
  }

  private gridsAt(inside: readonly [number, number]): [number, number] {
    const { base, before, after } = this.source;
    const place = placeIn(base, this.today.base, inside);
    if (!place) return [NO_GRID, NO_GRID];
    const of = (model: PartitionModel) => {
      const cell = model.cellAt(...place);
      return model.hasCell(cell) ? model.gridOf(cell) : NO_GRID;
    };
    return [of(before), of(after)];
  }

  private findGone(): void {
    const found = new Set(this.atomBefore.values());
    const { atoms } = this.source.before;
    for (let atom = 0; atom < atoms.keys.length; atom++) {
      if (found.has(atom) || atoms.building[atom] !== NO_ATOM) continue;
      const [was, goal] = this.gridsOf(atom);
      if (was === goal) continue;
      const at = this.degrees(this.source.base, atoms.x[atom], atoms.y[atom]);
      this.note({ id: `building-gone ${atom}`, kind: 'building-gone', atom: NO_ATOM, at }, goal, NO_GRID);
    }
  }

  private gridActions(): PlanAction[] {
    const { before, after } = this.source;
    const { model } = this.today;
    const actions: PlanAction[] = [];
    const ended: number[] = [];
    let next = nextGridId(model);
    const assigned: PlanAction[] = [];
    const assign = (cells: readonly number[], grid: number) => {
      if (cells.length > 0) assigned.push({ type: 'assignCells', cells, grid });
    };
    for (const grid of after.gridIds()) {
      const record = after.grid(grid);
      const now = this.gridNow.get(grid);
      const cells = this.cells.get(grid) ?? [];
      if (record.retired) {
        if (now !== undefined && !before.grid(grid).retired) ended.push(now);
      } else if (now !== undefined) {
        const change = this.changeOf(before.grid(grid), record, model.grid(now), now);
        if (change) actions.push(change);
        assign(this.ofCommunity(cells, model.grid(now).community), now);
      } else if (!before.hasGrid(grid) || (cells.length > 0 && this.keepsGone(grid, record))) {
        const community = cells.length > 0 ? model.cell(cells[0]).community : record.community;
        const code = this.freeCode(grid, record.code);
        const { name, kind, attributes } = record;
        actions.push({ type: 'createGrid', code, name, kind, attributes, community });
        this.gridMade.set(grid, next);
        assign(this.ofCommunity(cells, community), next++);
      }
    }
    assign(this.cells.get(NO_GRID) ?? [], NO_GRID);
    actions.push(...assigned);
    const leaving = new Set([...this.cells.values()].flat());
    // A grid that the plan ended, and that others gave something meanwhile, stays.
    for (const grid of ended)
      if (!model.grid(grid).retired && model.cellsIn(grid).every((cell) => leaving.has(cell)))
        actions.push({ type: 'deleteGrid', grid });
    return actions;
  }

  private ofCommunity(cells: readonly number[], community: number): number[] {
    return cells.filter((cell) => this.today.model.cell(cell).community === community);
  }

  private keepsGone(grid: number, { code }: GridRecord): boolean {
    const at = this.middleOf(grid);
    const conflict = { id: `grid-gone ${grid}`, kind: 'grid-gone' as const, atom: NO_ATOM, at };
    return this.note(conflict, grid, NO_GRID, 'today', code) === 'plan';
  }

  private changeOf(was: GridRecord, goal: GridRecord, now: GridRecord, id: number): PlanAction | null {
    const text = ({ name, code, kind, attributes }: GridRecord) =>
      JSON.stringify([name, code, kind, attributes]);
    if (text(was) === text(goal) || text(goal) === text(now)) return null;
    if (text(was) !== text(now)) {
      const at = this.degrees(this.today.base, ...this.insideOfGrid(this.today.model, id));
      const conflict = { id: `grid-changed ${id}`, kind: 'grid-changed' as const, atom: NO_ATOM, at };
      const words = [`${goal.code} ${goal.name}`, `${now.code} ${now.name}`] as const;
      if (this.noted(conflict, ...words, 'plan') === 'today') return null;
    }
    const code = goal.code === now.code ? undefined : this.freeCode(id, goal.code);
    const { name, kind, attributes } = goal;
    return { type: 'setGrid', grid: id, name, kind, attributes, ...(code === undefined ? {} : { code }) };
  }

  /** The code itself, or the next of figures that was never given. */
  private freeCode(grid: number, code: string): string {
    let free = code;
    while (this.codes.has(free))
      free = /^\d+$/.test(free) ? String(BigInt(free) + 1n).padStart(free.length, '0') : `${free}-2`;
    this.codes.add(free);
    if (free !== code)
      this.noted(
        { id: `code-taken ${grid} ${code}`, kind: 'code-taken', atom: NO_ATOM, at: this.middleOf(grid) },
        code,
        free,
        null,
      );
    return free;
  }

  /** Footbridges and railways that the plan drew. */
  private exceptionActions(): PlanAction[] {
    const { base, before, after } = this.source;
    const known = new Set(before.exceptionIds());
    const move = (at: readonly [number, number]) => placeIn(this.today.base, base, at);
    return after.exceptionIds().flatMap((id): PlanAction[] => {
      const { kind, from, to } = after.exception(id);
      const [a, b] = [move(from), move(to)];
      return known.has(id) || !a || !b ? [] : [{ type: kind, from: a, to: b }];
    });
  }

  private decide(
    kind: CarryKind,
    atom: number,
    goal: number,
    now: number,
    at: [number, number] | null,
  ): CarryChoice | null {
    const name = this.today.base.atoms[atom];
    return this.note({ id: `${kind} ${name.table} ${name.key}`, kind, atom, at }, goal, now, 'plan');
  }

  private note(
    conflict: Pick<CarryConflict, 'id' | 'kind' | 'atom' | 'at'>,
    goal: number,
    now: number,
    first: CarryChoice | null = null,
    code = goal === NO_GRID ? '' : this.source.after.grid(goal).code,
  ): CarryChoice | null {
    return this.noted(conflict, code, now === NO_GRID ? '' : this.today.model.grid(now).code, first);
  }

  private noted(
    conflict: Pick<CarryConflict, 'id' | 'kind' | 'atom' | 'at'>,
    plan: string,
    today: string,
    first: CarryChoice | null,
  ): CarryChoice | null {
    const choice = first && (this.choices.get(conflict.id) ?? first);
    this.conflicts.push({ ...conflict, plan, today, choice });
    return choice;
  }

  private placeOf(atom: number): [number, number] | null {
    const { x, y } = this.today.model.atoms;
    return this.degrees(this.today.base, x[atom], y[atom]);
  }

  private middleOf(grid: number): [number, number] | null {
    const { base, after, before } = this.source;
    const model = after.hasGrid(grid) ? after : before;
    if (!model.hasGrid(grid) || model.cellsIn(grid).length === 0) return null;
    return this.degrees(base, ...this.insideOfGrid(model, grid));
  }

  private insideOfGrid(model: PartitionModel, grid: number): [number, number] {
    const [part] = model.outline(grid).parts;
    return part ? placeInside(part) : [0, 0];
  }

  private degrees({ lattice }: PlanBase, x: number, y: number): [number, number] | null {
    return degreesOf(lattice)(x, y);
  }
}

function gridsNow(source: CarrySource, today: CarryTarget, begunHere: boolean): Map<number, number> {
  const names = new Map<string, number>();
  for (const grid of today.model.gridIds()) {
    const { code, formerCodes, retired } = today.model.grid(grid);
    if (retired) continue;
    if (begunHere) names.set(today.base.gridKeys[grid] ?? '', grid);
    else for (const each of [...formerCodes, code]) names.set(each, grid);
  }
  const found = new Map<number, number>();
  for (const grid of source.before.gridIds()) {
    const { code } = source.before.grid(grid);
    const now = names.get(begunHere ? (source.base.gridKeys[grid] ?? '') : code);
    if (now !== undefined) found.set(grid, now);
  }
  return found;
}

const nextGridId = (model: PartitionModel): number => Math.max(-1, ...model.gridIds()) + 1;

/**
 * Lines that a plan's hands drew: borders between its grids that are not borders of cells as it began; places of its lattice, 2 numbers each.
 * Today's ground is divided along them too, so that they can be carried over.
 */
export function drawnLines({ before, after }: Pick<CarrySource, 'before' | 'after'>): number[][] {
  const known = new Set(before.arcIds().flatMap((arc) => sidesOf(before, arc)));
  return after.arcIds().flatMap((arc) => {
    const { left, right } = after.arc(arc);
    const grid = (cell: number) => (after.hasCell(cell) ? after.gridOf(cell) : NO_GRID);
    if (grid(left) === grid(right)) return [];
    return sidesOf(after, arc).some((side) => !known.has(side)) ? [arcCorners(after, arc)] : [];
  });
}

function sidesOf(model: PartitionModel, arc: number): string[] {
  const places = arcCorners(model, arc);
  const sides: string[] = [];
  for (let i = 0; i + 3 < places.length; i += 2) {
    const ends = [places.slice(i, i + 2).join(), places.slice(i + 2, i + 4).join()].sort();
    sides.push(ends.join(' '));
  }
  return sides;
}
