/**
 * The places of a partition, each once: whole millimetres with an id. A place asked for within the reach of a known one is
 * that one, so that two writings of the same corner are one corner. Owns the ids; nothing is ever taken out.
 */

export class PointTable {
  x = new Int32Array(1024);
  y = new Int32Array(1024);
  count = 0;
  private heads = new Int32Array(2048).fill(-1);
  private next = new Int32Array(1024);

  /** The id of the known place nearest to this within `reach` (millimetres, below 2), the first of equals; -1 for none. */
  find(x: number, y: number, reach: number): number {
    let found = -1;
    let nearest = reach * reach;
    const column = x >> 1;
    const row = y >> 1;
    const spread = reach > 0 ? 1 : 0;
    for (let i = column - spread; i <= column + spread; i++) {
      for (let j = row - spread; j <= row + spread; j++) {
        for (let id = this.heads[this.bucket(i, j)]; id >= 0; id = this.next[id]) {
          const dx = this.x[id] - x;
          const dy = this.y[id] - y;
          const distance = dx * dx + dy * dy;
          if (distance < nearest || (distance === nearest && (found < 0 || id < found))) {
            found = id;
            nearest = distance;
          }
        }
      }
    }
    return found;
  }

  /** The same, with a new id where none is within reach. */
  put(x: number, y: number, reach: number): number {
    // Most corners are written alike: one cell instead of nine.
    const same = this.find(x, y, 0);
    if (same >= 0) return same;
    const near = reach > 0 ? this.find(x, y, reach) : -1;
    if (near >= 0) return near;
    if (this.count === this.x.length) this.grow();
    const id = this.count++;
    this.x[id] = x;
    this.y[id] = y;
    const bucket = this.bucket(x >> 1, y >> 1);
    this.next[id] = this.heads[bucket];
    this.heads[bucket] = id;
    return id;
  }

  private bucket(column: number, row: number): number {
    const mixed = Math.imul(column, 0x9e3779b1) ^ Math.imul(row, 0x85ebca6b);
    return (mixed ^ (mixed >>> 15)) & (this.heads.length - 1);
  }

  private grow(): void {
    const length = this.x.length * 2;
    this.x = copy(this.x, length);
    this.y = copy(this.y, length);
    this.next = new Int32Array(length);
    this.heads = new Int32Array(length * 2).fill(-1);
    for (let id = 0; id < this.count; id++) {
      const bucket = this.bucket(this.x[id] >> 1, this.y[id] >> 1);
      this.next[id] = this.heads[bucket];
      this.heads[bucket] = id;
    }
  }
}

function copy(from: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(length);
  grown.set(from);
  return grown;
}
