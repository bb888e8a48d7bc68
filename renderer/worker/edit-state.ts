/**
 * The opened generation with its changes: what is stored, the overlay over it, the tables of now, and the plan by slots. Owns their being in
 * step; who may change what is edit-methods.ts, keys are access-state.ts.
 */

import * as v from 'valibot';
import { openPersonal, type Personal, sealPersonal } from '../../shared/access/sealed.ts';
import { rowOfSlot, slotOfRow } from '../../shared/edits/make-edits.ts';
import { type Overlaid, overlaidBundle, planBySlot } from '../../shared/edits/overlaid.ts';
import { foldEdits, newOverlay, newTouched, type Overlay } from '../../shared/edits/overlay.ts';
import {
  type LaidPlans,
  layPlans,
  type PlanLayer,
  putLaid,
  reserveGrids,
} from '../../shared/edits/plan-grids.ts';
import { type PersonalCells, PersonalCellsSchema, type StableKey } from '../../shared/edits/record-edit.ts';
import { type CommunityBundle, NO_GRID } from '../../shared/model/bundle.ts';
import type { TableName } from '../../shared/model/tables.ts';
import { labelAt } from '../../shared/query/column-access.ts';
import type { OverlayRow, PlanPatchRow } from '../store/ledger.ts';
import type { PersonalState } from './access-api.ts';
import { AccessNeededError, type AccessState } from './access-state.ts';

/** A change as the ledger has it. `personal`: null: not readable here and now. */
export interface ReadEdit {
  row: OverlayRow;
  personal: PersonalCells | null;
}

export type PlanPatch = Pick<PlanPatchRow, 'buildings' | 'after'>;

/** Plans as they bear on a generation: keys of the grids they make, and those that are laid over it, the earlier ones first. */
export interface GenerationPlans {
  madeGrids: readonly string[];
  layers: readonly PlanLayer[];
}
export const NO_PLANS: GenerationPlans = { madeGrids: [], layers: [] };

export class EditedBundle {
  readonly base: CommunityBundle;
  readonly overlay: Overlay;
  now: Overlaid;
  /** The tables before the last change that was applied: where its rows were. */
  before: Overlaid;
  readonly edits: ReadEdit[] = [];
  readonly patches: PlanPatch[] = [];
  plans: GenerationPlans = NO_PLANS;
  private laid: LaidPlans | null = null;
  /** Slots of grids by slot of building. */
  private grids: Uint16Array;
  private readonly generation: string;

  constructor(
    base: CommunityBundle,
    generation: string,
    edits: readonly ReadEdit[],
    patches: readonly PlanPatch[],
    plans: GenerationPlans,
  ) {
    this.base = base;
    this.generation = generation;
    this.overlay = newOverlay(base);
    this.reserve(plans.madeGrids);
    this.edits.push(...edits);
    for (const { row, personal } of edits) foldEdits(this.overlay, row, personal, newTouched());
    this.now = overlaidBundle(this.overlay);
    this.before = this.now;
    this.patches.push(...patches);
    this.grids = this.gridsBySlot();
    if (plans.layers.length > 0) this.lay(plans.layers);
  }

  /** Grids that a plan makes, before anything links to them. */
  reserve(madeGrids: readonly string[]): void {
    if (madeGrids.length === 0) return;
    reserveGrids(this.overlay, madeGrids as readonly StableKey[]);
    this.plans = { ...this.plans, madeGrids: [...this.plans.madeGrids, ...madeGrids] };
  }

  /** Other plans are in force, [] for none: rows of grids come, go and move. */
  lay(layers: readonly PlanLayer[]): void {
    const touched = newTouched();
    const laid = layPlans(this.overlay, this.now, layers, this.generation, touched);
    this.laid = layers.length > 0 ? laid : null;
    this.plans = { ...this.plans, layers };
    this.before = this.now;
    this.now = this.overlaid(touched);
    this.grids = this.gridsBySlot();
  }

  /** What is written anew from these tables goes on from the plan in force. */
  private overlaid(touched: ReturnType<typeof newTouched>): Overlaid {
    const next = overlaidBundle(this.overlay, this.now, touched);
    const id = this.plans.layers.at(-1)?.outcome.plan ?? this.base.plan.id;
    return { ...next, bundle: { ...next.bundle, plan: { ...next.bundle.plan, id } } };
  }

  /** Applies further changes. Returns whether rows moved in a table. */
  apply(edits: readonly ReadEdit[]): void {
    const touched = newTouched();
    for (const { row, personal } of edits) foldEdits(this.overlay, row, personal, touched);
    this.edits.push(...edits);
    this.before = this.now;
    this.now = this.overlaid(touched);
    if (touched.rows.has('buildings')) this.grids = this.gridsBySlot();
  }

  assign(patch: PlanPatch): void {
    this.patches.push(patch);
    // Strokes are on the grids that the community came with.
    if (this.laid) this.grids = this.gridsBySlot();
    else put(this.grids, patch);
  }

  /** Grid of each building as its row is now. */
  gridOfBuilding(): Uint16Array {
    const rows = this.now.bundle.tables.buildings?.rows ?? 0;
    return Uint16Array.from({ length: rows }, (_, row) => {
      const grid = this.grids[slotOfRow(this.now, 'buildings', row)];
      return grid === NO_GRID ? NO_GRID : Math.min(NO_GRID, this.rowOf('grids', grid));
    });
  }

  /** Codes of grids that were ever given here. */
  codesGiven(): string[] {
    const { grids } = this.base.tables;
    const stored = Array.from({ length: grids?.rows ?? 0 }, (_, row) => labelAt(grids, 'code', row));
    return [...stored, ...this.plans.layers.flatMap(({ outcome }) => outcome.codes)];
  }

  slotOf(table: TableName, row: number): number {
    return slotOfRow(this.now, table, row);
  }

  rowOf(table: TableName, slot: number): number {
    return rowOfSlot(this.now, table, slot);
  }

  private gridsBySlot(): Uint16Array {
    const grids = planBySlot(this.overlay).slice();
    for (const patch of this.patches) put(grids, patch);
    if (this.laid) putLaid(this.overlay, this.laid, grids);
    return grids;
  }
}

function put(grids: Uint16Array, { buildings, after }: PlanPatch): void {
  for (const slot of buildings) if (slot < grids.length) grids[slot] = after;
}

const placeOf = (edit: string) => ({ kind: 'record.edited', id: edit });

/** With its personal values, where they may be read at all and the key is here. */
async function readEdit(access: AccessState, row: OverlayRow, personal: boolean): Promise<ReadEdit> {
  if (!personal) return { row, personal: null };
  if (!row.sealed) return { row, personal: row.open ?? {} };
  const keys = new Map(access.personal.map(({ cipher, key }) => [cipher.keyId, key]));
  try {
    const opened = await openPersonal({ keys, pairs: new Map() }, placeOf(row.edit), row.sealed);
    return { row, personal: v.parse(PersonalCellsSchema, opened) };
  } catch {
    // Sealed with a key that is not here, or damaged: the values of before stay, and nothing else suffers.
    return { row, personal: null };
  }
}

/** The changes of a generation as this worker may read them. */
export function readEdits(
  { access, core }: { access: AccessState; core: boolean },
  rows: readonly OverlayRow[],
  state: PersonalState,
): Promise<ReadEdit[]> {
  return Promise.all(rows.map((row) => readEdit(access, row, !core && state !== 'withheld')));
}

/**
 * Personal values as they travel: sealed wherever there is a vault; in clear only made-up ones without one. Throws AccessNeededError
 * 'vault-locked', 'vault-needed'.
 */
export async function sealedPersonal(
  access: AccessState,
  demo: boolean,
  edit: string,
  personal: PersonalCells,
): Promise<{ sealed: OverlayRow['sealed']; open: OverlayRow['open'] }> {
  if (Object.keys(personal).length === 0) return { sealed: null, open: null };
  if (!access.vault) {
    if (!demo) throw new AccessNeededError('vault-needed');
    return { sealed: null, open: personal };
  }
  const active = access.personal.find(({ active: isActive }) => isActive);
  if (!active) throw new AccessNeededError('vault-locked');
  const seal = { id: active.cipher.keyId, key: active.key };
  return { sealed: await sealPersonal(seal, placeOf(edit), personal as Personal), open: null };
}
