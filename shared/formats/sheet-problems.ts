/**
 * Collects what a person should know about the sheets of a file: one problem per code, with the sheets it concerns. Owns the
 * codes; the page has its own words for them (`problem.<code>`).
 */
import type { FileProblem } from './opened-file.ts';
import type { SheetFacts } from './sheet-scan.ts';

const MESSAGES = {
  'hidden-sheet': 'hidden sheets are read too',
  'empty-sheet': 'sheets without any cell are left out',
  'too-many-columns': 'sheets with more than 2000 columns are left out',
  'header-unsure': 'the header row is a guess that should be checked',
  'digits-lost': 'numbers whose last digits the file has lost; they stay in scientific notation',
  'error-cells': 'cells with an error value are read as empty',
  'formula-empty': 'formulas without a stored result are read as empty',
  'unreadable-cells': 'cells that are not what their type says',
  'merged-filled': 'cells filled from merged cells above them',
  'total-rows': 'rows of sums are left out',
  'footer-rows': 'notes below the table are left out',
  'caption-rows': 'captions between the records are left out',
} as const;
export type SheetProblem = keyof typeof MESSAGES;

/** Below this a person should look at the header. */
const SURE = 0.6;
/** Sheet names in one message. */
const NAMES = 5;

export class SheetProblems {
  private readonly found = new Map<SheetProblem, { count: number; sheets: string[] }>();

  add(code: SheetProblem, sheet: string, count = 1): void {
    if (count === 0) return;
    const entry = this.found.get(code) ?? { count: 0, sheets: [] };
    entry.count += count;
    entry.sheets.push(sheet);
    this.found.set(code, entry);
  }

  addFacts(sheet: string, hidden: boolean, facts: SheetFacts): void {
    this.add('hidden-sheet', sheet, hidden ? 1 : 0);
    this.add('header-unsure', sheet, facts.header.confidence < SURE ? 1 : 0);
    this.add('digits-lost', sheet, facts.counts.digitsLost);
    this.add('error-cells', sheet, facts.counts.errors);
    this.add('formula-empty', sheet, facts.counts.formulasWithoutValue);
    this.add('unreadable-cells', sheet, facts.counts.unreadable);
    this.add('merged-filled', sheet, facts.filled);
    this.add('total-rows', sheet, facts.totals);
    this.add('footer-rows', sheet, facts.footers);
    this.add('caption-rows', sheet, facts.captions);
  }

  has(code: SheetProblem): boolean {
    return this.found.has(code);
  }

  list(): FileProblem[] {
    return [...this.found].map(([code, { count, sheets }]) => ({
      code,
      message: `${MESSAGES[code]} (${sheets.slice(0, NAMES).join(', ')}${sheets.length > NAMES ? ', …' : ''})`,
      count,
    }));
  }
}
