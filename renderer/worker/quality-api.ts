/** What the page asks of the worker about quality and labels: types only. */
import type { OnProgress } from '../../shared/model/bundle.ts';
import type { CheckId, FixId } from '../../shared/quality/checks.ts';
import type { FixPreview } from '../../shared/quality/fixes.ts';
import type { QualityReport } from '../../shared/quality/report.ts';
import type { RecordRef } from '../../shared/query/answers.ts';
import type { TagRule, TagSubject } from '../../shared/query/tag-rule.ts';
import type { LoadReport } from './engine-api.ts';

export interface QualityRows {
  total: number;
  /** Names as the person at the desk may see them. */
  rows: (RecordRef & { place: string })[];
}

/** One record of the sheet that is taken on foot. Empty where the register says nothing or the person may not see it. */
export interface SheetRow {
  row: number;
  grid: string;
  name: string;
  sex: string;
  birth: string;
  phone: string;
  address: string;
}

export interface QualityHistory {
  points: {
    at: number;
    generation: string;
    records: number;
    passing: number;
    residents: number;
    linked: number;
  }[];
  spots: { at: number; generation: string; right: number; wrong: number }[];
}

export interface TagListing extends TagRule {
  builtIn: boolean;
  count: number;
  /** One a grid, then those in no grid. */
  byGrid: number[];
  /** Given by hand to ids that belong to no record of this generation. */
  orphans: number;
}

export interface QualityEngine {
  /** Every check over the open community. Worked out once a generation and plan. */
  qualityReport(): Promise<QualityReport>;
  /** Records of one check, in row order; `grid`: only those (-1: in no grid). */
  qualityRows(request: {
    check: CheckId;
    grid: number | null;
    from: number;
    to: number;
  }): Promise<QualityRows>;
  /** `rows`: only these; null: all that the repair can do. */
  previewFix(fix: FixId, rows: number[] | null): Promise<FixPreview>;
  /** Writes the repaired community as a new generation and opens it. */
  applyFix(fix: FixId, rows: number[] | null, onProgress: OnProgress): Promise<LoadReport>;
  /** A random sheet of residents, by grid in proportion. */
  spotSheet(count: number, seed: number): Promise<SheetRow[]>;
  /** What the journal keeps of earlier generations. */
  qualityHistory(): Promise<QualityHistory>;
  /** The rules in force: built in, changed, and of the desk's own. */
  tagRules(): Promise<readonly TagRule[]>;
  /** All labels of the community with their counts. */
  tagListings(): Promise<TagListing[]>;
  /** How many a rule holds for. Rejects with QueryError. */
  countRule(subject: TagSubject, expression: string): Promise<{ count: number; ms: number }>;
}
