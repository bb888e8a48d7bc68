/**
 * Which household a resident comes into during an import. Owns the numbers only.
 */
import { NONE, type NumberColumn } from '../columns/column.ts';

/**
 * Households keep the number of the file; where it gives none, the people of one home are one household, with those who live
 * there already.
 */
export class Households {
  private readonly column: NumberColumn['values'];
  private readonly numbers = new Map<string, number>();
  private next = 0;

  constructor(column: NumberColumn['values'], home: NumberColumn['values']) {
    this.column = column;
    for (let row = 0; row < column.length; row++) {
      if (column[row] === NONE) continue;
      if (column[row] >= this.next) this.next = column[row] + 1;
      if (home[row] !== NONE) this.numbers.set(`h${home[row]}`, column[row]);
    }
  }

  /** `home`: where the row has come to live; NONE: nowhere new. */
  set(row: number, text: string, home: number): void {
    const key = text !== '' ? `n${text}` : home !== NONE ? `h${home}` : '';
    if (key === '') return;
    const known = this.numbers.get(key) ?? this.next++;
    this.numbers.set(key, known);
    this.column[row] = known;
  }
}
