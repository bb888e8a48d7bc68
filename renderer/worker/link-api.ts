/** What the page asks of the worker about open links: types only. Addresses in the answers are personal and only for who may edit all records. */
import type { OnProgress } from '../../shared/model/bundle.ts';
import type { AcceptedLink } from '../../shared/model/link-accept.ts';
import type { GridRate, LinkReason, LinkSuggestion, LinkTable } from '../../shared/model/link-work.ts';
import type { LoadReport } from './engine-api.ts';

export interface LinkQuery {
  table: LinkTable;
  /** Row of grids; NO_GRID: of no grid; null: all. */
  grid: number | null;
  reason: LinkReason | null;
}

export interface LinkRow {
  row: number;
  title: string;
  address: string;
  reason: LinkReason;
  grid: string;
  suggestions: LinkSuggestion[];
}

export interface LinkWorkPage {
  total: { rows: number; linked: number };
  grids: (GridRate & { name: string })[];
  reasons: { reason: LinkReason; count: number }[];
  /** Items under the question. */
  matching: number;
  rows: LinkRow[];
}

export interface LinkEngine {
  /** Rejects with AccessNeededError 'not-allowed' where the person may not edit all records. */
  linkWork(query: LinkQuery & { from: number; to: number }): Promise<LinkWorkPage>;
  /** How many items have a suggestion of at least so many per cent. */
  linkable(query: LinkQuery & { percent: number }): Promise<number>;
  /** Homes of a building, to choose one by hand. */
  homesOfBuilding(building: number): Promise<{ to: number; label: string }[]>;
  /** Keeps the links as a new generation and opens it. */
  applyLinks(table: LinkTable, links: AcceptedLink[], onProgress: OnProgress): Promise<LoadReport>;
  /** The same for the first suggestion of every item with at least so many per cent. */
  applySuggestions(query: LinkQuery & { percent: number }, onProgress: OnProgress): Promise<LoadReport>;
}
