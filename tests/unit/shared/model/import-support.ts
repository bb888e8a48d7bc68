/**
 * Small things the import tests share: files in memory, and running a generator to its end.
 */
import { memoryFile, type SourceFile } from '../../../../shared/formats/source-file.ts';

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
