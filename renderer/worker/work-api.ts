/** What the page asks of the worker about work by hand (labels, notice lists, rounds): types only. */
import type { TagSubject } from '../../shared/query/tag-rule.ts';
import type { Notice } from '../../shared/work/notice.ts';
import type { Round, RoundNote, Visit } from '../../shared/work/round.ts';

/** Who is meant. `selection`: what is selected on the map, under the filter; `filter`: all that the filter leaves. */
export type WorkSource =
  | { from: 'selection' }
  | { from: 'filter' }
  | { from: 'rows'; rows: number[] }
  | { from: 'tag'; tag: string }
  | { from: 'ids'; ids: string[] };

export interface Targets {
  ids: string[];
  /** Those without an id to be known by, left out. */
  nameless: number;
  /** With `tag`: those for whom it is so already, left out. */
  already: number;
}

/** Somebody on a list, or a home of a round. */
export interface Recipient {
  id: string;
  /** null: no record of the open generation has this id. */
  row: number | null;
  /** As the person at the desk may see it. */
  label: string;
  place: string;
  grid: string;
}

export interface RoundHome extends Recipient {
  /** Row of the grid; -1: in none. */
  gridRow: number;
  people: number;
  visit: Visit | null;
  /** What was written down, for who may read it; null: nothing, or not readable here. */
  note: string | null;
}

export interface WorkEngine {
  /** `tag`: only those whom giving (on) or taking off changes. Rejects with WorkError or AccessNeededError. */
  workTargets(request: {
    subject: TagSubject;
    source: WorkSource;
    tag?: { id: string; on: boolean };
  }): Promise<Targets>;
  /** Homes of those meant; `homeless`: residents who have none in the register. Rejects with WorkError. */
  roundTargets(request: {
    subject: TagSubject;
    source: WorkSource;
  }): Promise<{ ids: string[]; homeless: number }>;
  /** Ids that carry a label by hand and belong to no record of the open generation. */
  orphans(): Promise<{ tag: string; ids: string[] }[]>;
  notices(): Promise<Notice[]>;
  /** In the order of `ids`. */
  recipients(request: { table: TagSubject; ids: string[] }): Promise<Recipient[]>;
  /** The file, with `mark` at the end of every line. Rejects with AccessNeededError, WorkError or FormatError. */
  noticeFile(request: {
    subject: TagSubject;
    source: WorkSource;
    headings: string[];
    format: 'xlsx' | 'csv';
    mark: string;
    sheet: string;
  }): Promise<{ bytes: Uint8Array; count: number; ids: string[] }>;
  /** What somebody wrote down of a home, as the journal may keep it. Rejects with AccessNeededError 'vault-locked'. */
  sealNote(visit: { round: string; home: string; note: string }): Promise<RoundNote>;
  rounds(): Promise<Round[]>;
  /** The homes of a round that the person at the desk may call at, in the round's order; names of the grid workers by row of the grid. */
  roundHomes(round: string): Promise<{ homes: RoundHome[]; workers: Map<number, string[]> }>;
}
