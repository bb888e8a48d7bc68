/**
 * A plan as it is open in this worker: what it began with, its history, its model, and what the page was told last. Follows the journal and
 * nothing else. Owns their being in step; questions about it are plan-methods.ts.
 */
import type { JournalBody } from '../../shared/host/journal-record.ts';
import { codesGiven } from '../../shared/partition/actions/grid-records.ts';
import { offeredCode } from '../../shared/partition/grid-codes.ts';
import { joined } from '../../shared/partition/joined-patch.ts';
import { microCodesGiven, nextSuffix } from '../../shared/partition/micro-codes.ts';
import type { PartitionModel } from '../../shared/partition/partition-model.ts';
import type { Measure, PartitionPatch, Refusal } from '../../shared/partition/partition-records.ts';
import { modelOfBase, type PlanBase } from '../../shared/partition/plan-base.ts';
import { follow, type PlanHistory, type PlanRecord } from '../../shared/partition/plan-history.ts';
import type { PlanState } from '../../shared/partition/plan-state.ts';
import { PlanScale } from '../../shared/partition/plan-view.ts';
import { type AtomRow, atomMeasures, unitMeasures } from '../../shared/query/atom-measures.ts';
import type { Community } from '../../shared/query/community.ts';
import type { PlanRefusal } from './plan-api.ts';

/** What changed lately, for pages that fell behind by less than this. */
const MOST_CHANGES = 5000;

/** Name and 12-digit code of an area; '' for what is not known. */
export interface PlanAreaName {
  name: string;
  code: string;
}

/** What its atoms count: buildings by the tables of the day, units of a file as the file did. */
export function planMeasures(
  { atoms, units }: PlanBase,
  community: Community,
  rows: readonly AtomRow[],
): Measure[] {
  return units ? unitMeasures(units.measures, atoms.length) : atomMeasures(community, rows);
}

export class OpenPlan {
  readonly base: PlanBase;
  readonly history: PlanHistory;
  readonly scale: PlanScale;
  /** Row of every atom in the open community; NONE: not there. */
  readonly rows: readonly AtomRow[];
  readonly model: PartitionModel;
  /** Its state as it is told on the day (plan-in-force.ts). */
  told: PlanState;
  /** By community number. */
  readonly areas: readonly PlanAreaName[];
  /** Counts of every grid that the plan began with. */
  readonly baseTallies: ReadonlyMap<number, number[]>;
  /** Atoms of every grid that the plan began with. */
  readonly baseAtoms: ReadonlyMap<number, readonly number[]>;
  private readonly changes: { seq: number; patch: PartitionPatch | null }[] = [];
  /** `planChange` can be asked from here on. */
  private from: number;

  constructor(
    base: PlanBase,
    history: PlanHistory,
    community: Community,
    { rows, areas, told }: { rows: readonly AtomRow[]; areas: readonly PlanAreaName[]; told: PlanState },
  ) {
    this.base = base;
    this.history = history;
    this.scale = new PlanScale(base.lattice);
    this.rows = rows;
    this.areas = areas;
    this.told = told;
    this.model = modelOfBase(base, planMeasures(base, community, rows));
    this.baseTallies = new Map(this.model.gridIds().map((grid) => [grid, this.model.totals.of(grid)]));
    this.baseAtoms = new Map(
      this.model
        .gridIds()
        .map((grid) => [grid, this.model.cellsIn(grid).flatMap((cell) => this.model.atomsIn(cell))]),
    );
    for (const { patch } of history.steps.slice(0, history.done)) this.model.apply(patch);
    this.from = history.seq;
  }

  /** A record of the journal; one of another plan, or that does not count, changes nothing. */
  follow(record: PlanRecord): void {
    // It came in anew: no step leads from what is open here to that.
    if (record.body.kind === 'plan.received') {
      if (record.body.plan === this.history.created.plan) this.from = Number.MAX_SAFE_INTEGER;
      return;
    }
    const before = this.history.seq;
    const patch = follow(this.history, record);
    if (patch) this.model.apply(patch);
    if (this.history.seq === before) return;
    this.changes.push({ seq: this.history.seq, patch });
    while (this.changes.length > MOST_CHANGES) this.from = this.changes.shift()?.seq ?? this.from;
  }

  /** The record of a step of this plan as it stands now; `by`: who, '' for nobody. */
  edited(name: string, patch: PartitionPatch, by: string): JournalBody {
    const { created, seq, done } = this.history;
    const at = { plan: created.plan, after: seq, step: done + 1 };
    return { kind: 'plan.edited', ...at, name, patch, by };
  }

  /** A refusal with its place in degrees. */
  refusal({ reason, place, atoms }: Refusal): PlanRefusal {
    return { ok: false, reason, at: place && this.scale.place(...place), atoms };
  }

  /** By community: the code that its next grid is offered. */
  nextCodes(): string[] {
    const { model, areas } = this;
    const given = codesGiven(model);
    return areas.map(({ code }, community) => {
      const own = model.gridIds().filter((grid) => model.grid(grid).community === community);
      return offeredCode(
        own.map((grid) => model.grid(grid).code),
        code,
        given,
      );
    });
  }

  /** By grid in play: the suffix that its next micro-grid is offered; '' where there is none left. */
  nextSuffixes(): Record<number, string> {
    const { model } = this;
    const open = model.gridIds().filter((grid) => !model.grid(grid).retired);
    const given = microCodesGiven(model);
    return Object.fromEntries(open.map((grid) => [grid, nextSuffix(model, grid, given) ?? '']));
  }

  /** All that changed after that place in the journal as one patch, null for nothing; undefined: it is too long ago. */
  changedSince(seq: number): PartitionPatch | null | undefined {
    if (seq < this.from) return undefined;
    const patches = this.changes.flatMap((change) =>
      change.seq > seq && change.patch ? [change.patch] : [],
    );
    return patches.length === 0 ? null : joined(patches);
  }
}
