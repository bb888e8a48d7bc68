import { join } from 'node:path';
import { expect, it } from 'vitest';
import { AuditLog, AuditReplay, NOBODY } from '../../../../../electron/services/audit-log.ts';
import { CaseBook } from '../../../../../electron/services/cases/case-book.ts';
import type { CaseDesk } from '../../../../../electron/services/cases/case-desk.ts';
import { ShiftBook, ShiftDesk } from '../../../../../electron/services/cases/shift-desk.ts';
import { openJournal } from '../../../../../electron/services/journal.ts';
import { seatActor } from '../../../../../shared/cases/case-actor.ts';
import { EMPTY_ROSTER } from '../../../../../shared/cases/roster.ts';
import { HandClock } from '../../../../support/host-fixtures.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const clock = new HandClock();

async function start(folder: string) {
  const book = new ShiftBook();
  const replay = new AuditReplay();
  const journal = await openJournal({
    ...{ folder: join(folder, 'journal'), now: clock.now },
    onReplay: (record) => {
      book.replay(record);
      replay.replay(record);
    },
  });
  journal.onAppended((records) => {
    for (const record of records) book.replay(record);
  });
  const audit = await AuditLog.open({ folder, journal, now: clock.now, replay, anchor: null });
  const commander: CaseDesk['commander'] = (_session, seat) => ({
    actor: seatActor(seat, []),
    audit: NOBODY,
  });
  const desk = new ShiftDesk({
    ...{ cases: { commander }, book, files: new CaseBook(), audit, now: clock.now },
    alerts: () => [{ id: 'a1', acknowledged: false } as never],
    feeds: () => [],
    roster: () => EMPTY_ROSTER,
  });
  return { desk, book, journal };
}

it('a shift is written down with its audit entry, taken over by one other person, and there after a start', async () => {
  const folder = temporaryFolder();
  const first = await start(folder);
  const sitting = { session: null, id: 'h-abcdef12' } as const;
  await expect(first.desk.handOver({ ...sitting, seat: 'worker' })).rejects.toMatchObject({
    code: 'not-allowed',
  });
  await first.desk.handOver({ ...sitting, seat: 'operator' });
  await first.desk.handOver({ ...sitting, seat: 'supervisor' });
  const take = (seat: 'operator' | 'supervisor') => first.desk.takeOver({ ...sitting, seat });
  await expect(take('operator')).rejects.toMatchObject({ code: 'not-allowed' });
  await Promise.all([take('supervisor'), take('supervisor')]);
  await expect(take('operator')).rejects.toMatchObject({ code: 'conflict' });
  const kinds = (await first.journal.read(0, 100)).map(({ body }) => body.kind);
  expect(kinds).toEqual(['shift.handedOver', 'audit', 'shift.takenOver', 'audit']);
  const before = first.book.get(sitting.id);
  expect(before).toMatchObject({
    ...{ alerts: ['a1'], signedOutBy: 'seat-operator', signedInBy: 'seat-supervisor', post: 'duty' },
  });
  await first.journal.close();
  const again = await start(folder);
  expect(again.book.get(sitting.id)).toEqual(before);
  await again.journal.close();
});
