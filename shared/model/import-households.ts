/**
 * Which household a resident comes into during an import. Owns the numbers only.
 */
import { NONE, type NumberColumn, type TextColumn } from '../columns/column.ts';
import { withRoom } from '../columns/number-array.ts';
import { TextKeys } from '../columns/text-keys.ts';

/**
 * Households keep the number of the file; where it gives none, the people of one home are one household, with those who live
 * there already.
 */
export class Households {
  private readonly column: NumberColumn['values'];
  /** What the file calls them, and their numbers. */
  private readonly named = new TextKeys();
  private numberOfName = new Uint32Array(256);
  /** By home; NONE: none yet. */
  private readonly numberOfHome: Uint32Array;
  private next = 0;

  /** `homes`: how many there are. */
  constructor(column: NumberColumn['values'], home: NumberColumn['values'], homes: number) {
    this.column = column;
    this.numberOfHome = new Uint32Array(homes).fill(NONE);
    for (let row = 0; row < column.length; row++) {
      if (column[row] === NONE) continue;
      if (column[row] >= this.next) this.next = column[row] + 1;
      if (home[row] !== NONE) this.numberOfHome[home[row]] = column[row];
    }
  }

  /** `names`, `at`: the cell in which the file names it, '' where it does not; `home`: where the row has come to live, NONE: nowhere new. */
  set(row: number, names: TextColumn | undefined, at: number, home: number): void {
    const from = names ? names.offsets[at] : 0;
    const to = names ? names.offsets[at + 1] : 0;
    if (names && to > from) {
      const before = this.named.size;
      const name = this.named.add(names.bytes, from, to);
      if (this.named.size > before) {
        this.numberOfName = withRoom(this.numberOfName, name + 1);
        this.numberOfName[name] = this.next++;
      }
      this.column[row] = this.numberOfName[name];
    } else if (home !== NONE) {
      if (this.numberOfHome[home] === NONE) this.numberOfHome[home] = this.next++;
      this.column[row] = this.numberOfHome[home];
    }
  }
}
