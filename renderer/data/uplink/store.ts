/**
 * The state of the uplink page: destinations as they are set and how they go, the one that is filled in, what stands still. Owns the calls to the host
 * and their order. Credentials stay in the draft until they are sent, and are never asked for.
 */
import { create } from 'zustand';
import type { Args, Result } from '../../../shared/host/contract.ts';
import type { Destination } from '../../../shared/uplink/destination.ts';
import {
  type DestinationDraft,
  type DraftFault,
  destinationFrom,
  draftOfDestination,
  newDestinationDraft,
  writtenSecrets,
} from '../../../shared/uplink/destination-draft.ts';
import { asWhoIsHere } from '../../app/access/seat.ts';
import { oneAtATime, salt } from '../connections/one-at-a-time.ts';
import type { ShownError } from '../import-desk.ts';
import { shownError } from '../store.ts';

export type ListedDestination = Result<'uplink.list'>['destinations'][number];
export type Standing = Result<'uplink.conflicts'>;
type Decided = Omit<Args<'uplink.decide'>, 'session'>;

interface UplinkStore {
  /** null: not asked yet. */
  listed: readonly ListedDestination[] | null;
  standing: Standing;
  draft: DestinationDraft | null;
  isNew: boolean;
  faults: readonly DraftFault[];
  trial: Result<'uplink.test'> | null;
  busy: 'save' | 'test' | 'act' | null;
  error: ShownError | null;
  load(): Promise<void>;
  /** Follows the host until the undo is called. */
  watch(): () => void;
  begin(type: Destination['type']): void;
  open(destination: Destination): void;
  change(change: Partial<DestinationDraft>): void;
  leave(): void;
  save(): Promise<void>;
  test(): Promise<void>;
  act(what: 'start' | 'stop' | 'remove', id: string): Promise<void>;
  decide(decided: Decided): Promise<void>;
}

const CLOSED = { draft: null, faults: [], trial: null } as const;

export const useUplink = create<UplinkStore>((set, get) => {
  const once = oneAtATime<NonNullable<UplinkStore['busy']>>(get, set);
  const list = async () => {
    const [{ destinations }, standing] = await asWhoIsHere((host, session) =>
      Promise.all([host.call('uplink.list', { session }), host.call('uplink.conflicts', { session })]),
    );
    set({ listed: destinations, standing });
  };
  const filledIn = () => {
    const { draft } = get();
    if (!draft) return null;
    const made = destinationFrom(draft);
    set({ faults: 'faults' in made ? made.faults : [] });
    return 'faults' in made ? null : { destination: made.destination, secrets: writtenSecrets(draft) };
  };
  return {
    ...{ listed: null, standing: { up: [], down: [] }, isNew: false, busy: null, error: null },
    ...CLOSED,
    async load() {
      try {
        await list();
      } catch (error) {
        set({ listed: null, ...CLOSED, error: shownError(error) });
      }
    },
    watch() {
      let undo: (() => void) | null = null;
      let over = false;
      asWhoIsHere(async (host) => {
        if (!over) undo = host.on('uplink.changed', () => void get().load());
      }).catch(() => {});
      return () => {
        over = true;
        undo?.();
      };
    },
    begin(type) {
      set({ ...CLOSED, draft: newDestinationDraft(type, salt()), isNew: true, error: null });
    },
    open: (destination) =>
      set({ ...CLOSED, draft: draftOfDestination(destination), isNew: false, error: null }),
    change(change) {
      const { draft } = get();
      if (draft) set({ draft: { ...draft, ...change }, faults: [], trial: null });
    },
    leave: () => set({ ...CLOSED, error: null }),
    save: () =>
      once('save', async () => {
        const made = filledIn();
        if (!made) return;
        await asWhoIsHere((host, session) => host.call('uplink.save', { session, ...made }));
        set(CLOSED);
        await list();
      }),
    test: () =>
      once('test', async () => {
        const made = filledIn();
        if (!made) return;
        const trial = await asWhoIsHere((host, session) => host.call('uplink.test', { session, ...made }));
        set({ trial });
      }),
    act: (what, id) =>
      once('act', async () => {
        await asWhoIsHere((host, session) => host.call(`uplink.${what}`, { session, id }));
        if (what === 'remove' && get().draft?.id === id) set(CLOSED);
        await list();
      }),
    decide: (decided) =>
      once('act', async () => {
        await asWhoIsHere((host, session) => host.call('uplink.decide', { session, ...decided }));
        await list();
      }),
  };
});
