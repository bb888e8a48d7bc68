/**
 * The state of the links page: the question, its answer, what is being kept. Owns the calls and their order; nothing is linked that was
 * not counted on the page first.
 */
import * as Comlink from 'comlink';
import { create } from 'zustand';
import type { Progress } from '../../../shared/model/bundle.ts';
import type { AcceptedLink } from '../../../shared/model/link-accept.ts';
import type { LinkTable } from '../../../shared/model/link-work.ts';
import { noteLinks } from '../../app/access/audit-notes.ts';
import { keepRepair } from '../../app/open-session.ts';
import type { DataEngine } from '../../worker/engine-api.ts';
import type { LinkQuery, LinkWorkPage } from '../../worker/link-api.ts';
import type { ShownError } from '../import-desk.ts';
import { shownError } from '../store.ts';

export const PAGE_ROWS = 50;

export type LinksState =
  | { name: 'idle' }
  | { name: 'running'; progress: Progress | null }
  | { name: 'done'; count: number }
  | { name: 'failed'; error: ShownError };

interface LinksStore {
  query: LinkQuery;
  from: number;
  percent: number;
  page: LinkWorkPage | null;
  linkable: number;
  state: LinksState;
  ask(engine: DataEngine, change?: Partial<LinkQuery & { from: number; percent: number }>): Promise<void>;
  accept(table: LinkTable, links: AcceptedLink[]): Promise<void>;
  acceptAll(): Promise<void>;
}

export const useLinks = create<LinksStore>((set, get) => {
  const keep = async (count: number, make: Parameters<typeof keepRepair>[0]) => {
    if (get().state.name === 'running') return;
    set({ state: { name: 'running', progress: null } });
    try {
      // The audit entry is kept before anything changes.
      await noteLinks(get().query.table, count);
      await keepRepair(make);
      set({ state: { name: 'done', count }, from: 0 });
    } catch (error) {
      set({ state: { name: 'failed', error: shownError(error) } });
    }
  };
  const progress = () =>
    Comlink.proxy((now: Progress) => {
      if (get().state.name === 'running') set({ state: { name: 'running', progress: now } });
    });
  return {
    query: { table: 'residents', grid: null, reason: null },
    from: 0,
    percent: 90,
    page: null,
    linkable: 0,
    state: { name: 'idle' },
    async ask(engine, change = {}) {
      const {
        from = 'table' in change || 'grid' in change || 'reason' in change ? 0 : get().from,
        percent = get().percent,
        ...rest
      } = change;
      const query: LinkQuery = { ...get().query, ...rest };
      set({ query, from, percent });
      try {
        const page = await engine.linkWork({ ...query, from, to: from + PAGE_ROWS });
        const linkable = await engine.linkable({ ...query, percent });
        // A later question has the last word.
        if (get().query === query && get().from === from && get().percent === percent)
          set({ page, linkable });
      } catch (error) {
        set({ page: null, state: { name: 'failed', error: shownError(error) } });
      }
    },
    accept: (table, links) => keep(links.length, (engine) => engine.applyLinks(table, links, progress())),
    acceptAll() {
      const { query, percent, linkable } = get();
      return keep(linkable, (engine) => engine.applySuggestions({ ...query, percent }, progress()));
    },
  };
});
