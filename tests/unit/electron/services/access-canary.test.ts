import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { auditEvent } from '../../../../shared/access/audit.ts';
import { fromBase64 } from '../../../../shared/access/byte-text.ts';
import { importDataKey } from '../../../../shared/access/key-box.ts';
import { sealPersonal } from '../../../../shared/access/sealed.ts';
import { fastPassphrases } from '../../../support/fast-passphrases.ts';
import { makeDesk, PASSPHRASE } from '../../../support/made-desk.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let undo: () => void;
beforeAll(() => {
  undo = fastPassphrases();
});
afterAll(() => undo());

/** Long enough not to occur by chance among random letters. */
const PIN = '258014796321';
const ADMIN = { name: '沈鹭鸶', pin: PIN };

/** Marks that occur nowhere else: a resident's name, id number, phone, a reason in words, a colleague's name. */
const MARKS = ['朱鸢尾', '320502194001019999', '13899990000', '听见她在哭', '徐蒲公英', PIN, PASSPHRASE];

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

it('no personal mark is in any byte of the profile after everything was used', {
  timeout: 60_000,
}, async () => {
  const folder = temporaryFolder();
  const { desk, audit, disclosure, close } = await makeDesk(folder);
  const { recoveryKey, session } = await desk.create(PASSPHRASE, false, ADMIN);
  const colleague = {
    id: null,
    name: MARKS[4],
    role: 'gridWorker' as const,
    grids: ['G1'],
    pin: '7913',
    expiresAt: null,
  };
  const worker = await desk.savePerson(session.token, colleague);
  const { token } = await desk.switchTo(worker, '7913');
  const { keys } = await desk.personalKeys(token);
  const key = await importDataKey(fromBase64(keys[0].bytes) ?? new Uint8Array(0));
  const note = await sealPersonal({ id: keys[0].id, key }, { kind: 'audit', id: 'note' }, { why: MARKS[3] });
  const { seal } = desk.status();
  const report = await sealPersonal(
    seal ?? { id: '', publicKey: '' },
    { kind: 'audit', id: 'note' },
    {
      name: MARKS[0],
      phone: MARKS[2],
    },
  );
  for (const subject of MARKS.slice(0, 3)) {
    await desk.appendAudit(token, [
      auditEvent('person.revealed', { subject, reason: 'visit', count: 1, grid: 'G1', note }),
      auditEvent('search.personal', { subject, note: report }),
    ]);
  }
  await disclosure.remember('A'.repeat(27), 0);
  await desk.unlock('passphrase', MARKS[0], session.person.id, PIN).catch(() => {});
  await desk.lock();
  await desk.unlock('recovery', recoveryKey, session.person.id, '');
  const subjects = new Set((await audit.read(0, 100)).map(({ subject }) => subject));
  expect(subjects.size).toBe(4);
  await close();

  const marks = [
    ...MARKS,
    ADMIN.name,
    recoveryKey,
    recoveryKey.replaceAll('-', ''),
    ...keys.map(({ bytes }) => bytes),
  ];
  const found: string[] = [];
  for (const path of files(folder)) {
    const bytes = readFileSync(path);
    for (const mark of marks) {
      const escaped = JSON.stringify(mark).slice(1, -1);
      const forms = [Buffer.from(mark), Buffer.from(escaped), Buffer.from(mark, 'utf16le')];
      if (forms.some((form) => bytes.includes(form))) found.push(`${mark} in ${path}`);
    }
  }
  expect(found).toEqual([]);
  expect(files(folder).length).toBeGreaterThanOrEqual(7);
});
