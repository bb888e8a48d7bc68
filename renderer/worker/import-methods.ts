/**
 * The worker's part of the import desk: holds the files a person put on the desk, runs the pure import of
 * shared/model over them, and writes what is good as a new generation.
 */
import type { SourceFile } from '../../shared/formats/source-file.ts';
import type { CommunityBundle, OnProgress, Progress } from '../../shared/model/bundle.ts';
import { ImportError, inspectImportFile, previewImport, runImport } from '../../shared/model/import-run.ts';
import type { DataEngine } from './engine-api.ts';
import type { EngineState } from './engine-state.ts';
import { loading } from './generation-methods.ts';

type Methods = Pick<DataEngine, 'inspectFile' | 'forgetFile' | 'previewImport' | 'runImport'>;

export function importMethods(state: EngineState): Methods {
  const files = new Map<string, SourceFile>();
  const fileOf = (key: string) => files.get(key);
  return {
    async inspectFile(key, file, encoding) {
      files.set(key, sourceFile(file));
      return inspectImportFile(sourceFile(file), key, encoding);
    },
    async forgetFile(key) {
      files.delete(key);
    },
    async previewImport(plan, onProgress) {
      const abort = new AbortController();
      state.abort = abort;
      try {
        return await finish(
          previewImport(plan, fileOf, currentBundle(state), abort.signal),
          onProgress,
          abort.signal,
        );
      } finally {
        state.abort = null;
      }
    },
    async runImport(plan, onProgress) {
      let kept: Omit<Awaited<ReturnType<DataEngine['runImport']>>, 'ms'> | null = null;
      const loaded = await loading(state, onProgress, async (signal, stages) => {
        const began = performance.now();
        const result = await finish(
          runImport(plan, fileOf, currentBundle(state), signal),
          onProgress,
          signal,
        );
        stages['read'] = performance.now() - began;
        const { bundle, ...told } = result;
        kept = told;
        return bundle;
      });
      if (!kept) throw new ImportError('nothing-good');
      return { ...(kept as Omit<Awaited<ReturnType<DataEngine['runImport']>>, 'ms'>), ms: loaded.ms };
    },
  };
}

function sourceFile(file: File): SourceFile {
  return {
    name: file.name,
    size: file.size,
    open: () => chunksOf(file),
    slice: async (from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer()),
  };
}

async function* chunksOf(file: File): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.releaseLock();
  }
}

/** The open community with the plan as it stands now, so that an addition keeps the strokes of a person. */
function currentBundle(state: EngineState): CommunityBundle | null {
  const { opened } = state;
  if (!opened) return null;
  const { bundle, community } = opened;
  return { ...bundle, plan: { ...bundle.plan, gridOfBuilding: community.plan.gridOfBuilding } };
}

/** Runs an import to its end, telling progress a few times a second and letting a cancel come in between. */
async function finish<T>(
  steps: AsyncGenerator<Progress, T>,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<T> {
  for (let told = 0; ; ) {
    const { done, value } = await steps.next();
    if (done) return value;
    const now = performance.now();
    if (now - told < 60) continue;
    told = now;
    onProgress(value);
    await new Promise((resume) => setTimeout(resume));
    if (signal.aborted) throw new ImportError('import-cancelled');
  }
}
