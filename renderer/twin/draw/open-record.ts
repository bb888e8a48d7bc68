/** Opens a record for correction: its outline, line and entrances as a sketch, and what it was before beside it. Owns that hand-over only. */
import { createStore } from 'zustand/vanilla';
import { beginSketch, type DrawState, drawStore, newSketch } from '../../map/draw/draw-store.ts';
import type { DrawEngine, DrawnRecord } from '../../worker/draw-api.ts';
import type { EditEngine } from '../../worker/edit-api.ts';

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

/** What was clicked on the map. Where nothing is, the panel says so. */
export async function openAsked(engine: DrawEngine, asked: NonNullable<DrawState['asked']>): Promise<void> {
  if ('row' in asked) return openForDrawing(engine, 'buildings', asked.row);
  const { kind } = drawStore.getState().sketch;
  const table = kind === 'compound' ? 'compounds' : 'basemap';
  const row = await engine.drawnAt(table, [asked.at[0], asked.at[1]], asked.within);
  if (row === null) drawStore.setState({ refused: 'none.here' });
  else await openForDrawing(engine, table, row);
}

/** A change moved rows: the record under the pencil is found again; one that is gone or changed meanwhile is put aside. */
export async function followDrawing(engine: DrawEngine & Pick<EditEngine, 'followRows'>): Promise<void> {
  const { record } = openRecord.getState();
  const { sketch } = drawStore.getState();
  if (!record || sketch.row === null) return;
  const [row] = await engine.followRows([{ table: record.table, row: record.row }]);
  const now = row === null ? null : await engine.drawnRecord(record.table, row);
  if (!now) {
    openRecord.setState({ record: null });
    return newSketch(sketch.kind);
  }
  const doors = new Map(record.entrances.map((entrance, i) => [entrance.row, now.entrances[i]?.row ?? null]));
  const moved = (entrance: number) => doors.get(entrance) ?? null;
  if (record.entrances.length !== now.entrances.length || !sameShape(record, now)) {
    // Somebody else drew here: keeping ours over it would undo theirs unseen.
    return openForDrawing(engine, record.table, now.row);
  }
  openRecord.setState({ record: now });
  const follow = (each: typeof sketch): typeof sketch => ({
    ...each,
    row: now.row,
    entrances: each.entrances.map((entrance) =>
      entrance.row === null ? entrance : { ...entrance, row: moved(entrance.row) },
    ),
    removed: each.removed.flatMap((entrance) => moved(entrance) ?? []),
  });
  drawStore.setState((state) => ({ sketch: follow(state.sketch), past: state.past.map(follow) }));
}

const sameShape = (a: DrawnRecord, b: DrawnRecord): boolean =>
  JSON.stringify([a.rings, a.line]) === JSON.stringify([b.rings, b.line]);
