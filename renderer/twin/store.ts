/**
 * What the Map workspace asks and shows: selection, filter, the answers, the open dossier, the drawer. Owns that state
 * and the order of questions; holds no rows and draws nothing. One question is under way at a time; what is
 * asked meanwhile waits, and only the newest waiting question is put, so a late answer never replaces a newer.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TableName } from '../../shared/model/tables.ts';
import {
  type Bounds,
  type Combine,
  type Filter,
  type LngLat,
  NO_FILTER,
  type Selection,
  type Shape,
} from '../../shared/query/selection.ts';
import type { DataEngine, Dossier, Facets, RecordRef, SelectionAnswer } from '../worker/engine-api.ts';
import { type History, push, type Question, redo, startHistory, undo } from './history.ts';
import { type LinkLine, linkLinesOf } from './link-lines.ts';

export interface RecordKey {
  table: TableName;
  row: number;
}
/** Where the map should go next; `stamp` makes the same place twice two wishes. */
export type MapTarget =
  | { stamp: number; point: LngLat; bounds: null }
  | { stamp: number; point: null; bounds: Bounds };

export type AnswerPhase = 'idle' | 'asking' | 'ready' | 'failed';
export type TableScope = 'selection' | 'all';

export interface TwinState {
  history: History;
  answer: SelectionAnswer | null;
  facets: Facets | null;
  phase: AnswerPhase;
  /** Error code while `phase` is 'failed'. */
  failure: string;
  /** Opened records, the last one is shown; empty: the inspector is shown. */
  trail: RecordKey[];
  linkLines: LinkLine[];
  linksShown: boolean;
  hover: RecordKey | null;
  target: MapTarget | null;
  /** Records under one click, to choose from. */
  picks: RecordRef[];
  table: TableName;
  scope: TableScope;
  /** Counts up when the answers changed; lists ask again. */
  revision: number;
}

export interface TwinActions {
  /** `keepOpen`: the dossier stays in front (a choice made inside it). */
  select(shape: Shape, combine: Combine, keepOpen?: boolean): void;
  clearSelection(): void;
  /** Same `merge` key in a row: one undo step. */
  setFilter(filter: Filter, merge?: string): void;
  /** Another question in place of the present one, as one step of undo. */
  ask(question: Question): void;
  undo(): void;
  redo(): void;
  /** Ends a merged run of changes (the slider was let go). */
  settle(): void;
  /** Puts the present question again (records or plans changed). */
  refresh(): void;
  /** Another community was loaded: rows mean something else now. */
  reset(): void;
  open(record: RecordKey): void;
  /** Back to the record at this place of the trail; -1 closes the dossier. */
  backTo(index: number): void;
  showLinks(dossier: Dossier | null): void;
  setLinksShown(shown: boolean): void;
  setHover(record: RecordKey | null): void;
  goTo(point: LngLat): void;
  goToBounds(bounds: Bounds): void;
  offer(picks: RecordRef[]): void;
  showTable(table: TableName, scope?: TableScope): void;
}

export type TwinStore = StoreApi<TwinState & TwinActions>;

const START: TwinState = {
  history: startHistory({ selection: [], filter: NO_FILTER }),
  answer: null,
  facets: null,
  phase: 'idle',
  failure: '',
  trail: [],
  linkLines: [],
  linksShown: true,
  hover: null,
  target: null,
  picks: [],
  table: 'residents',
  scope: 'selection',
  revision: 0,
};

/** The code of an error that came from the worker, or 'unknown'. */
export function errorCode(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && code !== '' ? code : 'unknown';
}

type Set = (change: Partial<TwinState>) => void;
type Get = () => TwinState & TwinActions;

/** Puts questions to the engine one after the other; returns the function that says "the question changed". */
function asker(engine: DataEngine, set: Set, get: Get): () => void {
  let running = false;
  let waiting = false;
  let sentFilter: Filter | null = null;

  async function ask(): Promise<void> {
    const { selection, filter } = get().history.present;
    if (filter !== sentFilter) {
      await engine.setFilter(filter);
      sentFilter = filter;
    }
    if (waiting) return;
    const [answer, facets] = await Promise.all([engine.select(selection), engine.facets()]);
    if (waiting) return;
    set({ answer, facets, phase: 'ready', failure: '', revision: get().revision + 1 });
  }

  async function run(): Promise<void> {
    running = true;
    while (waiting) {
      waiting = false;
      try {
        await ask();
      } catch (error) {
        sentFilter = null;
        // Somebody sat down who may not see what was selected: the same screen without it.
        if (!waiting && errorCode(error) === 'not-allowed' && get().history.present.selection.length > 0)
          get().clearSelection();
        else if (!waiting) set({ phase: 'failed', failure: errorCode(error) });
      }
    }
    running = false;
  }

  return () => {
    waiting = true;
    set({ phase: 'asking' });
    if (!running) void run();
  };
}

/** How many opened records the breadcrumb keeps. */
const LONGEST_TRAIL = 12;

function withRecord(trail: RecordKey[], record: RecordKey): RecordKey[] {
  const at = trail.findIndex((other) => other.table === record.table && other.row === record.row);
  return at >= 0 ? trail.slice(0, at + 1) : [...trail, record].slice(-LONGEST_TRAIL);
}

function questionActions(set: Set, get: Get, changed: () => void) {
  const put = (history: History) => {
    if (history === get().history) return;
    set({ history });
    changed();
  };
  return {
    select(shape: Shape, combine: Combine, keepOpen = false) {
      const { history } = get();
      const { selection, filter } = history.present;
      // Adding to nothing, or keeping the common part with nothing selected, begins a selection.
      const begins = combine === 'replace' || (selection.length === 0 && combine !== 'subtract');
      const next: Selection = begins ? [{ combine: 'replace', shape }] : [...selection, { combine, shape }];
      put(push(history, { selection: next, filter }));
      set(
        keepOpen
          ? { picks: [], scope: 'selection' }
          : { trail: [], linkLines: [], picks: [], scope: 'selection' },
      );
    },
    clearSelection() {
      const { history } = get();
      set({ picks: [] });
      if (history.present.selection.length === 0) return;
      put(push(history, { selection: [], filter: history.present.filter }));
    },
    setFilter(filter: Filter, merge = '') {
      const { history } = get();
      if (filter === history.present.filter) return;
      put(push(history, { selection: history.present.selection, filter }, merge));
    },
    ask(question: Question) {
      put(push(get().history, question));
      set({ trail: [], linkLines: [], picks: [], scope: 'selection' });
    },
    undo: () => put(undo(get().history)),
    redo: () => put(redo(get().history)),
    settle: () => set({ history: { ...get().history, merge: '' } }),
  };
}

function viewActions(set: Set, get: Get) {
  let stamp = 0;
  return {
    open(record: RecordKey) {
      set({ trail: withRecord(get().trail, record), picks: [], linkLines: [] });
    },
    backTo(index: number) {
      set({ trail: get().trail.slice(0, index + 1), linkLines: [] });
    },
    showLinks(dossier: Dossier | null) {
      set({ linkLines: dossier && get().linksShown ? linkLinesOf(dossier) : [] });
    },
    setLinksShown: (linksShown: boolean) => set({ linksShown, linkLines: [] }),
    setHover(hover: RecordKey | null) {
      const now = get().hover;
      if (now?.table === hover?.table && now?.row === hover?.row) return;
      set({ hover });
    },
    goTo: (point: LngLat) => set({ target: { stamp: ++stamp, point, bounds: null } }),
    goToBounds: (bounds: Bounds) => set({ target: { stamp: ++stamp, point: null, bounds } }),
    offer: (picks: RecordRef[]) => set({ picks }),
    showTable(table: TableName, scope?: TableScope) {
      set(scope ? { table, scope } : { table });
    },
  };
}

/** A store that asks this engine. Call `refresh` once a community is loaded. */
export function createTwinStore(engine: DataEngine): TwinStore {
  return createStore<TwinState & TwinActions>((setState, get) => {
    const set: Set = (change) => setState(change);
    const changed = asker(engine, set, get);
    return {
      ...START,
      ...questionActions(set, get, changed),
      ...viewActions(set, get),
      refresh: changed,
      reset() {
        const { linksShown, revision } = get();
        set({ ...START, linksShown, revision: revision + 1 });
        changed();
      },
    };
  });
}
