/**
 * The state of the sources page: the sources as they are set, the one that is filled in, what became of a tried message. Owns the calls to the
 * host and their order; how the sources go is the session's. Credentials stay in the draft until they are sent, and are never asked for.
 */
import { create } from 'zustand';
import type { SecretName, SourceType } from '../../../shared/feeds/source.ts';
import {
  changedSecrets,
  draftOf,
  type FaultName,
  newDraft,
  type SourceDraft,
  sourceFrom,
} from '../../../shared/feeds/source-draft.ts';
import type { Result } from '../../../shared/host/contract.ts';
import { asWhoIsHere } from '../../app/access/seat.ts';
import { oneAtATime, salt } from '../connections/one-at-a-time.ts';
import type { ShownError } from '../import-desk.ts';
import { shownError } from '../store.ts';

export type Listed = Result<'feeds.list'>['sources'][number];
export type Trial = Result<'feeds.test'>;
/** `own`: written or taken from the quarantine; else the last one that the source sent, which the host has. */
export interface Sample {
  topic: string;
  payload: string;
  own: boolean;
}
const NO_SAMPLE: Sample = { topic: '', payload: '', own: false };

interface SourcesStore {
  /** null: not asked yet. */
  listed: readonly Listed[] | null;
  draft: SourceDraft | null;
  isNew: boolean;
  /** Credentials of the draft that are set; null: they cannot be read now. */
  kept: readonly SecretName[] | null;
  /** Shown from the first try to save or test on. */
  faults: readonly FaultName[];
  sample: Sample;
  trial: Trial | null;
  busy: 'save' | 'test' | 'act' | null;
  error: ShownError | null;
  /** Name of the source that was saved last. */
  saved: string;
  load(): Promise<void>;
  begin(type: SourceType): void;
  open(id: string, sample?: Sample): Promise<void>;
  change(change: Partial<SourceDraft>): void;
  take(sample: Sample): void;
  leave(): void;
  save(): Promise<void>;
  /** With the sample as it stands, else with the last message of the source. */
  test(sample: Sample | null): Promise<void>;
  act(what: 'start' | 'stop' | 'remove', id: string): Promise<void>;
}

const CLOSED = { draft: null, faults: [], sample: NO_SAMPLE, trial: null } as const;

export const useSources = create<SourcesStore>((set, get) => {
  const once = oneAtATime<NonNullable<SourcesStore['busy']>>(get, set, () => set({ saved: '' }));
  const list = async () => {
    const { sources } = await asWhoIsHere((host, session) => host.call('feeds.list', { session }));
    set({ listed: sources });
    return sources;
  };
  /** The source of the draft; null where it has faults, which are shown then. */
  const filledIn = () => {
    const { draft } = get();
    if (!draft) return null;
    const made = sourceFrom(draft);
    set({ faults: 'faults' in made ? made.faults : [] });
    return 'faults' in made ? null : { source: made.source, secrets: changedSecrets(draft) };
  };
  return {
    ...{ listed: null, isNew: false, kept: [], busy: null, error: null, saved: '' },
    ...CLOSED,
    async load() {
      try {
        await list();
      } catch (error) {
        set({ listed: null, ...CLOSED, error: shownError(error) });
      }
    },
    begin(type) {
      set({ ...CLOSED, draft: newDraft(type, salt()), isNew: true, kept: [], error: null, saved: '' });
    },
    open: (id, sample = NO_SAMPLE) =>
      once('act', async () => {
        // Another window may have changed it.
        const found = (await list()).find(({ source }) => source.id === id);
        if (!found) return;
        set({ ...CLOSED, draft: draftOf(found.source), isNew: false, kept: found.secrets, sample });
      }),
    change(change) {
      const { draft, faults } = get();
      if (!draft) return;
      const next = { ...draft, ...change };
      const made = sourceFrom(next);
      // Faults that were shown go as they are put right; new ones wait for the next try.
      const still = 'faults' in made ? faults.filter((fault) => made.faults.includes(fault)) : [];
      set({ draft: next, faults: still, trial: null });
    },
    take: (sample) => set({ sample, trial: null }),
    leave: () => set({ ...CLOSED, error: null }),
    save: () =>
      once('save', async () => {
        const made = filledIn();
        if (!made) return;
        await asWhoIsHere((host, session) => host.call('feeds.save', { session, ...made }));
        await list();
        set({ ...CLOSED, saved: made.source.name });
      }),
    test: (sample) =>
      once('test', async () => {
        const made = filledIn();
        if (!made) return;
        const text = sample?.own ? { topic: sample.topic, payload: sample.payload } : null;
        const trial = await asWhoIsHere((host, session) =>
          host.call('feeds.test', { session, ...made, sample: text }),
        );
        set({ trial });
        if (trial.sample && !text) set({ sample: { ...trial.sample, own: false } });
      }),
    act: (what, id) =>
      once('act', async () => {
        await asWhoIsHere((host, session) => host.call(`feeds.${what}`, { session, id }));
        if (what === 'remove' && get().draft?.id === id) set(CLOSED);
        await list();
      }),
  };
});
