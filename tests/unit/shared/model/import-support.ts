/**
 * Small things the import tests share: files in memory, and running a generator to its end.
 */
import { openFile } from '../../../../shared/formats/open-file.ts';
import { memoryFile, type SourceFile } from '../../../../shared/formats/source-file.ts';
import { describeFile, type FileDescription } from '../../../../shared/model/import-describe.ts';
import { inspectImportFile, type LookContext, plansOf } from '../../../../shared/model/import-look.ts';
import {
  AS_GUESSED,
  type FileInspection,
  type LayerPlan,
  type ReadingChoice,
} from '../../../../shared/model/import-plan.ts';
import { ImportError, type OpenLayerFile } from '../../../../shared/model/import-run.ts';

export function textFile(name: string, text: string, chunk?: number): SourceFile {
  return memoryFile(name, new TextEncoder().encode(text), chunk);
}

/** The result of a generator whose steps do not matter. */
export async function drain<T>(steps: AsyncGenerator<unknown, T>): Promise<T> {
  for (;;) {
    const step = await steps.next();
    if (step.done) return step.value;
  }
}

function optionsOf({ encoding, delimiter, headers }: ReadingChoice) {
  return { ...(encoding ? { encoding } : {}), ...(delimiter ? { delimiter } : {}), headers };
}

const noWasm = () => Promise.reject(new Error('no database here'));

/** Files that lie on a desk, by key, opened as the worker would. */
export function desk(files: ReadonlyMap<string, SourceFile>): OpenLayerFile {
  return async ({ key, name, reading }) => {
    const file = files.get(key);
    if (!file) throw new ImportError('file-missing', { name });
    return openFile(file, optionsOf(reading), noWasm);
  };
}

/** The first look at a file, with the plans that are guessed from it. */
export async function lookAt(
  file: SourceFile,
  key: string,
  reading: ReadingChoice = AS_GUESSED,
  context: LookContext = {},
): Promise<{ inspection: FileInspection; plans: LayerPlan[] }> {
  const source = await openFile(file, optionsOf(reading), noWasm);
  const inspection = await inspectImportFile(file, key, source, context);
  return { inspection, plans: plansOf(inspection, reading) };
}

/** What the command line would print of a text file. */
export async function described(name: string, text: string): Promise<FileDescription> {
  return describeFile(await openFile(textFile(name, text), {}, noWasm));
}
