/**
 * Undo and redo of what is asked (selection and filter together). Owns the pure history only: no engine, no React.
 * Changes that carry the same `merge` key in a row (one drag of a slider) make one entry.
 */
import type { Filter, Selection } from '../../shared/query/selection.ts';

export interface Question {
  selection: Selection;
  filter: Filter;
}

export interface History {
  present: Question;
  past: Question[];
  future: Question[];
  /** Key of the change that led to the present; '' never merges. */
  merge: string;
}

/** Steps kept; older ones are forgotten. */
export const HISTORY_LIMIT = 100;

export function startHistory(present: Question): History {
  return { present, past: [], future: [], merge: '' };
}

/** A new question; clears what could be redone. */
export function push(history: History, present: Question, merge = ''): History {
  if (merge !== '' && merge === history.merge) return { ...history, present, future: [] };
  const past = [...history.past, history.present].slice(-HISTORY_LIMIT);
  return { present, past, future: [], merge };
}

/** The question before, or the same history when there is none. */
export function undo(history: History): History {
  const present = history.past.at(-1);
  if (!present) return history;
  return {
    present,
    past: history.past.slice(0, -1),
    future: [history.present, ...history.future],
    merge: '',
  };
}

/** The question that was undone last, or the same history when there is none. */
export function redo(history: History): History {
  const [present, ...future] = history.future;
  if (!present) return history;
  return { present, past: [...history.past, history.present], future, merge: '' };
}
