import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJournal } from '../../../../electron/services/journal.ts';
import { builtChild, killed } from '../../../support/killed-child.ts';

/** A fresh journal after so many rounds: reading an ever longer one back would take most of the time. */
const ROUNDS_PER_JOURNAL = 20;
const ROUNDS = process.env['LINLI_LONG'] ? 200 : 10;
let work: string;
let child: string;

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'linli-kill-'));
  child = await builtChild('journal-child.ts', work);
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** By number in the journal, what it said was kept. */
async function appended(
  folder: string,
  from: number,
  seed: number,
  lines: number,
): Promise<Map<number, number>> {
  const said = await killed(child, [folder, String(from), String(seed)], lines);
  return new Map(said.map((line) => line.split(' ').map(Number) as [number, number]));
}

describe('kill -9 while appending', () => {
  it(
    `loses and repeats nothing that was acknowledged (${ROUNDS} rounds)`,
    async () => {
      let folder = '';
      let acknowledged = new Map<number, number>();
      for (let round = 0; round < ROUNDS; round++) {
        if (round % ROUNDS_PER_JOURNAL === 0) {
          folder = join(work, `journal-${round}`);
          acknowledged = new Map();
        }
        const said = await appended(folder, round * 1_000_000, round + 1, 1 + ((round * 37) % 150));
        for (const [seq, count] of said) {
          expect(acknowledged.has(seq)).toBe(false);
          acknowledged.set(seq, count);
        }
        const found = new Map<number, number>();
        let expected = 1;
        const journal = await openJournal({
          folder,
          now: Date.now,
          onReplay: ({ seq, body }) => {
            expect(seq).toBe(expected++);
            found.set(seq, body.kind === 'audit' ? body.count : -1);
          },
        });
        await journal.close();
        for (const [seq, count] of acknowledged) expect(found.get(seq)).toBe(count);
        expect(new Set(found.values()).size).toBe(found.size);
        // What was written but not acknowledged may stand: the next round must not be given its numbers.
        for (const [seq, count] of found) acknowledged.set(seq, count);
        expect(acknowledged.size).toBeGreaterThan(round % ROUNDS_PER_JOURNAL);
      }
    },
    ROUNDS * 3000 + 10_000,
  );
});
