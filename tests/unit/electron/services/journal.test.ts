import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openJournal } from '../../../../electron/services/journal.ts';
import type { JournalBody, JournalRecord } from '../../../../shared/host/journal-record.ts';
import { auditBody } from '../../../support/host-fixtures.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const now = () => 1000;

async function replayed(folder: string): Promise<JournalRecord[]> {
  const records: JournalRecord[] = [];
  const journal = await openJournal({ folder, now, onReplay: (record) => records.push(record) });
  await journal.close();
  return records;
}

function segmentsOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.seg'))
    .sort()
    .map((name) => join(folder, name));
}

/** A journal of `count` single-record frames, in segments of about `segmentBytes`. */
async function filled(folder: string, count: number, segmentBytes?: number): Promise<void> {
  const journal = await openJournal({ folder, now, segmentBytes });
  for (let i = 1; i <= count; i++) await journal.append([auditBody(i)]);
  await journal.close();
}

// Thousands of small flushes: slow on a busy disk.
describe('the journal', { timeout: 120_000 }, () => {
  it('counts from 1 without holes and gives back what was appended', async () => {
    const folder = temporaryFolder();
    const journal = await openJournal({ folder, now });
    const [first, second] = await Promise.all([
      journal.append([auditBody(1), auditBody(2)]),
      journal.append([auditBody(3)]),
    ]);
    expect([...first, ...second].map((record) => record.seq)).toEqual([1, 2, 3]);
    expect(journal.last).toBe(3);
    expect((await journal.read(0, 100)).map((record) => record.body)).toEqual(
      [1, 2, 3].map((n) => auditBody(n)),
    );
    expect((await journal.read(1, 1)).map((record) => record.seq)).toEqual([2]);
    expect(await journal.read(3, 10)).toEqual([]);
    await journal.close();
  });

  it('tells of every record in order, before the append resolves', async () => {
    const journal = await openJournal({ folder: temporaryFolder(), now });
    const heard: number[] = [];
    journal.onAppended((records) => heard.push(...records.map((record) => record.seq)));
    await journal.append([auditBody(1)]);
    expect(heard).toEqual([1]);
    await Promise.all([journal.append([auditBody(2)]), journal.append([auditBody(3)])]);
    expect(heard).toEqual([1, 2, 3]);
    await journal.close();
  });

  it('holds any run of appends over restarts and segments', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 });
    const body: fc.Arbitrary<JournalBody> = fc.oneof(
      fc.record({ kind: fc.constant('audit' as const), action: text, detail: text, count: fc.integer() }),
      fc.record({
        kind: fc.constant('plan.assigned' as const),
        generation: text,
        plan: text,
        buildings: fc.array(fc.nat(), { maxLength: 5 }),
        before: fc.array(fc.nat(), { maxLength: 5 }),
        after: fc.nat(),
      }),
    );
    const runs = fc.array(fc.array(fc.array(body, { minLength: 1, maxLength: 4 }), { maxLength: 5 }), {
      maxLength: 4,
    });
    const folder = temporaryFolder();
    let round = 0;
    await fc.assert(
      fc.asyncProperty(runs, fc.integer({ min: 1, max: 600 }), async (sessions, segmentBytes) => {
        const own = join(folder, String(round++));
        const expected: JournalBody[] = [];
        for (const appends of sessions) {
          const journal = await openJournal({ folder: own, now, segmentBytes });
          await Promise.all(appends.map((bodies) => journal.append(bodies)));
          for (const bodies of appends) expected.push(...bodies);
          const after = Math.floor(expected.length / 2);
          expect((await journal.read(after, 1000)).map((r) => r.body)).toEqual(expected.slice(after));
          await journal.close();
        }
        const records = await replayed(own);
        expect(records.map((r) => r.body)).toEqual(expected);
        expect(records.map((r) => r.seq)).toEqual(expected.map((_, i) => i + 1));
      }),
      { numRuns: process.env['LINLI_LONG'] ? 1000 : 40 },
    );
  });

  it('cuts a tail torn at any byte and goes on with the next number', async () => {
    const whole = temporaryFolder();
    await filled(whole, 3);
    const [segment] = segmentsOf(whole);
    const bytes = statSync(segment).size;
    const lengths = [0];
    for (let n = 1; n <= 3; n++) {
      const partial = temporaryFolder();
      await filled(partial, n);
      lengths.push(statSync(segmentsOf(partial)[0]).size);
    }
    const torn = temporaryFolder();
    for (let cut = 0; cut < bytes; cut++) {
      const folder = join(torn, String(cut));
      mkdirSync(folder);
      const copy = join(folder, '0000000000000001.seg');
      copyFileSync(segment, copy);
      truncateSync(copy, cut);
      const kept = lengths.filter((length) => length > 0 && length <= cut).length;
      const journal = await openJournal({ folder, now });
      expect(journal.last).toBe(kept);
      const [next] = await journal.append([auditBody(99)]);
      expect(next.seq).toBe(kept + 1);
      await journal.close();
      expect((await replayed(folder)).map((r) => r.seq)).toEqual(
        Array.from({ length: kept + 1 }, (_, i) => i + 1),
      );
    }
  });

  it('cuts a tail of zeros, as power loss leaves it', async () => {
    const folder = temporaryFolder();
    await filled(folder, 2);
    const [segment] = segmentsOf(folder);
    const bytes = readFileSync(segment);
    writeFileSync(segment, Buffer.concat([bytes, Buffer.alloc(4096)]));
    expect((await replayed(folder)).length).toBe(2);
    expect(statSync(segment).size).toBe(bytes.length);
  });

  it('refuses damage that is no torn tail, and changes nothing', async () => {
    const folder = temporaryFolder();
    await filled(folder, 6, 250);
    const segments = segmentsOf(folder);
    expect(segments.length).toBeGreaterThan(1);
    for (const [index, segment] of segments.entries()) {
      const good = readFileSync(segment);
      const spots = index === segments.length - 1 ? [] : [9, good.length - 2];
      for (const spot of spots) {
        const bad = Buffer.from(good);
        bad[spot] ^= 0x40;
        writeFileSync(segment, bad);
        await expect(openJournal({ folder, now })).rejects.toMatchObject({ code: 'journal-broken' });
        expect(readFileSync(segment)).toEqual(bad);
      }
      writeFileSync(segment, good);
    }
    expect((await replayed(folder)).length).toBe(6);
  });

  it('refuses a damaged record in the last segment when whole ones follow it', async () => {
    const folder = temporaryFolder();
    await filled(folder, 4);
    const [segment] = segmentsOf(folder);
    const bytes = readFileSync(segment);
    for (const spot of [0, 10, 14, 40]) {
      const bad = Buffer.from(bytes);
      bad[spot] ^= 1;
      writeFileSync(segment, bad);
      await expect(openJournal({ folder, now })).rejects.toMatchObject({ code: 'journal-broken' });
    }
  });

  it('refuses a missing segment', async () => {
    const folder = temporaryFolder();
    await filled(folder, 9, 250);
    const { rmSync } = await import('node:fs');
    rmSync(segmentsOf(folder)[1]);
    await expect(openJournal({ folder, now })).rejects.toMatchObject({ code: 'journal-broken' });
  });

  it('has one writer, and takes over the lock of a dead one', async () => {
    const folder = temporaryFolder();
    const journal = await openJournal({ folder, now });
    await expect(openJournal({ folder, now })).rejects.toMatchObject({ code: 'journal-broken' });
    await journal.close();
    writeFileSync(join(folder, 'lock'), JSON.stringify({ pid: 2 ** 22 + 1, started: '1', note: '' }));
    const next = await openJournal({ folder, now });
    await next.close();
    expect(readdirSync(folder)).not.toContain('lock');
  });

  it('is for its owner alone', async () => {
    const folder = join(temporaryFolder(), 'journal');
    await filled(folder, 1);
    if (process.platform === 'win32') return;
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(segmentsOf(folder)[0]).mode & 0o777).toBe(0o600);
  });

  it('refuses what JSON cannot hold and uses no number for it', async () => {
    const journal = await openJournal({ folder: temporaryFolder(), now });
    await expect(journal.append([auditBody(Number.POSITIVE_INFINITY)])).rejects.toMatchObject({
      code: 'bad-arguments',
    });
    expect((await journal.append([auditBody(1)]))[0].seq).toBe(1);
    await journal.close();
    await expect(journal.append([auditBody(2)])).rejects.toMatchObject({ code: 'disconnected' });
  });
});
