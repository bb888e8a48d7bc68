/**
 * The course of an import: look at a file, preview the whole plan, run it. Owns reading in order, counting good and
 * bad rows, ids that repeat across files, progress and cancelling. Stores nothing: the result is a bundle.
 */
import { TextKeys } from '../columns/text-keys.ts';
import type { CellBlock } from '../formats/cell-block.ts';
import { blockRecord } from '../formats/csv-reader.ts';
import { FormatError } from '../formats/format-error.ts';
import type { OpenedFile } from '../formats/opened-file.ts';
import { fieldOf, type SourceRecord } from '../formats/source-record.ts';
import type { CommunityBundle, Progress } from './bundle.ts';
import { isoDayOf, sourceStamp } from './field-sources.ts';
import { assembleCommunity } from './import-assembly.ts';
import { ResidentCells } from './import-cells.ts';
import { LayerCollector } from './import-collect.ts';
import { byCount, ColumnSurvey } from './import-mapping.ts';
import {
  BAD_ROW_LIMIT,
  type ImportPlan,
  type ImportReport,
  type LayerPlan,
  type LayerReport,
  type LinkReport,
  type MergeReport,
  type RowReason,
} from './import-plan.ts';
import type { ImportRole } from './import-roles.ts';
import { type MappedRow, type RowOutcome, rowMapper } from './import-rows.ts';
import { plainText } from './import-values.ts';

const PREVIEW_ROWS = 10;
/** Different values of a column that are told as not understood. */
const UNKNOWN_WORDS = 60;
/** Characters of a cell in the list of rows that were left out. */
const CELL_LIMIT = 2000;

export type ImportErrorCode = 'import-cancelled' | 'nothing-good' | 'file-missing' | 'crs-needed';

/** An import that was not carried out. Nothing stored has been touched. */
export class ImportError extends Error {
  readonly code: ImportErrorCode;
  readonly params: Record<string, string | number>;
  constructor(code: ImportErrorCode, params: Record<string, string | number> = {}) {
    super(code);
    this.name = 'ImportError';
    this.code = code;
    this.params = params;
  }
}

/** Opens the file of a layer, or gives the one that is open. Rejects with ImportError 'file-missing', FormatError. */
export type OpenLayerFile = (layer: Pick<LayerPlan, 'key' | 'name' | 'reading'>) => Promise<OpenedFile>;

/** What the plan would do: the rows it would keep, what they would link to, what they would change. */
export type DryRun = Omit<ImportResult, 'bundle'>;

/** Carries the plan out to the end and keeps nothing of it. Yields progress in bytes. Throws as `runImport`. */
export async function* previewImport(
  plan: ImportPlan,
  files: OpenLayerFile,
  current: CommunityBundle | null,
  signal: AbortSignal,
): AsyncGenerator<Progress, DryRun> {
  const { report, links, merge } = yield* carryOut(plan, files, current, signal, 'preview');
  return { report, links, merge };
}

export interface ImportResult {
  bundle: CommunityBundle;
  report: ImportReport;
  links: LinkReport;
  merge: MergeReport;
}

/**
 * Reads the plan and puts the good rows together. Yields progress in bytes. Throws ImportError: 'crs-needed'
 * when nobody knows where a layer lies, 'nothing-good' when no row is left, 'import-cancelled' after `signal`.
 */
export async function* runImport(
  plan: ImportPlan,
  files: OpenLayerFile,
  current: CommunityBundle | null,
  signal: AbortSignal,
): AsyncGenerator<Progress, ImportResult> {
  const placeless = plan.layers.find(({ crs, crsHow }) => crsHow === 'unknown' && crs === null);
  if (placeless) throw new ImportError('crs-needed', { name: placeless.name });
  const result = yield* carryOut(plan, files, current, signal, 'read');
  if (result.report.good === 0) throw new ImportError('nothing-good', { bad: result.report.bad });
  return result;
}

async function* carryOut(
  plan: ImportPlan,
  files: OpenLayerFile,
  current: CommunityBundle | null,
  signal: AbortSignal,
  stage: 'preview' | 'read',
): AsyncGenerator<Progress, ImportResult> {
  const base = plan.mode === 'replace' ? null : current;
  const collectors = new Map<ImportRole, LayerCollector>();
  for (const { role } of plan.layers) {
    if (collectors.has(role)) continue;
    const choices = plan.layers.filter((layer) => layer.role === role).flatMap((layer) => layer.choices);
    collectors.set(role, new LayerCollector(role, choices));
  }
  const report = yield* readPlan(plan, files, signal, collectors, stage);
  yield { stage: 'stage.assemble', done: 0, total: 1 };
  if (signal.aborted) throw new ImportError('import-cancelled');
  const layers = [...collectors.values()].map((collector) => collector.finish());
  const assembled = assembleCommunity(layers, base, plan);
  yield { stage: 'stage.assemble', done: 1, total: 1 };
  return { ...assembled, report };
}

async function* readPlan(
  plan: ImportPlan,
  files: OpenLayerFile,
  signal: AbortSignal,
  collectors: ReadonlyMap<ImportRole, LayerCollector>,
  stage: 'preview' | 'read',
): AsyncGenerator<Progress, ImportReport> {
  const total = plan.layers.reduce((sum, layer) => sum + layer.bytes, 0);
  const ids = new Map<ImportRole, TextKeys>();
  const report: ImportReport = { layers: [], good: 0, bad: 0, bounds: null };
  let before = 0;
  for (const layer of plan.layers) {
    const seen = ids.get(layer.role) ?? new TextKeys();
    ids.set(layer.role, seen);
    const reader = new LayerReading(
      layer,
      seen,
      collectors.get(layer.role) ?? null,
      report,
      stage === 'preview',
    );
    try {
      const collector = collectors.get(layer.role);
      if (collector) collector.source = sourceStamp(layer.name, isoDayOf(plan.asOfDay));
      const file = await files(layer);
      for await (const batch of file.read(layer.layer, { blocks: true })) {
        if (signal.aborted) throw new ImportError('import-cancelled');
        for (const unread of batch.unread) {
          reader.refuse(
            unread.line,
            unread.reason,
            unread.place || paramsText(unread.params),
            unread.raw,
            null,
          );
        }
        if (batch.block) reader.takeBlock(batch.block);
        for (const record of batch.records) reader.take(record);
        yield { stage: `stage.${stage}`, done: Math.min(total, before + batch.bytes), total };
      }
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      reader.fail(error);
    }
    before += layer.bytes;
    report.layers.push(reader.finish());
  }
  return report;
}

function paramsText(params: Record<string, string | number>): string {
  return Object.values(params).join(' / ');
}

/** Counts the rows of one layer and hands the good ones on. */
class LayerReading {
  private readonly layer: LayerPlan;
  private readonly seen: TextKeys;
  private readonly collector: LayerCollector | null;
  private readonly whole: ImportReport;
  private readonly read: (record: SourceRecord) => RowOutcome;
  /** Columns of the whole file are told before a person decides. */
  private readonly surveying: boolean;
  private readonly survey = new ColumnSurvey();
  /** Column -> value -> count. */
  private readonly unknown = new Map<string, Map<string, number>>();
  private readonly report: LayerReport;
  /** undefined: no block has come; null: rows of this layer are read one by one. */
  private cells: ResidentCells | null | undefined = undefined;

  constructor(
    layer: LayerPlan,
    seen: TextKeys,
    collector: LayerCollector | null,
    whole: ImportReport,
    surveying: boolean,
  ) {
    this.layer = layer;
    this.surveying = surveying;
    this.seen = seen;
    this.collector = collector;
    this.whole = whole;
    this.read = rowMapper(layer, (column, value) => this.countUnknown(column, value));
    this.report = {
      key: layer.key,
      layer: layer.layer,
      name: layer.name,
      role: layer.role,
      good: 0,
      bad: 0,
      reasons: {},
      notes: {},
      badRows: [],
      unknownWords: [],
      rows: [],
      columns: [],
      ignored: layer.choices.filter(({ target }) => target.to === 'ignored').map(({ name }) => name),
      swapped: false,
      failure: null,
    };
  }

  private countUnknown(column: string, value: string): void {
    let values = this.unknown.get(column);
    if (!values) {
      values = new Map();
      this.unknown.set(column, values);
    }
    const shown = value.slice(0, 80);
    if (values.size < UNKNOWN_WORDS || values.has(shown)) values.set(shown, (values.get(shown) ?? 0) + 1);
  }

  /** Rows of cells: those with nothing to mend, refuse or show go into the columns as they are. */
  takeBlock(block: CellBlock): void {
    if (this.surveying) this.survey.addBlock(block);
    if (this.cells === undefined || !this.cells?.fits(block))
      this.cells = ResidentCells.of(this.layer, this.collector, block.names);
    const long = (row: number) => this.settle(blockRecord(block, row));
    if (this.cells && this.report.rows.length === PREVIEW_ROWS) {
      const good = this.cells.take(block, this.seen, long);
      this.report.good += good;
      this.whole.good += good;
    } else for (let row = 0; row < block.rows; row++) long(row);
  }

  take(record: SourceRecord): void {
    if (this.surveying) this.survey.add(record);
    this.settle(record);
  }

  private settle(record: SourceRecord): void {
    const outcome = this.read(record);
    if (!outcome.ok) {
      this.refuse(record.line, outcome.reason, outcome.detail, record.raw(), record);
      return;
    }
    const { row } = outcome;
    if (row.id !== '') {
      const before = this.seen.size;
      this.seen.addText(row.id);
      if (this.seen.size === before) {
        this.refuse(record.line, 'duplicate-id', row.id.slice(0, 80), record.raw(), record);
        return;
      }
    }
    this.keep(row);
  }

  private keep(row: MappedRow): void {
    this.report.good++;
    this.whole.good++;
    if (row.notes.length > 0)
      for (const note of new Set(row.notes)) this.report.notes[note] = (this.report.notes[note] ?? 0) + 1;
    if (this.report.rows.length < PREVIEW_ROWS) this.report.rows.push(shownRow(row));
    if (row.point) grow(this.whole, row.point.lng / 1e7, row.point.lat / 1e7);
    this.collector?.add(row);
  }

  refuse(line: number, reason: RowReason, detail: string, raw: string, record: SourceRecord | null): void {
    this.report.bad++;
    this.whole.bad++;
    this.report.reasons[reason] = (this.report.reasons[reason] ?? 0) + 1;
    if (this.report.badRows.length >= BAD_ROW_LIMIT) return;
    const { key, layer, choices } = this.layer;
    const cells = record && choices.map(({ name }) => plainText(fieldOf(record, name)).slice(0, CELL_LIMIT));
    this.report.badRows.push({ key, layer, line, reason, detail, raw, cells });
  }

  fail(error: FormatError): void {
    const { code, line = 0, column = 0, place = '', params } = error;
    this.report.failure = { code, line, column, place, params };
  }

  finish(): LayerReport {
    this.report.columns = this.survey.found();
    for (const [column, values] of this.unknown)
      for (const { value, count } of byCount(values)) this.report.unknownWords.push({ column, value, count });
    // A batch brings its unread records first.
    this.report.badRows.sort((a, b) => a.line - b.line);
    const swapped = this.report.reasons['coordinates-swapped'] ?? 0;
    this.report.swapped = swapped > 0 && swapped >= 0.8 * (this.report.good + this.report.bad);
    return this.report;
  }
}

function grow(report: ImportReport, lng: number, lat: number): void {
  const box = report.bounds;
  if (!box) report.bounds = [lng, lat, lng, lat];
  else {
    box[0] = Math.min(box[0], lng);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lng);
    box[3] = Math.max(box[3], lat);
  }
}

/** A row as the preview shows it. */
function shownRow(row: MappedRow): Record<string, string | number> {
  const shown: Record<string, string | number> = {};
  if (row.id !== '') shown['id'] = row.id;
  for (const [field, value] of Object.entries({ ...row.values, ...row.links, ...row.extra })) {
    if (typeof value === 'number' || (typeof value === 'string' && value !== ''))
      shown[field === '__proto__' ? 'proto' : field] = value;
  }
  for (const [field, date] of Object.entries(row.dates)) {
    if (date) shown[field] = [date.year, date.month, date.day].filter((part) => part > 0).join('-');
  }
  if (row.point) {
    shown['lng'] = row.point.lng / 1e7;
    shown['lat'] = row.point.lat / 1e7;
  }
  return shown;
}
