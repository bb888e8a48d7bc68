/** Timing for benches: medians of repeated runs after a warm-up, and a seeded random source. */

/** Median of a list; the list is not changed. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median milliseconds of `runs` runs, after one that does not count. */
export async function time(runs: number, work: () => unknown): Promise<number> {
  await work();
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return median(times);
}

/** Median milliseconds of two sides in turns, so that whatever else the machine does falls on both. */
export async function timeBoth(
  runs: number,
  ours: () => unknown,
  theirs: () => unknown,
): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let i = 0; i < runs; i++)
    for (const [side, work] of [ours, theirs].entries()) {
      const start = performance.now();
      await work();
      times[side].push(performance.now() - start);
    }
  return [median(times[0]), median(times[1])];
}

/** mulberry32: small, seeded, good enough to place polygons. Values in [0, 1). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
