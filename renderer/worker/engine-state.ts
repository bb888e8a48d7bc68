/**
 * What the data worker holds while it runs: the databases, the opened community, the question in force. Owns the
 * state and how it is replaced when another generation opens; the methods are in the files beside.
 */
import { createTiler, type Tiler } from '../../shared/geo/tiler.ts';
import type { CommunityBundle } from '../../shared/model/bundle.ts';
import type { PlanCounts } from '../../shared/query/answers.ts';
import { type Community, openCommunity } from '../../shared/query/community.ts';
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
import { LEXICON } from './lexicon.ts';

const DAY_MS = 86_400_000;

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
  readonly bundle: CommunityBundle;
  community: Community;
  readonly tiler: Tiler;
  /** Whether the personal columns are in `bundle`, and why not. */
  readonly personal: PersonalState;
  /** The rules whose labels `community` carries; `bundle` keeps those of the register. */
  rules: readonly TagRule[];
  /** Labels given by hand, and those of them whose records are not here. */
  hand: HandTags;
  orphans: Orphans = new Map();
  private selected: { source: Selection; result: SelectionResult };
  private filtered: { source: Filter; result: FilterResult };
  private grids: { version: number; counts: PlanCounts; households: Uint32Array } | null = null;

  constructor(
    info: ActiveGeneration,
    bundle: CommunityBundle,
    {
      personal = 'plain',
      tiler,
      rules = [],
      hand = NO_HAND_TAGS,
    }: { personal?: PersonalState; tiler?: Tiler; rules?: readonly TagRule[]; hand?: HandTags } = {},
  ) {
    this.info = info;
    this.bundle = bundle;
    this.personal = personal;
    // A sample describes its own day for ever, so that its published figures hold whenever it is opened.
    const today = bundle.source.kind === 'sample' ? bundle.asOfDay : Math.floor(Date.now() / DAY_MS);
    this.rules = rules;
    this.hand = hand;
    this.community = this.labelled(openCommunity(bundle, { today }));
    this.tiler = tiler ?? createTiler(bundle);
    this.selected = { source: [], result: evaluateSelection(this.community, []) };
    this.filtered = { source: NO_FILTER, result: evaluateFilter(this.community, NO_FILTER, LEXICON) };
  }

  /** By hand first: a rule may ask for a label that was given so. */
  private labelled(community: Community): Community {
    const given = putHandTags(community, this.rules, this.hand);
    this.orphans = given.orphans;
    return putTags(given.community, this.rules);
  }

  /** The same generation with other personal columns: plan, selection and filter stay as they are. */
  reopened(bundle: CommunityBundle, personal: PersonalState): Opened {
    const next = new Opened(this.info, bundle, {
      personal,
      tiler: this.tiler,
      rules: this.rules,
      hand: this.hand,
    });
    next.community.plan.gridOfBuilding.set(this.community.plan.gridOfBuilding);
    next.community.plan.version = this.community.plan.version + 1;
    next.setSelection(this.selected.source);
    try {
      next.setFilter(this.filtered.source);
    } catch {
      // It asks for a column that is not there any more; the page puts its own filter again and is told.
    }
    return next;
  }

  /** Other rules, or other labels by hand: labels are worked out anew from what the register says, and what was asked is asked again. */
  setTags(rules: readonly TagRule[], hand: HandTags): void {
    this.rules = rules;
    this.hand = hand;
    const { plan } = this.community;
    plan.version++;
    this.community = { ...this.labelled(openCommunity(this.bundle, { today: this.community.today })), plan };
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
}

export function openedOf(state: EngineState): Opened {
  if (!state.opened) throw new NotOpenError();
  return state.opened;
}

export function databasesOf(state: EngineState): Databases {
  if (!state.databases) throw new NotOpenError();
  return state.databases;
}
