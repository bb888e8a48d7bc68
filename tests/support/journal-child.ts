/**
 * A process that appends to a journal until it is killed. Says `seq count` on stdout for every record that was acknowledged.
 * Arguments: folder, first count, seed.
 */
import { writeSync } from 'node:fs';
import { openJournal } from '../../electron/services/journal.ts';

const [folder, from, seed] = process.argv.slice(2);
let count = Number(from);
let state = Number(seed);

/** Small numbers from a linear congruence (Numerical Recipes): enough to vary the sizes. */
function next(most: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return (state >>> 8) % most;
}

const journal = await openJournal({ folder, now: Date.now, segmentBytes: 4096 });
for (;;) {
  const appends = Array.from({ length: 1 + next(5) }, () =>
    journal.append(
      Array.from({ length: 1 + next(8) }, () => ({
        kind: 'audit' as const,
        action: 'kill',
        detail: 'x'.repeat(next(400)),
        count: count++,
      })),
    ),
  );
  for (const append of appends) {
    const records = await append;
    const lines = records.map(
      (record) => `${record.seq} ${record.body.kind === 'audit' ? record.body.count : -1}\n`,
    );
    writeSync(1, lines.join(''));
  }
}
