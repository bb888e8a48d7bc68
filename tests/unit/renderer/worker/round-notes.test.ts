import { beforeEach, describe, expect, it } from 'vitest';
import { type AccessState, importKeys, NO_ACCESS } from '../../../../renderer/worker/access-state.ts';
import { openNotes, sealNote } from '../../../../renderer/worker/round-notes.ts';
import type { Round, RoundNote } from '../../../../shared/work/round.ts';
import { key } from '../../../support/sealed-window.ts';

const NOTE = { round: 'r-abcdef', home: 'H1', note: '听见她在哭 13800138000' };
const PII = [key('pii-0000000000000002', 2)];
const LATER = [key('pii-0000000000000003', 3), key('pii-0000000000000002', 2, 'retired')];

function roundWith(visits: Record<string, RoundNote>): Round {
  const seen = { state: 'done' as const, ticked: [], by: '', at: 1 };
  return {
    ...{
      id: NOTE.round,
      generation: 'g1',
      community: 'y',
      name: '走访',
      purpose: 'visit',
      words: '',
      items: [],
    },
    ...{ dueDay: 0, tag: '', homes: Object.keys(visits), by: '', at: 1, closedAt: 0 },
    visits: new Map(Object.entries(visits).map(([home, note]) => [home, { ...seen, note }])),
  };
}

let access: AccessState;
beforeEach(() => {
  access = NO_ACCESS();
});

describe('a note of a round', () => {
  it('is written plainly of made-up homes without a vault only', async () => {
    expect(await sealNote(access, true, NOTE)).toEqual({ plain: NOTE.note });
    await expect(sealNote(access, false, NOTE)).rejects.toMatchObject({ code: 'vault-needed' });
  });

  it('is refused while the vault is locked, of made-up homes too', async () => {
    access.vault = true;
    for (const demo of [true, false])
      await expect(sealNote(access, demo, NOTE)).rejects.toMatchObject({ code: 'vault-locked' });
  });

  it('is sealed, bound to its round and home, and read with the key alone, before and after a change of keys', async () => {
    access.vault = true;
    access.personal = await importKeys(PII, 'pii');
    const sealed = await sealNote(access, false, NOTE);
    expect(JSON.stringify(sealed)).not.toMatch(/听见|13800138000/);
    expect(sealed).toMatchObject({ key: PII[0].id });
    const round = roundWith({ H1: sealed, H2: sealed });
    expect([...(await openNotes(access, round))]).toEqual([['H1', NOTE.note]]);
    expect((await openNotes(access, { ...round, id: 'r-ffffff' })).size).toBe(0);
    access.personal = await importKeys(LATER, 'pii');
    expect((await openNotes(access, round)).get('H1')).toBe(NOTE.note);
    expect(await sealNote(access, false, NOTE)).toMatchObject({ key: LATER[0].id });
    access.personal = [];
    expect((await openNotes(access, round)).size).toBe(0);
  });
});
