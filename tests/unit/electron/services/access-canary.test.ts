import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { auditEvent } from '../../../../shared/access/audit.ts';
import { fromBase64 } from '../../../../shared/access/byte-text.ts';
import { importDataKey } from '../../../../shared/access/key-box.ts';
import { sealPersonal } from '../../../../shared/access/sealed.ts';
import type { JournalBody } from '../../../../shared/host/journal-record.ts';
import { filesBelow, marksIn, spellingsOf } from '../../../support/clear-marks.ts';
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
  expect(filesBelow(folder).length).toBeGreaterThanOrEqual(7);
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
  expect(marksIn(join(folder, 'journal'), MARKS)).toContainEqual(expect.stringContaining(MARKS[0]));
});

it.each(Object.keys(spellingsOf(MARKS[0])))(
  'the search finds a scan or a copy that was not sealed, as %s',
  (name) => {
    for (const mark of [MARKS[0], MARKS[2]]) {
      const folder = temporaryFolder();
      const text = Buffer.concat([Buffer.from([64]), spellingsOf(mark)[name], Buffer.from([64])]);
      writeFileSync(join(folder, 'a.linlisnap'), text);
      expect(marksIn(folder, MARKS)).toHaveLength(1);
    }
  },
);

it.each([0, 1, 2, 3])('base64 is found wherever the text lies in it: after %i bytes', (before) => {
  const folder = temporaryFolder();
  const text = `${'x'.repeat(before)}${MARKS[3]}zz`;
  writeFileSync(join(folder, 'a'), Buffer.from(text).toString('base64'));
  writeFileSync(join(folder, 'b'), Buffer.from(text).toString('base64url'));
  expect(marksIn(folder, MARKS)).toHaveLength(2);
});
