import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { applyRecords } from '../../../../renderer/store/apply-records.ts';
import { closeDatabases } from '../../../../renderer/store/databases.ts';
import { readHandovers } from '../../../../renderer/store/shift-ledger.ts';
import { JournalRecordSchema } from '../../../../shared/host/journal-record.ts';
import { freshDatabases, reopened } from './fresh-databases.ts';

// As the journal has them: later versions of the program must read them.
const KEPT = JSON.parse(readFileSync(join(import.meta.dirname, 'golden/shift-records-1.json'), 'utf8'));

it('shifts handed over are read from the records of before, once each, the newest first', async () => {
  const records = v.parse(v.array(JournalRecordSchema), KEPT);
  expect(records).toEqual(KEPT);
  const [handed, taken] = records;
  let databases = await freshDatabases();
  await applyRecords(databases, [handed]);
  const [waiting] = await readHandovers(databases);
  expect(waiting).toMatchObject({ id: 'h-0123456789abcdef', signedInBy: '', takenAt: 0 });
  await applyRecords(databases, [handed, taken]);
  const { body } = handed;
  if (body.kind !== 'shift.handedOver') throw new Error('not a handover');
  const later = { ...body.handover, id: 'h-later1', at: body.handover.at + 1 };
  await applyRecords(databases, [{ ...handed, seq: 3, body: { ...body, handover: later } }]);
  databases = await reopened(databases);
  expect(await readHandovers(databases)).toMatchObject([
    { id: 'h-later1', signedInBy: '' },
    { ...waiting, signedInBy: 'p-fedcba9876543210', takenAt: 1796000060000 },
  ]);
  closeDatabases(databases);
});
