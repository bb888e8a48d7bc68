/**
 * The worker's part of the import desk: holds the files a person put on the desk, runs the pure import of
 * shared/model over them, and writes what is good as a new generation.
 */
import type { Encoding } from '../../shared/formats/encoding.ts';
import { type OpenedSource, openFile } from '../../shared/formats/open-file.ts';
import type { SourceFile } from '../../shared/formats/source-file.ts';
import type { CommunityBundle, OnProgress, Progress } from '../../shared/model/bundle.ts';
import { inspectImportFile } from '../../shared/model/import-look.ts';
import { ImportError, type OpenLayerFile, previewImport, runImport } from '../../shared/model/import-run.ts';
import type { DataEngine } from './engine-api.ts';
import type { EngineState } from './engine-state.ts';
import { loading } from './generation-methods.ts';
import { loadSqliteWasm } from './sqlite-wasm.ts';

type Methods = Pick<DataEngine, 'inspectFile' | 'forgetFile' | 'previewImport' | 'runImport'>;

/** The files on the desk: each is opened once for each encoding that was asked for, and stays open while it lies there. */
class DeskFiles {
  private readonly files = new Map<
    string,
    { file: SourceFile; opened: Map<string, Promise<OpenedSource>> }
  >();

  put(key: string, file: SourceFile): void {
    this.remove(key);
    this.files.set(key, { file, opened: new Map() });
  }

  remove(key: string): void {
    for (const opened of this.files.get(key)?.opened.values() ?? [])
      opened.then((source) => source.close()).catch(() => {});
    this.files.delete(key);
  }

  file(key: string): SourceFile | undefined {
    return this.files.get(key)?.file;
  }

  open(key: string, name: string, encoding: Encoding | null): Promise<OpenedSource> {
    const found = this.files.get(key);
    if (!found) return Promise.reject(new ImportError('file-missing', { name }));
    let opened = found.opened.get(encoding ?? '');
    if (!opened) {
      opened = openFile(found.file, encoding ? { encoding } : {}, loadSqliteWasm);
      found.opened.set(encoding ?? '', opened);
      // A file that could not be opened is tried again when it is asked for again.
      opened.catch(() => found.opened.delete(encoding ?? ''));
    }
    return opened;
  }
}

export function importMethods(state: EngineState): Methods {
  const files = new DeskFiles();
  const fileOf: OpenLayerFile = ({ key, name, encoding }) => files.open(key, name, encoding);
  return {
    async inspectFile(key, list, encoding) {
      const [main, ...companions] = list.map(sourceFile);
      if (!files.file(key)) files.put(key, { ...main, companions });
      const source = await files.open(key, main.name, encoding);
      return inspectImportFile(main, key, source, state.opened?.bundle.bounds);
    },
    async forgetFile(key) {
      files.remove(key);
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
