/**
 * Rows of one table request, fetched in blocks as they come into view. Owns the blocks and drops the oldest; an answer
 * for a request that is no longer wanted is thrown away with the whole object.
 */
import type { DataEngine, TableRequest } from '../worker/engine-api.ts';

export type RowRequest = Omit<TableRequest, 'from' | 'to'>;
export interface PageRow {
  /** Row number of the record in its table. */
  record: number;
  cells: (string | number)[];
}

export const BLOCK_ROWS = 100;
const BLOCKS_KEPT = 30;

export interface RowPages {
  /** null until the first answer. */
  total(): number | null;
  failed(): boolean;
  /** undefined while it is on its way. */
  row(index: number): PageRow | undefined;
  /** Fetches what is missing of [from, to). */
  want(from: number, to: number): void;
  /** News may come again (React mounts twice in development). */
  begin(): void;
  /** No more news from here. */
  end(): void;
}

/** `changed` is called after every answer. */
export function rowPages(
  engine: Pick<DataEngine, 'page'>,
  request: RowRequest,
  changed: () => void,
): RowPages {
  const blocks = new Map<number, PageRow[] | null>();
  let total: number | null = null;
  let failed = false;
  let live = true;

  async function fetch(block: number): Promise<void> {
    blocks.set(block, null);
    try {
      const from = block * BLOCK_ROWS;
      const page = await engine.page({ ...request, from, to: from + BLOCK_ROWS });
      if (!live) {
        blocks.delete(block);
        return;
      }
      total = page.total;
      const rows = Array.from(page.rows, (record, i) => ({
        record,
        cells: request.columns.map((column) => page.cells[column]?.[i] ?? ''),
      }));
      blocks.delete(block);
      blocks.set(block, rows);
      failed = false;
    } catch {
      blocks.delete(block);
      if (!live) return;
      failed = true;
    }
    changed();
  }

  /** The map keeps the order in which blocks were last wanted. */
  function forgetOldest(): void {
    for (const [block, rows] of blocks) {
      if (blocks.size <= BLOCKS_KEPT) return;
      if (rows) blocks.delete(block);
    }
  }

  return {
    total: () => total,
    failed: () => failed,
    row: (index) => blocks.get(Math.floor(index / BLOCK_ROWS))?.[index % BLOCK_ROWS],
    want(from, to) {
      const end = total === null ? Math.max(1, to) : Math.min(to, total);
      for (let block = Math.floor(from / BLOCK_ROWS); block * BLOCK_ROWS < end; block++) {
        const rows = blocks.get(block);
        if (rows === undefined) void fetch(block);
        else {
          blocks.delete(block);
          blocks.set(block, rows);
        }
      }
      forgetOldest();
    },
    begin() {
      live = true;
    },
    end() {
      live = false;
    },
  };
}
