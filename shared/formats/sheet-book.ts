/**
 * What every kind of spreadsheet file turns into: sheets whose rows come as sparse cells, with the ranges that are merged.
 * Owns the shapes and the bounds; headers and records are made of it in sheet-scan.ts and sheet-opener.ts.
 */
import type { TextEncoding } from './opened-file.ts';

export type CellValue = string | number | boolean;

/** The cells of one row that hold something. */
export interface SheetRow {
  /** As the spreadsheet shows it, from 1. */
  number: number;
  /** From 0, one per value. */
  columns: number[];
  values: CellValue[];
}

/** Rows from 1, columns from 0, both ends included. */
export interface MergedRange {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

/** What was found in cells that a person should know of. */
export interface CellCounts {
  /** Numbers of more digits than a spreadsheet keeps. */
  digitsLost: number;
  /** #N/A and its kin. */
  errors: number;
  /** Formulas whose result the file does not hold. */
  formulasWithoutValue: number;
  /** Cells that cannot be what they say. */
  unreadable: number;
}

export interface RowBatch {
  rows: SheetRow[];
  /** Share of the sheet read so far, 0-1. */
  done: number;
}

export interface SheetPart {
  name: string;
  hidden: boolean;
  /** Rows in the order of the file. What is found in the cells is added to `counts`. Throws FormatError. */
  rows(counts: CellCounts): AsyncGenerator<RowBatch>;
  /** Complete once `rows` has run to its end. */
  merges(): readonly MergedRange[];
}

export interface SheetBook {
  sheets: SheetPart[];
  encoding: TextEncoding | null;
  close(): void;
}

/** What spreadsheets themselves allow (Excel specifications and limits). */
export const COLUMN_LIMIT = 16_384;
/** Merged ranges kept of one sheet. */
export const MERGE_LIMIT = 2_000_000;
/** Rows in one batch. */
export const BATCH_ROWS = 1000;

export function noCounts(): CellCounts {
  return { digitsLost: 0, errors: 0, formulasWithoutValue: 0, unreadable: 0 };
}
