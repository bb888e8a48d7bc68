/**
 * Boxes by place that come and go: squares of 65.5 m that list what touches them. Built for edits, where a packed tree would
 * have to be made again. Owns the lists; answers are rising ids, so that what is found does not depend on what was done before.
 */

/** Minimum x, minimum y, maximum x, maximum y; whole millimetres. */
export type Box = readonly [number, number, number, number];

const SHIFT = 16;
/** A square's number: rows and columns of the lattice fit in 11 bits. */
const ROWS = 2048;
const HALF = 1024;
/** What lies over more squares than this (a river, the streets) is asked each time instead. */
const MOST_SQUARES = 1024;

export class BoxIndex {
  private readonly boxes = new Map<number, Box>();
  private readonly squares = new Map<number, Set<number>>();
  private readonly wide = new Set<number>();

  box(id: number): Box | undefined {
    return this.boxes.get(id);
  }

  set(id: number, box: Box): void {
    this.delete(id);
    this.boxes.set(id, box);
    if (squareCount(box) > MOST_SQUARES) {
      this.wide.add(id);
      return;
    }
    eachSquare(box, (square) => {
      const list = this.squares.get(square);
      if (list) list.add(id);
      else this.squares.set(square, new Set([id]));
    });
  }

  delete(id: number): void {
    const box = this.boxes.get(id);
    if (!box) return;
    this.boxes.delete(id);
    if (this.wide.delete(id)) return;
    eachSquare(box, (square) => {
      const list = this.squares.get(square);
      list?.delete(id);
      if (list?.size === 0) this.squares.delete(square);
    });
  }

  /** Ids whose boxes touch this one, rising. */
  search(box: Box): number[] {
    const found = new Set<number>();
    const offer = (id: number) => {
      const other = this.boxes.get(id);
      if (other && touch(other, box)) found.add(id);
    };
    for (const id of this.wide) offer(id);
    if (squareCount(box) > this.squares.size)
      for (const list of this.squares.values()) for (const id of list) offer(id);
    else
      eachSquare(box, (square) => {
        for (const id of this.squares.get(square) ?? []) offer(id);
      });
    return [...found].sort((a, b) => a - b);
  }
}

function touch(a: Box, b: Box): boolean {
  return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
}

function squareCount([west, south, east, north]: Box): number {
  return ((east >> SHIFT) - (west >> SHIFT) + 1) * ((north >> SHIFT) - (south >> SHIFT) + 1);
}

function eachSquare([west, south, east, north]: Box, visit: (square: number) => void): void {
  for (let i = west >> SHIFT; i <= east >> SHIFT; i++)
    for (let j = south >> SHIFT; j <= north >> SHIFT; j++) visit((i + HALF) * ROWS + j + HALF);
}
