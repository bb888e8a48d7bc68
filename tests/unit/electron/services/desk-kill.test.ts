import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtChild, killed } from '../../../support/killed-child.ts';
import { ADMIN, makeDesk, PASSPHRASE, PIN } from '../../../support/made-desk.ts';
import { oneChange } from '../../../support/record-change.ts';
import { random } from '../../../support/seeded-random.ts';

const ROUNDS = process.env['LINLI_LONG'] ? 40 : 4;
let work: string;
let child: string;

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'linli-kill-'));
  child = await builtChild('desk-child.ts', join(work, 'script'));
}, 120_000);
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe('kill -9 of the host', { timeout: ROUNDS * 20_000 + 60_000 }, () => {
  it('while changes are saved: each confirmed one is kept once with its audit entry, one under way whole or not at all', async () => {
    const folder = join(work, 'edits');
    const next = random(31);
    let confirmed = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const said = await killed(child, [folder, 'edit', String(confirmed)], 1 + Math.floor(next() * 60));
      const made = await makeDesk(folder);
      const { last } = made.journal;
      for (const line of said) {
        const [number, seq] = line.split(' ').map(Number);
        // Sent again, as a page does whose answer was lost: it is known, and nothing is added.
        expect(await made.records.edit(oneChange(number))).toEqual({ first: seq, last: seq });
        expect(number).toBe(confirmed++);
      }
      expect(made.journal.last).toBe(last);
      const kinds = (await made.journal.read(0, 100_000)).map(({ body }) => body.kind);
      expect(kinds).toEqual(kinds.map((_, i) => (i % 2 === 0 ? 'record.edited' : 'audit')));
      const kept = kinds.length / 2;
      expect([confirmed, confirmed + 1]).toContain(kept);
      expect(made.audit.status()).toMatchObject({ n: kept, breaks: [] });
      confirmed = kept;
      await made.close();
    }
    expect(confirmed).toBeGreaterThan(ROUNDS);
  });

  it('while the data keys are changed: the vault opens by its passphrase, with every key that anything was written under', async () => {
    const folder = join(work, 'keys');
    const first = await makeDesk(folder);
    await first.desk.create(PASSPHRASE, false, ADMIN);
    const known = new Set(Object.values(first.desk.status().keys));
    await first.close();
    const next = random(32);
    for (let round = 0; round < ROUNDS; round++) {
      const lines = 1 + Math.floor(next() * 2);
      const said = await killed(child, [folder, 'rotate', '0'], lines, Math.floor(next() * 400));
      const made = await makeDesk(folder);
      const [{ id }] = await made.desk.listPeople();
      const session = await made.desk.unlock('passphrase', PASSPHRASE, id, PIN);
      const pii = (await made.desk.personalKeys(session?.token ?? '')).keys;
      const core = (await made.desk.coreKeys()).keys;
      for (const line of said) for (const key of line.split(' ')) known.add(key);
      const held = [...pii, ...core];
      for (const key of known) expect(held.map((each) => each.id)).toContain(key);
      for (const keys of [pii, core]) expect(keys.filter(({ state }) => state === 'active')).toHaveLength(1);
      // One change under way may have been made as well.
      expect(held.filter((each) => !known.has(each.id)).length).toBeLessThanOrEqual(1);
      for (const each of held) known.add(each.id);
      expect(made.audit.status().breaks).toEqual([]);
      await made.close();
    }
    expect(known.size).toBeGreaterThan(2 + ROUNDS);
  });
});
