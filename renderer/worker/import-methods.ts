/**
 * The worker's part of the import desk: holds the files a person put on the desk, runs the pure import of
 * shared/model over them, and writes what is good as a new generation.
 */
import { scopeOf } from '../../shared/access/permissions.ts';
import { type OpenedSource, openFile } from '../../shared/formats/open-file.ts';
import type { SourceFile } from '../../shared/formats/source-file.ts';
import type { CommunityBundle, OnProgress, Progress } from '../../shared/model/bundle.ts';
import { codesOf } from '../../shared/model/import-joined.ts';
import { inspectImportFile } from '../../shared/model/import-look.ts';
import { holdsPersonalData } from '../../shared/model/import-mapping.ts';
import { headerSignature, rememberedOf, signaturesOf } from '../../shared/model/import-memory.ts';
import { communityOutline } from '../../shared/model/import-outline.ts';
import type { ImportPlan, ReadingChoice } from '../../shared/model/import-plan.ts';
import { ImportError, type OpenLayerFile, previewImport, runImport } from '../../shared/model/import-run.ts';
import { newestMapping, readBefore, writeBefore, writeMapping } from '../store/import-ledger.ts';
import { AccessNeededError } from './access-state.ts';
import type { ReadEdit } from './edit-state.ts';
import type { DataEngine } from './engine-api.ts';
import { databasesOf, type EngineState } from './engine-state.ts';
import { loading } from './generation-methods.ts';
import { sourceFile } from './source-file.ts';
import { loadSqliteWasm } from './sqlite-wasm.ts';

type Methods = Pick<
  DataEngine,
  'inspectFile' | 'forgetFile' | 'previewImport' | 'runImport' | 'replaced' | 'outline'
>;

/** The files on the desk: each is opened once for each way of reading that was asked for, and stays open while it lies there. */
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

  open(key: string, name: string, reading: ReadingChoice): Promise<OpenedSource> {
    const found = this.files.get(key);
    if (!found) return Promise.reject(new ImportError('file-missing', { name }));
    const way = JSON.stringify(reading);
    let opened = found.opened.get(way);
    if (!opened) {
      const { encoding, delimiter, headers } = reading;
      const options = { ...(encoding ? { encoding } : {}), ...(delimiter ? { delimiter } : {}), headers };
      opened = openFile(found.file, options, loadSqliteWasm);
      found.opened.set(way, opened);
      // A file that could not be opened is tried again when it is asked for again.
      opened.catch(() => found.opened.delete(way));
    }
    return opened;
  }
}

export function importMethods(state: EngineState): Methods {
  const files = new DeskFiles();
  const fileOf: OpenLayerFile = ({ key, name, reading }) => files.open(key, name, reading);
  return {
    async inspectFile(key, list, reading) {
      const [main, ...companions] = list.map(sourceFile);
      if (!files.file(key)) files.put(key, { ...main, companions });
      const source = await files.open(key, main.name, reading);
      const { bundle } = state.opened ?? {};
      const context = bundle ? { near: bundle.bounds, codes: codesOf(bundle.tables) } : {};
      const inspection = await inspectImportFile(main, key, source, context);
      for (const layer of inspection.layers)
        layer.remembered = await newestMapping(databasesOf(state), await signaturesOf(layer.columns));
      return inspection;
    },
    async forgetFile(key) {
      files.remove(key);
    },
    async replaced() {
      const { opened } = state;
      const note = opened && (await readBefore(databasesOf(state)));
      if (!note || note.generation !== opened.info.generation) return null;
      return { before: note.before, name: note.name, changes: changesThatStand(opened.edited.edits) };
    },
    async outline() {
      return state.opened ? communityOutline(state.opened.bundle) : null;
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
      requireVault(state, plan);
      const before = state.opened;
      let kept: Omit<Awaited<ReturnType<DataEngine['runImport']>>, 'ms'> | null = null;
      const loaded = await loading(
        state,
        onProgress,
        async (signal, stages) => {
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
        },
        { joins: true },
      );
      if (!kept) throw new ImportError('nothing-good');
      const { generation } = loaded.status;
      if (before)
        await writeBefore(databasesOf(state), {
          generation,
          before: before.info.generation,
          name: before.bundle.name,
        });
      await rememberMappings(state, plan);
      return { ...(kept as Omit<Awaited<ReturnType<DataEngine['runImport']>>, 'ms'>), ms: loaded.ms };
    },
  };
}

/**
 * Residents are kept under the personal key or not at all; and what is added to a community must not lose the personal columns that are not
 * open here. Throws AccessNeededError.
 */
function requireVault({ access, opened }: EngineState, { layers, mode }: ImportPlan): void {
  const { actor } = access;
  if (!access.vault) {
    // Without a vault the only persons there are were made up by a sample: buildings and devices may join them in clear.
    if (holdsPersonalData(layers)) throw new AccessNeededError('vault-needed');
    return;
  }
  const adds = mode !== 'replace' && opened?.personal === 'withheld';
  if (access.personal.length === 0 && (holdsPersonalData(layers) || adds))
    throw new AccessNeededError('vault-locked');
  if (!actor || scopeOf(actor.role, 'data.import') !== 'all') throw new AccessNeededError('not-allowed');
}

/** How many changes stand, in the order they were made: one taken back does not, unless that was taken back too. */
function changesThatStand(edits: readonly ReadEdit[]): number {
  const takenBack = new Set<string>();
  let standing = 0;
  for (const { row } of edits.toReversed()) {
    if (takenBack.has(row.edit)) continue;
    if (row.undoOf) takenBack.add(row.undoOf);
    else standing++;
  }
  return standing;
}

/** For the next table with the same header. */
async function rememberMappings(state: EngineState, plan: ImportPlan): Promise<void> {
  for (const layer of plan.layers) {
    if (layer.choices.length === 0) continue;
    const signature = await headerSignature(layer.role, layer.choices);
    await writeMapping(databasesOf(state), signature, rememberedOf(layer, Date.now()));
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
