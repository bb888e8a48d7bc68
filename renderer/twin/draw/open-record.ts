/** Opens a record for correction: its outline, line and entrances as a sketch, and what it was before beside it. Owns that hand-over only. */
import { createStore } from 'zustand/vanilla';
import { beginSketch } from '../../map/draw/draw-store.ts';
import type { DrawEngine, DrawnRecord } from '../../worker/draw-api.ts';

/** The record under the pencil as it was when it was opened; null: something new is drawn. */
export const openRecord = createStore<{ record: DrawnRecord | null }>(() => ({ record: null }));

const KIND = { buildings: 'building', compounds: 'compound', basemap: 'barrier' } as const;

export async function openForDrawing(
  engine: DrawEngine,
  table: DrawnRecord['table'],
  row: number,
): Promise<void> {
  const record = await engine.drawnRecord(table, row);
  if (!record) return;
  openRecord.setState({ record });
  beginSketch(
    {
      kind: KIND[table],
      row,
      rings: record.rings,
      line: record.line,
      cut: null,
      // One without a place is not on the map and stays as it is.
      entrances: record.entrances.flatMap(({ at, row: entrance, label }) =>
        at ? [{ row: entrance, label, at, piece: 0 as const }] : [],
      ),
      removed: [],
    },
    'vertices',
  );
}
