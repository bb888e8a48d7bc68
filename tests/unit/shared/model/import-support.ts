/**
 * Small things the import tests share: files in memory, and running a generator to its end.
 */
import type { Encoding } from '../../../../shared/formats/encoding.ts';
import { openFile } from '../../../../shared/formats/open-file.ts';
import { memoryFile, type SourceFile } from '../../../../shared/formats/source-file.ts';
import { describeFile, type FileDescription } from '../../../../shared/model/import-describe.ts';
import { inspectImportFile, plansOf } from '../../../../shared/model/import-look.ts';
import type { FileInspection, LayerPlan } from '../../../../shared/model/import-plan.ts';
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

const noWasm = () => Promise.reject(new Error('no database here'));

/** Files that lie on a desk, by key, opened as the worker would. */
export function desk(files: ReadonlyMap<string, SourceFile>): OpenLayerFile {
  return async ({ key, name, encoding }) => {
    const file = files.get(key);
    if (!file) throw new ImportError('file-missing', { name });
    return openFile(file, encoding ? { encoding } : {}, noWasm);
  };
}

/** The first look at a file, with the plans that are guessed from it. */
export async function lookAt(
  file: SourceFile,
  key: string,
  encoding: Encoding | null = null,
): Promise<{ inspection: FileInspection; plans: LayerPlan[] }> {
  const source = await openFile(file, encoding ? { encoding } : {}, noWasm);
  const inspection = await inspectImportFile(file, key, source);
  return { inspection, plans: plansOf(inspection, encoding) };
}

/** What the command line would print of a text file. */
export async function described(name: string, text: string): Promise<FileDescription> {
  return describeFile(await openFile(textFile(name, text), {}, noWasm));
}
