import { beforeEach, describe, expect, it } from 'vitest';
import { type AccessState, importKeys, NO_ACCESS } from '../../../../renderer/worker/access-state.ts';
import { openCaseNotes, sealCaseNote } from '../../../../renderer/worker/case-notes.ts';
import type { CaseEvent } from '../../../../shared/cases/case-event.ts';
import { key } from '../../../support/sealed-window.ts';

const TEXT = '她说孩子还在屋里 13800138000';
const event = (n: number, id: string, sealed: CaseEvent['sealed']) => ({ n, id, sealed }) as CaseEvent;

let access: AccessState;
beforeEach(() => {
  access = NO_ACCESS();
});

describe('a note of a case', () => {
  it('is never kept in clear: without a vault, or with a locked one, it is refused', async () => {
    await expect(sealCaseNote(access, 'k-1', TEXT)).rejects.toMatchObject({ code: 'vault-needed' });
    access.vault = true;
    await expect(sealCaseNote(access, 'k-1', TEXT)).rejects.toMatchObject({ code: 'vault-locked' });
  });

  it('is read with the key alone, and only in the event that it was written for', async () => {
    access.vault = true;
    access.personal = await importKeys([key('pii-0000000000000002', 2)], 'pii');
    const sealed = await sealCaseNote(access, 'k-1', TEXT);
    expect(JSON.stringify(sealed)).not.toContain('138');
    const events = [event(1, 'k-0', null), event(2, 'k-1', sealed), event(3, 'k-2', sealed)];
    expect([...(await openCaseNotes(access, events))]).toEqual([[2, TEXT]]);
    access.personal = [];
    expect((await openCaseNotes(access, events)).size).toBe(0);
  });
});
