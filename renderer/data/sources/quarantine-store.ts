/**
 * The state of the quarantine on the sources page: the list, what is chosen, the one that is open, what a retry came to. Owns the calls to the
 * host. A raw message is asked for one at a time and forgotten when it is closed.
 */
import { create } from 'zustand';
import type { Result } from '../../../shared/host/contract.ts';
import { asWhoIsHere } from '../../app/access/seat.ts';
import type { ShownError } from '../import-desk.ts';
import { shownError } from '../store.ts';

export type SetAside = Result<'feeds.quarantine'>['entries'][number];

interface QuarantineStore {
  entries: readonly SetAside[];
  /** Older ones that had to give way. */
  dropped: number;
  /** Only those of this source; null: all. */
  from: string | null;
  chosen: ReadonlySet<string>;
  open: { id: string; raw: Result<'feeds.raw'> } | null;
  retried: Result<'feeds.retry'> | null;
  busy: boolean;
  error: ShownError | null;
  load(): Promise<void>;
  show(from: string | null): Promise<void>;
  choose(ids: readonly string[], chosen: boolean): void;
  look(id: string): Promise<void>;
  shut(): void;
  retry(ids: readonly string[]): Promise<void>;
}

export const useQuarantine = create<QuarantineStore>((set, get) => {
  const list = async () => {
    const { from } = get();
    const { entries, dropped } = await asWhoIsHere((host, session) =>
      host.call('feeds.quarantine', { session, source: from }),
    );
    // A later question has the last word.
    if (get().from !== from) return;
    const there = new Set(entries.map(({ id }) => id));
    const { chosen, open } = get();
    set({
      ...{ entries, dropped, chosen: new Set([...chosen].filter((id) => there.has(id))) },
      open: open && there.has(open.id) ? open : null,
    });
  };
  const once = async (work: () => Promise<void>) => {
    if (get().busy) return;
    set({ busy: true, error: null, retried: null });
    try {
      await work();
    } catch (error) {
      set({ error: shownError(error) });
    } finally {
      set({ busy: false });
    }
  };
  return {
    ...{ entries: [], dropped: 0, from: null, chosen: new Set(), open: null },
    ...{ retried: null, busy: false, error: null },
    load: () => list().catch((error: unknown) => set({ entries: [], open: null, error: shownError(error) })),
    show(from) {
      set({ from, chosen: new Set(), open: null, retried: null });
      return get().load();
    },
    choose(ids, isChosen) {
      const chosen = new Set(get().chosen);
      for (const id of ids)
        if (isChosen) chosen.add(id);
        else chosen.delete(id);
      set({ chosen });
    },
    look: (id) =>
      once(async () => {
        const raw = await asWhoIsHere((host, session) => host.call('feeds.raw', { session, id }));
        set({ open: { id, raw } });
      }),
    shut: () => set({ open: null }),
    retry: (ids) =>
      once(async () => {
        const retried = await asWhoIsHere((host, session) =>
          host.call('feeds.retry', { session, ids: [...ids] }),
        );
        await list();
        set({ retried });
      }),
  };
});
