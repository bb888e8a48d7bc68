/**
 * How a record came to its place: the method and the confidence that stand beside its link (columns linkMethod, linkConfidence). Owns the
 * writing of both columns; communities made before they existed get them when something is linked.
 */
import type { DictColumn, NumberColumn, Table } from '../columns/column.ts';
import { WORDS, type Word } from './words.ts';

export type LinkMethod = Word<'linkMethod'>;

/** Per cent. Addresses and nearest buildings range below theirs (link-address.ts, link-place.ts). */
export const CONFIDENCE: Record<LinkMethod, number> = {
  id: 100,
  hand: 100,
  address: 95,
  footprint: 80,
  nearest: 50,
};

/** An address that leaves more open than this is a suggestion, not a link. */
export const LEAST_CONFIDENCE = 75;

export class LinkMarks {
  private readonly codes: DictColumn['codes'];
  private readonly percents: NumberColumn['values'];
  private readonly codeOf: Map<string, number>;

  /** The table gets columns of its own to write to. */
  constructor(table: Table) {
    const known = table.columns['linkMethod'];
    const given = known?.kind === 'dict' ? known : { codes: new Uint8Array(table.rows), words: [''] };
    const words = [...given.words, ...WORDS.linkMethod.filter((word) => !given.words.includes(word))];
    this.codes = given.codes.slice();
    this.codeOf = new Map(words.map((word, code) => [word, code]));
    const confidence = table.columns['linkConfidence'];
    this.percents = confidence?.kind === 'number' ? confidence.values.slice() : new Uint8Array(table.rows);
    table.columns = {
      ...table.columns,
      linkMethod: { kind: 'dict', codes: this.codes, words },
      linkConfidence: { kind: 'number', type: 'u8', values: this.percents, missing: 0 },
    };
  }

  /** `method` null: the record has no link. */
  set(row: number, method: LinkMethod | null, percent: number): void {
    this.codes[row] = method === null ? 0 : (this.codeOf.get(method) ?? 0);
    this.percents[row] = method === null ? 0 : percent;
  }
}
