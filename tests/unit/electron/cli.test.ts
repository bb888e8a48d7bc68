import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../../electron/cli.ts';
import { openJournal } from '../../../electron/services/journal.ts';
import { openProfile } from '../../../electron/services/profile.ts';
import { auditBody } from '../../support/host-fixtures.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function run(...args: string[]) {
  let out = '';
  let note = '';
  const code = await runCli(args, {
    out: (text) => {
      out += text;
    },
    note: (text) => {
      note += text;
    },
  });
  return { code, out, note };
}

describe('the command line', { timeout: 30_000 }, () => {
  it('documents itself', async () => {
    const help = await run('--help');
    expect(help.code).toBe(0);
    expect(help.out).toContain('profile');
    expect(await run('profile', '--help')).toMatchObject({
      code: 0,
      out: expect.stringContaining('--profile DIR'),
    });
  });

  it('says what was wrong on stderr, with exit code 2, and nothing on stdout', async () => {
    for (const args of [
      [],
      ['no-such'],
      ['profile', '--wrong'],
      ['profile', '--profile', temporaryFolder()],
    ]) {
      const { code, out, note } = await run(...args);
      expect([code, out]).toEqual([2, '']);
      expect(note.length).toBeGreaterThan(10);
    }
  });

  it('shows a profile and the state of its journal, and changes nothing', async () => {
    const folder = temporaryFolder();
    const profile = await openProfile(folder);
    const journal = await openJournal({ folder: join(folder, 'journal'), now: () => 1 });
    await journal.append([auditBody(1)]);
    await journal.append([auditBody(2)]);
    await journal.close();
    const held = JSON.parse((await run('profile', '--profile', folder)).out);
    expect(held).toMatchObject({ id: profile.id, heldBy: process.pid, journal: { whole: true, records: 2 } });
    await profile.release();
    const [segment] = readdirSync(join(folder, 'journal'));
    const path = join(folder, 'journal', segment);
    appendFileSync(path, 'torn');
    expect(await run('profile', '--profile', folder)).toMatchObject({ code: 0 });
    writeFileSync(
      path,
      Buffer.concat([Buffer.from('x'), (await import('node:fs')).readFileSync(path).subarray(1)]),
    );
    const broken = await run('profile', '--profile', folder);
    expect([broken.code, JSON.parse(broken.out).journal.whole]).toEqual([1, false]);
  });
});
