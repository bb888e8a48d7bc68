/**
 * A file of the page as the readers of shared/formats take it. Owns how its bytes come: as the browser streams them, the next piece
 * asked for while this one is read.
 */
import type { SourceFile } from '../../shared/formats/source-file.ts';

export function sourceFile(file: File): SourceFile {
  return {
    name: file.name,
    size: file.size,
    open: () => piecesOf(file),
    slice: async (from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer()),
  };
}

async function* piecesOf(file: File): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader();
  try {
    let next = reader.read();
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = reader.read();
      // Nobody waits for it when the reader stops here.
      next.catch(() => {});
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
