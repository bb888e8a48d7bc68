/**
 * Where the nodes of wanted ways lie: their ids sorted in one typed array, 16 bytes per node. Owns the collecting,
 * the filling and the look-up; ids are whole numbers up to 2^53.
 */

/** Stands for a node that the file does not hold. */
const ABSENT = -0x80000000;

/** Ids as they come, with repeats. */
export class NodeIds {
  private ids = new Float64Array(1024);
  private count = 0;

  /** With repeats that were not found yet. */
  get size(): number {
    return this.count;
  }

  add(id: number): void {
    if (this.count === this.ids.length) this.grow();
    this.ids[this.count++] = id;
  }

  /** The places of these nodes, not filled yet. This list is given up. */
  places(): NodePlaces {
    this.compact();
    const ids = this.ids.slice(0, this.count);
    this.ids = new Float64Array(0);
    this.count = 0;
    return new NodePlaces(ids);
  }

  /** Sorted and each once; only if that frees less than half of the room it is made larger. */
  private grow(): void {
    this.compact();
    if (this.count < this.ids.length / 2) return;
    const larger = new Float64Array(this.ids.length * 2);
    larger.set(this.ids);
    this.ids = larger;
  }

  private compact(): void {
    const used = this.ids.subarray(0, this.count).sort();
    let kept = 0;
    for (let at = 0; at < used.length; at++) {
      if (kept === 0 || used[at] !== used[kept - 1]) used[kept++] = used[at];
    }
    this.count = kept;
  }
}

export class NodePlaces {
  private readonly ids: Float64Array;
  /** x, y per id in whole 1e-7 degrees. */
  private readonly places: Int32Array;
  /** Nodes of a file mostly come in order: the next one is looked for right behind the last. */
  private last = 0;

  constructor(ids: Float64Array) {
    this.ids = ids;
    this.places = new Int32Array(ids.length * 2).fill(ABSENT);
  }

  /** Keeps the place when the node is wanted. Places outside of the globe are left out. */
  fill(id: number, x: number, y: number): void {
    if (Math.abs(x) > 1_800_000_000 || Math.abs(y) > 900_000_000) return;
    const at = this.find(id);
    if (at < 0) return;
    this.places[at * 2] = x;
    this.places[at * 2 + 1] = y;
  }

  /** Longitude and latitude in degrees; null: not in the file. */
  at(id: number): [number, number] | null {
    const at = this.find(id);
    if (at < 0 || this.places[at * 2] === ABSENT) return null;
    return [this.places[at * 2] / 1e7, this.places[at * 2 + 1] / 1e7];
  }

  private find(id: number): number {
    const { ids } = this;
    let low = 0;
    let high = ids.length - 1;
    const { last } = this;
    if (ids[last] <= id) {
      low = last;
      // Gallops: the wanted id is near in a sorted file.
      let step = 1;
      while (low + step < ids.length && ids[low + step] < id) {
        low += step;
        step *= 2;
      }
      high = Math.min(high, low + step);
    } else high = last;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ids[middle] < id) low = middle + 1;
      else high = middle;
    }
    if (low < ids.length) this.last = low;
    return ids[low] === id ? low : -1;
  }
}
