/**
 * The state of the Data workspace: the import desk and the sample being loaded. Owns the calls to the worker and
 * their order; the steps themselves are import-desk.ts. Error texts are message ids.
 */
import { create } from 'zustand';
import { groupFiles } from '../../shared/formats/companions.ts';
import type { Encoding } from '../../shared/formats/encoding.ts';
import type { Progress, SampleId } from '../../shared/model/bundle.ts';
import type { DataDeskEngine } from './desk-engine.tsx';
import {
  type DeskState,
  EMPTY_DESK,
  lookedAt,
  planFrom,
  putFile,
  removeFile,
  type ShownError,
} from './import-desk.ts';

export type SampleState =
  | { name: 'idle' }
  | { name: 'loading'; sample: SampleId; progress: Progress | null }
  | { name: 'done'; sample: SampleId; ms: number }
  | { name: 'failed'; sample: SampleId; error: ShownError };

interface DataStore {
  desk: DeskState;
  sample: SampleState;
  /** Something is read or written: nothing else may start. */
  busy: boolean;
  change(step: (desk: DeskState) => DeskState): void;
  addFiles(engine: DataDeskEngine, files: readonly File[]): Promise<void>;
  lookAgain(engine: DataDeskEngine, key: string, encoding: Encoding): Promise<void>;
  takeOff(engine: DataDeskEngine, key: string): void;
  preview(engine: DataDeskEngine): Promise<void>;
  runImport(engine: DataDeskEngine): Promise<void>;
  /** Clears the desk: nothing is changed. */
  clear(engine: DataDeskEngine): void;
  loadSample(engine: DataDeskEngine, sample: SampleId): Promise<void>;
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

export const useData = create<DataStore>((set, get) => {
  const change = (step: (desk: DeskState) => DeskState) => set(({ desk }) => ({ desk: step(desk) }));
  const look = async (engine: DataDeskEngine, key: string, files: File[], encoding: Encoding | null) => {
    const result = await engine.inspectFile(key, files, encoding).catch(shownError);
    change((desk) => lookedAt(desk, key, result, encoding));
  };
  const onProgress = (what: 'preview' | 'import') => (progress: Progress) =>
    change((desk) =>
      desk.step.name === 'reading' ? { ...desk, step: { name: 'reading', what, progress } } : desk,
    );
  const read = async (
    what: 'preview' | 'import',
    work: (plan: NonNullable<ReturnType<typeof planFrom>>) => Promise<DeskState['step']>,
  ) => {
    const plan = planFrom(get().desk, today());
    if (!plan || get().busy) return;
    set({ busy: true });
    change((desk) => ({ ...desk, step: { name: 'reading', what, progress: null } }));
    const step = await work(plan).catch((error: unknown): DeskState['step'] => ({
      name: 'failed',
      error: shownError(error),
    }));
    change((desk) => ({ ...desk, step }));
    set({ busy: false });
  };
  return {
    desk: EMPTY_DESK,
    sample: { name: 'idle' },
    busy: false,
    change,
    async addFiles(engine, files) {
      for (const { main, companions } of groupFiles(files)) {
        const key = `file-${++count}`;
        const group = [main, ...companions];
        chosen.set(key, group);
        const bytes = group.reduce((sum, { size }) => sum + size, 0);
        change((desk) => putFile(desk, { key, name: main.name, bytes, status: 'looking' }));
        await look(engine, key, group, null);
      }
    },
    async lookAgain(engine, key, encoding) {
      const files = chosen.get(key);
      if (files) await look(engine, key, files, encoding);
    },
    takeOff(engine, key) {
      chosen.delete(key);
      change((desk) => removeFile(desk, key));
      void engine.forgetFile(key);
    },
    preview: (engine) =>
      read('preview', async (plan) => ({
        name: 'previewed',
        run: await engine.previewImport(plan, onProgress('preview')),
      })),
    runImport: (engine) =>
      read('import', async (plan) => ({
        name: 'done',
        outcome: await engine.runImport(plan, onProgress('import')),
      })),
    clear(engine) {
      for (const { key } of get().desk.files) {
        chosen.delete(key);
        void engine.forgetFile(key);
      }
      set({ desk: EMPTY_DESK });
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
