/**
 * Micro-grids as records and as ground: made, painted, named, merged, deleted, divided by a line, always within one grid. Owns their rules; what
 * becomes of them when ground changes grid is micro-rule.ts. Locks hold borders of grids, not what is within them.
 */
import { proveDraft } from '../draft-proof.ts';
import { cutCells, type Line, tidyCut } from '../line-cut.ts';
import { microCode, nextSuffix, suffixFault } from '../micro-codes.ts';
import { PartitionDraft } from '../partition-draft.ts';
import type { PartitionModel } from '../partition-model.ts';
import {
  type ActionResult,
  type MicroRecord,
  NO_MICRO,
  type Refusal,
  type RefusalReason,
  refuse,
  refusing,
} from '../partition-records.ts';
import { isOpen } from './assign-cells.ts';
import { compareCodes } from './grid-records.ts';
import { divideSides, healFragments, type LineOptions, weightOf, withParts } from './split-grid.ts';

export interface NewMicro {
  grid: number;
  name: string;
  /** Digits after the code of the grid; absent: the next free ones. */
  suffix?: string;
  attributes?: Readonly<Record<string, string>>;
}

/** A micro-grid without ground. */
export function createMicro(model: PartitionModel, given: NewMicro): ActionResult<{ micro: number }> {
  if (!isOpen(model, given.grid)) return refuse('unknown');
  const record = newRecord(model, given);
  if ('ok' in record) return record;
  const draft = new PartitionDraft(model);
  const micro = draft.addMicro(record);
  return { ok: true, patch: draft.patch(), micro };
}

function newRecord(
  model: PartitionModel,
  { grid, name, suffix, attributes }: NewMicro,
): MicroRecord | Refusal {
  if (name.trim() === '') return refuse('name-missing');
  const own = suffix?.trim() ?? nextSuffix(model, grid);
  if (own === null) return refuse('code-invalid');
  const fault = suffixFault(model, grid, own, null);
  if (fault) return fault;
  const record = { grid, suffix: own, name: name.trim(), retired: false, formerCodes: [] };
  return { ...record, attributes: withoutEmpty(attributes ?? {}) };
}

const withoutEmpty = (attributes: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value.trim() !== ''));

/** One that is there and not retired. */
function isOpenMicro(model: PartitionModel, micro: number): boolean {
  return model.hasMicro(micro) && !model.micro(micro).retired;
}

/** Cells go into a micro-grid; NO_MICRO: into none. What is in another grid stays and is told. Refused where nothing changes. */
export function assignMicro(
  model: PartitionModel,
  cells: readonly number[],
  micro: number,
): ActionResult<{ skipped: { cell: number; reason: RefusalReason }[] }> {
  if (micro !== NO_MICRO && !isOpenMicro(model, micro)) return refuse('unknown');
  const grid = micro === NO_MICRO ? null : model.micro(micro).grid;
  const draft = new PartitionDraft(model);
  const skipped: { cell: number; reason: RefusalReason }[] = [];
  let moved = 0;
  for (const cell of new Set(cells)) {
    if (!model.hasCell(cell)) skipped.push({ cell, reason: 'unknown' });
    else if (model.microOf(cell) === micro) continue;
    else if (grid !== null && model.gridOf(cell) !== grid) skipped.push({ cell, reason: 'outside-grid' });
    else {
      draft.putIntoMicro(cell, micro);
      moved++;
    }
  }
  if (moved === 0) return refuse(skipped[0]?.reason ?? 'nothing-changes');
  return { ok: true, patch: draft.patch(), skipped };
}

/** Name, suffix and whatever else is known; what is not given stays. An empty attribute is taken out. */
export function setMicro(
  model: PartitionModel,
  micro: number,
  given: Partial<Omit<NewMicro, 'grid'>>,
): ActionResult {
  if (!isOpenMicro(model, micro)) return refuse('unknown');
  const before = model.micro(micro);
  const name = given.name === undefined ? before.name : given.name.trim();
  if (name === '') return refuse('name-missing');
  const suffix = given.suffix?.trim() ?? before.suffix;
  const fault = suffixFault(model, before.grid, suffix, micro);
  if (fault) return fault;
  const attributes = withoutEmpty({ ...before.attributes, ...given.attributes });
  const old = microCode(model, micro);
  const formerCodes = suffix === before.suffix ? before.formerCodes : [...before.formerCodes, old];
  const after: MicroRecord = { ...before, suffix, name, formerCodes, attributes };
  if (JSON.stringify(after) === JSON.stringify(before)) return refuse('nothing-changes');
  const draft = new PartitionDraft(model);
  draft.setMicro(micro, after);
  return { ok: true, patch: draft.patch() };
}

/** Retires it; its ground is in none. */
export function deleteMicro(model: PartitionModel, micro: number): ActionResult {
  if (!isOpenMicro(model, micro)) return refuse('unknown');
  const draft = new PartitionDraft(model);
  for (const cell of model.cellsInMicro(micro)) draft.putIntoMicro(cell, NO_MICRO);
  draft.setMicro(micro, { ...model.micro(micro), retired: true });
  return { ok: true, patch: draft.patch() };
}

/** Makes one of several of one grid: the one with the lowest code stays, the others are retired. */
export function mergeMicros(
  model: PartitionModel,
  micros: readonly number[],
): ActionResult<{ micro: number }> {
  const own = [...new Set(micros)];
  if (!own.every((micro) => isOpenMicro(model, micro))) return refuse('unknown');
  if (own.length < 2 || new Set(own.map((micro) => model.micro(micro).grid)).size > 1)
    return refuse('one-micro');
  const [kept, ...others] = own.toSorted((a, b) => compareCodes(microCode(model, a), microCode(model, b)));
  const draft = new PartitionDraft(model);
  for (const micro of others) {
    for (const cell of model.cellsInMicro(micro)) draft.putIntoMicro(cell, kept);
    draft.setMicro(micro, { ...model.micro(micro), retired: true });
  }
  return { ok: true, patch: draft.patch(), micro: kept };
}

/**
 * Cuts a micro-grid along a line, or with `from` NO_MICRO the ground of a grid that is in none: the side with more buildings, then with more area,
 * stays what it was and the other becomes the new micro-grid. `around`: cells left whole because of a building.
 */
export function splitMicroByLine(
  model: PartitionModel,
  from: number,
  line: Line,
  created: NewMicro,
  { throughBuildings = 'refuse' }: LineOptions = {},
): ActionResult<{ micro: number; around: number[] }> {
  const { grid } = created;
  if (!isOpen(model, grid)) return refuse('unknown');
  if (from !== NO_MICRO && !(isOpenMicro(model, from) && model.micro(from).grid === grid))
    return refuse('unknown');
  const record = newRecord(model, created);
  if ('ok' in record) return record;
  return refusing(() => {
    const draft = new PartitionDraft(model);
    const cells = model.cellsIn(grid).filter((cell) => model.microOf(cell) === from);
    const cut = cutCells(draft, cells, line, throughBuildings);
    const sides = divideSides(draft, withParts(cells, cut), line, cut);
    const [leaving] = [sides.left, sides.right].sort((a, b) => weightOf(draft, a, b));
    const micro = draft.addMicro(record);
    for (const cell of leaving) draft.putIntoMicro(cell, micro);
    const around = cut.around.slice();
    healFragments(draft, withParts(cells, cut), leaving, cut);
    tidyCut(draft, cut);
    proveDraft(draft);
    return { ok: true, patch: draft.patch(), micro, around };
  });
}
