/** Open records and selections of the workspace when rows move: which rows it holds, and the same state with the rows of now. Pure. */
import type { Selection, Shape } from '../../shared/query/selection.ts';
import type { History, Question } from './history.ts';
import type { RecordKey } from './store.ts';

interface Held {
  trail: RecordKey[];
  history: History;
}

/** Every record that is named anywhere, once. */
export function heldRecords({ trail, history }: Held): RecordKey[] {
  const found = new Map<string, RecordKey>();
  const add = (record: RecordKey) => found.set(keyOf(record), record);
  trail.forEach(add);
  for (const { selection } of [history.present, ...history.past, ...history.future])
    for (const { shape } of selection)
      if ('rows' in shape) for (const row of shape.rows) add({ table: shape.table, row });
  return [...found.values()];
}

/** `rows`: row of now for each of `records`; null: the record is gone. */
export function withMovedRows(
  held: Held,
  records: readonly RecordKey[],
  rows: readonly (number | null)[],
): Held {
  const now = new Map(records.map((record, i) => [keyOf(record), rows[i]]));
  const rowOf = (record: RecordKey) => {
    const row = now.get(keyOf(record));
    return row === undefined ? record.row : row;
  };
  const trail = held.trail.flatMap((record) => {
    const row = rowOf(record);
    return row === null ? [] : [{ table: record.table, row }];
  });
  const shapeOf = (shape: Shape): Shape =>
    'rows' in shape
      ? { ...shape, rows: shape.rows.flatMap((row) => rowOf({ table: shape.table, row }) ?? []) }
      : shape;
  const moved = (question: Question): Question => {
    const selection: Selection = question.selection.map(({ combine, shape }) => ({
      combine,
      shape: shapeOf(shape),
    }));
    return { ...question, selection };
  };
  const { present, past, future } = held.history;
  const history = {
    ...held.history,
    present: moved(present),
    past: past.map(moved),
    future: future.map(moved),
  };
  return { trail, history };
}

const keyOf = ({ table, row }: RecordKey): string => `${table}/${row}`;
