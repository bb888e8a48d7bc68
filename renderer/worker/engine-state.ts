/**
 * What the data worker holds while it runs: the databases, the opened community, the question in force. Owns the
 * state and how it is replaced when another generation opens; the methods are in the files beside.
 */
import type { Case } from '../../shared/cases/case.ts';
import type { CaseMarks } from '../../shared/cases/indicators.ts';
import { NONE } from '../../shared/columns/column.ts';
import { createTiler, type Tiler } from '../../shared/geo/tiler.ts';
import type { CommunityBundle } from '../../shared/model/bundle.ts';
import type { TableName } from '../../shared/model/tables.ts';
import type { PlanBase } from '../../shared/partition/plan-base.ts';
import type { PlanOutcome } from '../../shared/partition/plan-outcome.ts';
import type { PlanFile } from '../../shared/partition/signed/plan-file.ts';
import type { PlanCounts } from '../../shared/query/answers.ts';
import { type Community, openCommunity, setGridOfBuilding } from '../../shared/query/community.ts';
import { evaluateFilter, type FilterResult } from '../../shared/query/filter.ts';
import { planCounts } from '../../shared/query/plan-statistics.ts';
import { type Filter, NO_FILTER, type Selection } from '../../shared/query/selection.ts';
import { evaluateSelection, type SelectionResult } from '../../shared/query/shapes.ts';
import type { TagRule } from '../../shared/query/tag-rule.ts';
import { putTags } from '../../shared/query/tag-rules.ts';
import { type HandTags, NO_HAND_TAGS, type Orphans, putHandTags } from '../../shared/work/hand-tags.ts';
import type { Databases } from '../store/databases.ts';
import type { ActiveGeneration } from '../store/generation.ts';
import type { PersonalState } from './access-api.ts';
import type { AccessState } from './access-state.ts';
import { EditedBundle, type GenerationPlans, NO_PLANS, type PlanPatch, type ReadEdit } from './edit-state.ts';
import { LEXICON } from './lexicon.ts';
import type { OpenPlan } from './open-plan.ts';

const DAY_MS = 86_400_000;

/** Tables that the basemap is cut from. */
const IN_TILES: readonly TableName[] = [
  ...(['areas', 'grids', 'compounds', 'basemap', 'buildings', 'entrances', 'cameras'] as const),
];

/** No generation is open: the page asked before `start` or a load was done. */
export class NotOpenError extends Error {
  readonly code = 'not-open';
  constructor() {
    super('no community is open');
    this.name = 'NotOpenError';
  }
}

/** One opened generation and everything derived from it. */
export class Opened {
  readonly info: ActiveGeneration;
  /** What is stored, with the changes made to its records since. */
  readonly edited: EditedBundle;
  community: Community;
  tiler: Tiler;
  /** Whether the personal columns are in `bundle`, and why not. */
  readonly personal: PersonalState;
  /** The rules whose labels `community` carries; `bundle` keeps those of the register. */
  rules: readonly TagRule[];
  /** Labels given by hand, and those of them whose records are not here. */
  hand: HandTags;
  orphans: Orphans = new Map();
  /** The day whose grids are shown; null: today's. */
  asOf: number | null = null;
  private todays: GenerationPlans['layers'] = [];
  private selected: { source: Selection; result: SelectionResult };
  private filtered: { source: Filter; result: FilterResult };
  private grids: { version: number; counts: PlanCounts; households: Uint32Array } | null = null;

  constructor(
    info: ActiveGeneration,
    base: CommunityBundle,
    {
      personal = 'plain',
      tiler,
      rules = [],
      hand = NO_HAND_TAGS,
      edits = [],
      patches = [],
      plans = NO_PLANS,
    }: {
      personal?: PersonalState;
      tiler?: Tiler;
      rules?: readonly TagRule[];
      hand?: HandTags;
      edits?: readonly ReadEdit[];
      patches?: readonly PlanPatch[];
      plans?: GenerationPlans;
    } = {},
  ) {
    this.info = info;
    this.edited = new EditedBundle(base, info.generation, edits, patches, plans);
    const { bundle } = this;
    this.personal = personal;
    // A sample describes its own day for ever, so that its published figures hold whenever it is opened.
    const today = bundle.source.kind === 'sample' ? bundle.asOfDay : Math.floor(Date.now() / DAY_MS);
    this.rules = rules;
    this.hand = hand;
    this.community = this.labelled(openCommunity(bundle, { today }));
    this.community.plan.gridOfBuilding.set(this.edited.gridOfBuilding());
    this.tiler = tiler ?? createTiler(bundle);
    this.selected = { source: [], result: evaluateSelection(this.community, []) };
    this.filtered = { source: NO_FILTER, result: evaluateFilter(this.community, NO_FILTER, LEXICON) };
  }

  /** The tables as they are now. */
  get bundle(): CommunityBundle {
    return this.edited.now.bundle;
  }

  /** By hand first: a rule may ask for a label that was given so. */
  private labelled(community: Community): Community {
    const given = putHandTags(community, this.rules, this.hand);
    this.orphans = given.orphans;
    return putTags(given.community, this.rules);
  }

  /** The same generation with other personal columns: plan, selection and filter stay as they are. */
  reopened(base: CommunityBundle, personal: PersonalState, edits: readonly ReadEdit[]): Opened {
    const { tiler, rules, hand } = this;
    const { patches, plans } = this.edited;
    const next = new Opened(this.info, base, { personal, tiler, rules, hand, edits, patches, plans });
    next.asOf = this.asOf;
    next.todays = this.todays;
    next.community.plan.version = this.community.plan.version + 1;
    next.setSelection(this.selected.source);
    try {
      next.setFilter(this.filtered.source);
    } catch {
      // It asks for a column that is not there any more; the page puts its own filter again and is told.
    }
    return next;
  }

  /** Buildings (their slots, which they keep when rows move) in another grid of those that the community came with. */
  assign(patch: PlanPatch): void {
    this.edited.assign(patch);
    const { community, edited } = this;
    if (edited.plans.layers.length > 0) {
      community.plan.gridOfBuilding.set(edited.gridOfBuilding());
      community.plan.version++;
      return;
    }
    const rows = patch.buildings.map((slot) => edited.rowOf('buildings', slot));
    setGridOfBuilding(
      community,
      rows.filter((row) => row !== NONE),
      patch.after,
    );
  }

  /** Other plans are in force on the day that is shown. `asOf`: that day; null: today. */
  layPlans(layers: GenerationPlans['layers'], asOf: number | null): void {
    const before = this.bundle;
    this.asOf = asOf;
    if (asOf === null) this.todays = layers;
    this.edited.lay(layers);
    this.follow(before);
  }

  /** What is written anew, and a plan that is begun, go on from today's grids, whatever day was looked at. */
  backToToday(): void {
    if (this.asOf !== null) this.layPlans(this.todays, null);
  }

  /** Records changed. */
  applyEdits(edits: readonly ReadEdit[]): void {
    const before = this.bundle;
    this.edited.apply(edits);
    this.follow(before);
  }

  /** Everything that is worked out from the tables is worked out anew. */
  private follow(before: CommunityBundle): void {
    const { plan, today } = this.community;
    const { bundle } = this;
    this.community = this.labelled(openCommunity(bundle, { today, before: this.community }));
    this.community.plan.gridOfBuilding.set(this.edited.gridOfBuilding());
    this.community.plan.version = plan.version + 1;
    if (IN_TILES.some((name) => bundle.tables[name] !== before.tables[name]))
      this.tiler = createTiler(bundle);
    this.planChanged();
  }

  /** Other rules, or other labels by hand: labels are worked out anew from what the register says, and what was asked is asked again. */
  setTags(rules: readonly TagRule[], hand: HandTags): void {
    this.rules = rules;
    this.hand = hand;
    const { plan } = this.community;
    plan.version++;
    const { today } = this.community;
    this.community = {
      ...this.labelled(openCommunity(this.bundle, { today, before: this.community })),
      plan,
    };
    this.planChanged();
  }

  /** The selection as it was asked for. */
  get asked(): Selection {
    return this.selected.source;
  }

  get selection(): SelectionResult {
    return this.selected.result;
  }

  /** Throws QueryError when an expression is wrong; the filter before stays in force then. */
  setFilter(filter: Filter): void {
    this.filtered = { source: filter, result: evaluateFilter(this.community, filter, LEXICON) };
  }

  get filter(): FilterResult {
    return this.filtered.result;
  }

  setSelection(selection: Selection): SelectionResult {
    this.selected = { source: selection, result: evaluateSelection(this.community, selection) };
    return this.selected.result;
  }

  /** The plan changed: whatever asked about grids is answered anew. */
  planChanged(): void {
    this.setFilter(this.filtered.source);
    this.setSelection(this.selected.source);
  }

  /** Counts per grid of the plan in force, made once a plan version. */
  gridState(): { counts: PlanCounts; households: Uint32Array } {
    const { version } = this.community.plan;
    if (this.grids?.version !== version) {
      const counts = planCounts(this.community);
      const households = Uint32Array.from(counts.grids, (grid) => grid.households);
      this.grids = { version, counts, households };
    }
    return this.grids;
  }
}

/** The folded cases by id, and what the indicators need beside them. */
export interface CaseFiles {
  files: Map<string, Case>;
  marks: Map<string, CaseMarks>;
}

/** The one state of a worker. */
export interface EngineState {
  databases: Databases | null;
  opened: Opened | null;
  /** Stops the load or import under way. */
  abort: AbortController | null;
  /** A snapshot that waits to be sent. */
  packed: Uint8Array<ArrayBuffer> | null;
  /** Highest journal record whose effect is in memory here. */
  seq: number;
  /** Personal columns are never opened here (a wall). */
  core: boolean;
  access: AccessState;
  /** The grid plan that is open; absent: none. */
  plan?: OpenPlan | null;
  /** The local day as the page has it, and another that is asked about; absent: nobody has said. */
  day?: { today: number; asOf: number | null };
  /** The base of a new plan that waits for its token. */
  draft?: { sha256: string; bytes: Uint8Array<ArrayBuffer> } | null;
  /** A plan that is being carried over: the new one's id, the open one, and the partition of today. */
  carry?: { id: string; source: OpenPlan; base: PlanBase } | null;
  /** The cases of the live copy; absent: not read yet. */
  cases?: Promise<CaseFiles>;
  /** The signed plan file on the desk. */
  signedFile?: PlanFile;
  /** What plans come to, by plan and its last record. */
  outcomes?: Map<string, PlanOutcome>;
}

export function openedOf(state: EngineState): Opened {
  if (!state.opened) throw new NotOpenError();
  return state.opened;
}

export function databasesOf(state: EngineState): Databases {
  if (!state.databases) throw new NotOpenError();
  return state.databases;
}
