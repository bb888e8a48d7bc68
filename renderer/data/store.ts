/**
 * The state of the Data workspace: the import desk and the sample being loaded. Owns the calls to the worker and
 * their order; the steps themselves are import-desk.ts. Error texts are message ids.
 */
import { create } from 'zustand';
import { groupFiles } from '../../shared/formats/companions.ts';
import type { Progress, SampleId } from '../../shared/model/bundle.ts';
import { AS_GUESSED, type ReadingChoice } from '../../shared/model/import-plan.ts';
import type { DataDeskEngine, Undoable } from './desk-engine.tsx';
import {
  type DeskState,
  EMPTY_DESK,
  lookedAt,
  planFrom,
  putFile,
  readingOf,
  removeFile,
  type ShownError,
  withUnknownWords,
} from './import-desk.ts';

export type SampleState =
  | { name: 'idle' }
  | { name: 'loading'; sample: SampleId; progress: Progress | null }
  | { name: 'done'; sample: SampleId; ms: number }
  | { name: 'failed'; sample: SampleId; error: ShownError };

export type UndoState =
  | { name: 'none' }
  | { name: 'offered'; to: Undoable }
  | { name: 'going'; to: Undoable; progress: Progress | null }
  | { name: 'done'; to: Undoable; ms: number }
  | { name: 'failed'; error: ShownError };

interface DataStore {
  desk: DeskState;
  sample: SampleState;
  /** Something is read or written: nothing else may start. */
  busy: boolean;
  change(step: (desk: DeskState) => DeskState): void;
  addFiles(engine: DataDeskEngine, files: readonly File[]): Promise<void>;
  /** Reads the file otherwise in some respect; what was chosen before stays. */
  lookAgain(engine: DataDeskEngine, key: string, change: Partial<ReadingChoice>): Promise<void>;
  takeOff(engine: DataDeskEngine, key: string): void;
  preview(engine: DataDeskEngine): Promise<void>;
  runImport(engine: DataDeskEngine): Promise<void>;
  /** Clears the desk: nothing is changed. */
  clear(engine: DataDeskEngine): void;
  loadSample(engine: DataDeskEngine, sample: SampleId): Promise<void>;
  undo: UndoState;
  /** Asks whether there is a way back from what is open. */
  lookForUndo(engine: DataDeskEngine): Promise<void>;
  /** Goes back to what the last import replaced. */
  undoImport(engine: DataDeskEngine): Promise<void>;
}

/** Files stay with the page that chose them: the worker is asked again when the encoding changes. */
const chosen = new Map<string, File[]>();
let count = 0;

/** Code and values of anything thrown; an error without a code is an internal one. */
export function shownError(error: unknown): ShownError {
  if (!(error instanceof Error)) return { code: 'internal', params: {} };
  const of = (key: string): unknown => Reflect.get(error, key);
  const params: ShownError['params'] = {};
  for (const key of ['line', 'column', 'place'] as const) {
    const value = of(key);
    if (typeof value === 'string' || typeof value === 'number') params[key] = value;
  }
  for (const given of [of('params'), of('values')])
    if (typeof given === 'object' && given !== null) Object.assign(params, given);
  return { code: String(of('code') ?? 'internal'), params };
}

const today = () => Math.floor(Date.now() / 86_400_000);

async function timed<T>(work: () => Promise<T>): Promise<{ run: T; ms: number }> {
  const began = performance.now();
  const run = await work();
  return { run, ms: performance.now() - began };
}

/** The step with its progress; `since` is when this stage began. */
function readOn(
  step: Extract<DeskState['step'], { name: 'reading' }>,
  progress: Progress,
): DeskState['step'] {
  const same = step.progress?.stage === progress.stage;
  return { ...step, progress, since: same ? step.since : performance.now() };
}

export const useData = create<DataStore>((set, get) => {
  const change = (step: (desk: DeskState) => DeskState) => set(({ desk }) => ({ desk: step(desk) }));
  const look = async (engine: DataDeskEngine, key: string, files: File[], reading: ReadingChoice) => {
    const result = await engine.inspectFile(key, files, reading).catch(shownError);
    change((desk) => lookedAt(desk, key, result, reading));
  };
  const onProgress = (progress: Progress) =>
    change((desk) => (desk.step.name === 'reading' ? { ...desk, step: readOn(desk.step, progress) } : desk));
  const read = async (
    what: 'preview' | 'import',
    work: (plan: NonNullable<ReturnType<typeof planFrom>>) => Promise<DeskState['step']>,
  ) => {
    const plan = planFrom(get().desk, today());
    if (!plan || get().busy) return;
    set({ busy: true });
    change((desk) => ({
      ...desk,
      step: { name: 'reading', what, progress: null, since: performance.now() },
    }));
    const step = await work(plan).catch((error: unknown): DeskState['step'] => ({
      name: 'failed',
      error: shownError(error),
    }));
    change((desk) => {
      const done = { ...desk, step };
      return step.name === 'previewed' ? withUnknownWords(done, step.run.report) : done;
    });
    set({ busy: false });
  };
  return {
    desk: EMPTY_DESK,
    sample: { name: 'idle' },
    busy: false,
    undo: { name: 'none' },
    change,
    async addFiles(engine, files) {
      // What has been imported is no longer on the desk: the next files would take it in once more.
      if (get().desk.step.name === 'done') get().clear(engine);
      for (const { main, companions } of groupFiles(files)) {
        const key = `file-${++count}`;
        const group = [main, ...companions];
        chosen.set(key, group);
        const bytes = group.reduce((sum, { size }) => sum + size, 0);
        change((desk) => putFile(desk, { key, name: main.name, bytes, status: 'looking' }));
        await look(engine, key, group, AS_GUESSED);
      }
    },
    async lookAgain(engine, key, changed) {
      const files = chosen.get(key);
      if (!files || get().busy) return;
      set({ busy: true });
      await look(engine, key, files, { ...readingOf(get().desk, key), ...changed });
      set({ busy: false });
    },
    takeOff(engine, key) {
      chosen.delete(key);
      change((desk) => removeFile(desk, key));
      void engine.forgetFile(key);
    },
    preview: (engine) =>
      read('preview', async (plan) => ({
        name: 'previewed',
        ...(await timed(() => engine.previewImport(plan, onProgress))),
      })),
    runImport: (engine) =>
      read('import', async (plan) => ({
        name: 'done',
        outcome: await engine.runImport(plan, onProgress),
      })),
    clear(engine) {
      for (const { key } of get().desk.files) {
        chosen.delete(key);
        void engine.forgetFile(key);
      }
      set({ desk: EMPTY_DESK });
    },
    async lookForUndo(engine) {
      const to = await engine.undoable().catch(() => null);
      set(({ undo }) => {
        if (undo.name === 'going' || (undo.name === 'done' && !to)) return {};
        return { undo: to ? { name: 'offered', to } : { name: 'none' } };
      });
    },
    async undoImport(engine) {
      const { undo, busy } = get();
      if (busy || undo.name !== 'offered') return;
      const { to } = undo;
      set({ busy: true, undo: { name: 'going', to, progress: null } });
      const progress = (now: Progress) => set({ undo: { name: 'going', to, progress: now } });
      const state = await timed(() => engine.undo(progress)).then(
        ({ ms }): UndoState => ({ name: 'done', to, ms }),
        (error: unknown): UndoState => ({ name: 'failed', error: shownError(error) }),
      );
      // The report of the import that is undone would speak of what is no longer there.
      set(({ desk }) => ({
        busy: false,
        undo: state,
        desk: desk.step.name === 'done' && state.name === 'done' ? EMPTY_DESK : desk,
      }));
    },
    async loadSample(engine, sample) {
      if (get().busy) return;
      set({ busy: true, sample: { name: 'loading', sample, progress: null } });
      const progress = (now: Progress) => set({ sample: { name: 'loading', sample, progress: now } });
      const state = await engine.loadSample(sample, progress).then(
        ({ ms }): SampleState => ({ name: 'done', sample, ms }),
        (error: unknown): SampleState => ({ name: 'failed', sample, error: shownError(error) }),
      );
      set({ busy: false, sample: state });
    },
  };
});
