/** The worker's part of bookmarks: the list, and questions between rows of the open generation and keys that last. */
import type { Bookmark } from '../../shared/host/bookmark.ts';
import {
  type AskedQuestion,
  askAgain,
  type KeyedQuestion,
  keepQuestion,
} from '../../shared/query/keyed-question.ts';
import { readBookmarks } from '../store/bookmark-ledger.ts';
import { databasesOf, type EngineState, openedOf } from './engine-state.ts';
import { LEXICON } from './lexicon.ts';

/** What the page asks of the worker about bookmarks. */
export interface BookmarkEngine {
  /** In the order of the list. */
  bookmarks(): Promise<Bookmark[]>;
  /** Rejects with QuestionKeptError. */
  keepQuestion(question: AskedQuestion): Promise<KeyedQuestion>;
  askAgain(kept: KeyedQuestion): Promise<{ question: AskedQuestion; missing: number }>;
}

export function bookmarkMethods(state: EngineState): BookmarkEngine {
  return {
    bookmarks: () => readBookmarks(databasesOf(state)),
    keepQuestion: async (question) => keepQuestion(openedOf(state).community, question, LEXICON),
    askAgain: async (kept) => askAgain(openedOf(state).community, kept),
  };
}
