import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { auditEvent } from '../../../../shared/access/audit.ts';
import { fromBase64 } from '../../../../shared/access/byte-text.ts';
import { importDataKey } from '../../../../shared/access/key-box.ts';
import { sealPersonal } from '../../../../shared/access/sealed.ts';
import type { JournalBody } from '../../../../shared/host/journal-record.ts';
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

/** Marks in clear under a folder, in any spelling that a file of ours might have. */
function marksIn(folder: string, marks: readonly string[]): string[] {
  const found: string[] = [];
  for (const path of files(folder)) {
    const bytes = readFileSync(path);
    for (const mark of marks) {
      const escaped = JSON.stringify(mark).slice(1, -1);
      const forms = [Buffer.from(mark), Buffer.from(escaped), Buffer.from(mark, 'utf16le')];
      if (forms.some((form) => bytes.includes(form))) found.push(`${mark} in ${path}`);
    }
  }
  return found;
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
  expect(marksIn(folder, marks)).toEqual([]);
  expect(files(folder).length).toBeGreaterThanOrEqual(7);
});

const WRITTEN = 'x'.repeat(600);
const STAMP = { generation: 'g1', by: '' };
/** What the journal keeps of persons, with sealing left out on one path each. */
const UNSEALED: Record<string, JournalBody> = {
  'a note of a round': {
    kind: 'round.visited',
    ...{ round: 'r-abcdef', home: 'H1', state: 'done', ticked: [], by: '' },
    note: { plain: `${MARKS[3]} ${MARKS[0]}` },
  },
  'a change of a record': {
    kind: 'record.edited',
    ...STAMP,
    edit: '0123456789abcdef',
    edits: [
      {
        ...{ table: 'residents', key: 'b1', op: 'change', set: {}, geometry: {} },
        before: { set: {}, geometry: {} },
      },
    ],
    ...{ sealed: null, open: { '0/set/name': MARKS[0] }, undoOf: null },
  },
  'a notice list': {
    kind: 'notice.made',
    ...STAMP,
    ...{ id: 'n-abcdef', community: 'y', table: 'residents', tag: '', title: MARKS[0], purpose: 'visit' },
    ...{ words: '', ids: ['R1'], count: 1 },
  },
  'an old audit entry': { kind: 'audit', action: 'notice.list', detail: MARKS[0], count: 1 },
};

it.each(Object.entries(UNSEALED))('the search finds %s that was not sealed', async (_, body) => {
  const folder = temporaryFolder();
  const { journal, close } = await makeDesk(folder);
  await journal.append([{ kind: 'audit', action: 'test', detail: WRITTEN, count: 1 }, body]);
  await close();
  expect(marksIn(folder, MARKS)).toContain(
    `${MARKS[0]} in ${join(folder, 'journal', files(join(folder, 'journal'))[0].split('/').at(-1) ?? '')}`,
  );
});

it('the search finds a scan and a copy that were not sealed, in either spelling', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'a.linlisnap'), Buffer.concat([Buffer.alloc(64), Buffer.from(MARKS[0])]));
  writeFileSync(join(folder, 'b.picture'), Buffer.from(`..${MARKS[2]}`, 'utf16le'));
  expect(marksIn(folder, MARKS)).toHaveLength(2);
});
