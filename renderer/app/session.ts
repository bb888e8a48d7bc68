/**
 * The life of this window's connection: host, cache, community, live state. One store that the shell and every
 * workspace read; the steps that change it are in open-session.ts. Holds no rows, only what is on screen.
 */
import { create } from 'zustand';
import type { Alert } from '../../shared/cases/alert.ts';
import type { Case } from '../../shared/cases/case.ts';
import type { Feed } from '../../shared/feeds/feed-status.ts';
import type { Bookmark } from '../../shared/host/bookmark.ts';
import type { Capabilities } from '../../shared/host/contract.ts';
import type { Progress } from '../../shared/model/bundle.ts';
import { localDayOf } from '../../shared/partition/plan-day.ts';
import type { CommunityStatus, StartOutcome } from '../worker/engine-api.ts';
import { codeOf } from './error-code.ts';

/** What an error's message names: bytes needed and free, positions. */
export type ErrorValues = Readonly<Record<string, string | number>>;

/** What the window is doing; every phase has its screen. */
export type Phase =
  | { name: 'connecting' }
  | { name: 'opening' }
  /** Not even the core class can be opened without a passphrase. */
  | { name: 'locked' }
  | { name: 'loading'; what: 'sample' | 'snapshot'; progress: Progress | null }
  | { name: 'lost'; outcome: Extract<StartOutcome, { outcome: 'lost' }> }
  | { name: 'future'; epoch: number }
  | { name: 'failed'; code: string; values: ErrorValues; detail: string }
  | { name: 'ready' };

/** The screen of an error that ends the session. */
export function failedPhase(error: unknown): Phase {
  const detail = error instanceof Error ? error.message : String(error);
  const values = error instanceof Error && 'values' in error ? (error.values as ErrorValues) : {};
  return { name: 'failed', code: codeOf(error), values, detail };
}

export interface Session {
  phase: Phase;
  connected: boolean;
  version: string;
  capabilities: Capabilities | null;
  community: CommunityStatus | null;
  /** Real data was loaded at some time on this profile. */
  realData: boolean;
  alerts: Alert[];
  /** By id: open ones and those of the last weeks. */
  cases: ReadonlyMap<string, Case>;
  feeds: Feed[];
  /** Named views and questions, in their order. */
  bookmarks: Bookmark[];
  /** Host records applied here. */
  journalSeq: number;
  /** Counts up when grids or records changed, so that the map and lists ask again. */
  revision: number;
  /** Counts up when records changed: rows may mean others, and an open record is read again. */
  records: number;
  /** Counts up when a grid plan was begun, changed, or is in another state. */
  plans: number;
  /** The local day. */
  today: number;
  /** Another day whose grids are asked for; null: today's. */
  asOf: number | null;
  /** Why the grids in force cannot be shown; '' when they are. */
  gridsError: string;
  /** The cache was deleted while the window was open: it is being rebuilt from the host, or was. */
  cache: 'fine' | 'rebuilding' | 'rebuilt';
  /** Why the host holds no copy of the open generation; '' when it does. */
  copyError: string;
  /** Milliseconds the cache took to open. */
  openMs: number;
}

export const useSession = create<Session>(() => ({
  phase: { name: 'connecting' },
  connected: false,
  version: '',
  capabilities: null,
  community: null,
  realData: false,
  alerts: [],
  cases: new Map(),
  feeds: [],
  bookmarks: [],
  journalSeq: 0,
  revision: 0,
  records: 0,
  plans: 0,
  today: localDayOf(Date.now()),
  asOf: null,
  gridsError: '',
  cache: 'fine',
  copyError: '',
  openMs: 0,
}));
