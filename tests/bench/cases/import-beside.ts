/**
 * What goes on beside an import: import.stall, the longest task of the page while its worker imports the file of import.csv, and the
 * span over which the process is watched for import.memory (tests/bench/memory.mjs).
 */

import { atMost, type BenchResult } from '../result.ts';
import type { ImportSpan } from './import.ts';

/** Shorter tasks are not told by the browser (Long Tasks API). */
const LEAST_TOLD = 50;
const TARGET_MS = 100;

/** @param run the import, in a worker. The page draws all the while, as a page with a progress bar does. */
export async function importStall(run: () => Promise<ImportSpan>): Promise<BenchResult[]> {
  let longest = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  });
  observer.observe({ type: 'longtask' });
  const bar = document.createElement('progress');
  document.body.append(bar);
  let drawing = 0;
  const draw = (at: number) => {
    bar.value = (at % 1000) / 1000;
    drawing = requestAnimationFrame(draw);
  };
  draw(0);
  try {
    await run();
    await new Promise((done) => setTimeout(done, 100));
  } finally {
    observer.disconnect();
    cancelAnimationFrame(drawing);
    bar.remove();
  }
  const value = Math.max(longest, LEAST_TOLD);
  const reference = longest > 0 ? 'a tenth of a second' : 'a tenth of a second (no task of 50 ms)';
  return [atMost({ name: 'import.stall', value, unit: 'ms', reference, referenceValue: TARGET_MS }, 1)];
}
