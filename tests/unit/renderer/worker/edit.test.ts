import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closeDatabases, type Databases } from '../../../../renderer/store/databases.ts';
import { writeGeneration } from '../../../../renderer/store/generation.ts';
import { accessMethods } from '../../../../renderer/worker/access-methods.ts';
import { NO_ACCESS, writingKeys } from '../../../../renderer/worker/access-state.ts';
import { disclosed } from '../../../../renderer/worker/disclosure.ts';
import type { PreparedEdit } from '../../../../renderer/worker/edit-api.ts';
import { editMethods } from '../../../../renderer/worker/edit-methods.ts';
import type { EngineState } from '../../../../renderer/worker/engine-state.ts';
import { generationMethods } from '../../../../renderer/worker/generation-methods.ts';
import { questionMethods } from '../../../../renderer/worker/question-methods.ts';
import { toBase64 } from '../../../../shared/access/byte-text.ts';
import type { Role } from '../../../../shared/access/roles.ts';
import { withoutPersonal } from '../../../../shared/columns/bundle-codec.ts';
import type { JournalRecord } from '../../../../shared/host/journal-record.ts';
import type { CommunityBundle } from '../../../../shared/model/bundle.ts';
import { labelAt, linkAt } from '../../../../shared/query/column-access.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';
import { freshDatabases } from '../store/fresh-databases.ts';

const key = (id: string, fill: number) => ({
  id,
  state: 'active' as const,
  bytes: toBase64(new Uint8Array(32).fill(fill)),
});
const CORE = [key('core-0000000000000001', 1)];
const PII = [key('pii-0000000000000002', 2)];
const actor = (role: Role, grids: string[] = []) => ({ id: `p-${role}`, role, grids, expiresAt: null });

const SAMPLE = generateSample('cun', 1);
/** As if an office had imported it. */
const REAL: CommunityBundle = { ...SAMPLE, source: { kind: 'import', files: [] } };

let databases: Databases;
let state: EngineState;
/** What the host would hold. */
let journal: JournalRecord[];
beforeEach(async () => {
  databases = await freshDatabases();
  state = { databases, opened: null, abort: null, packed: null, seq: 0, core: false, access: NO_ACCESS() };
  journal = [];
});
afterEach(() => closeDatabases(databases));

const engineOf = (of: EngineState) => ({
  ...generationMethods(of),
  ...disclosed(of, questionMethods(of)),
  ...accessMethods(of),
  ...editMethods(of),
});
type Desk = ReturnType<typeof engineOf>;

async function opened(bundle: CommunityBundle, vault: boolean): Promise<Desk> {
  const desk = engineOf(state);
  if (vault) {
    await desk.holdCoreKeys(CORE);
    await desk.takeDesk(actor('administrator'), PII);
  }
  await writeGeneration(databases, 'g1', bundle, { keys: writingKeys(state.access, bundle), freeSpace: [] });
  expect((await desk.start({ profileId: 'test', witness: null, core: false })).outcome).toBe('fine');
  return desk;
}

/** As host and journal do. */
async function keep(desk: Desk, { body }: PreparedEdit): Promise<void> {
  const record: JournalRecord = {
    seq: journal.length + 1,
    at: 1_000 + journal.length,
    body: { kind: 'record.edited', ...body, by: '' },
  };
  journal.push(record);
  await desk.applyJournal([record]);
}

const residents = () => state.opened?.community.tables.residents;
const phone = (row: number) => labelAt(residents(), 'phone', row);
const rowOfId = (id: string) => {
  for (let row = 0; row < (residents()?.rows ?? 0); row++)
    if (labelAt(residents(), 'id', row) === id) return row;
  return -1;
};
const edits = (row: number, set: Record<string, string>) => ({
  edits: [{ table: 'residents' as const, op: 'change' as const, row, set }],
  confirmed: true,
});

describe('a sample without a vault', () => {
  test('is changed, moved, taken back, and the same after a start and from the journal alone', async () => {
    const desk = await opened(SAMPLE, false);
    const id = labelAt(residents(), 'id', 5);
    const before = phone(5);
    await keep(desk, await desk.prepareEdit(edits(5, { phone: '10612345678' })));
    expect(phone(5)).toBe('10612345678');
    const far = (state.opened?.community.tables.homes?.rows ?? 1) - 1;
    const move = await desk.prepareEdit({
      edits: [{ table: 'residents', op: 'change', row: 5, set: { home: { row: far }, household: 'new' } }],
      confirmed: true,
    });
    await keep(desk, move);
    const [place] = await desk.followRows([{ table: 'residents', row: 5 }]);
    expect(place).toBe(rowOfId(id));
    expect(linkAt(residents(), 'home', place ?? -1)).toBe(far);
    const now = state.opened?.bundle.tables;

    // A start reads it from the ledger; an emptied browser from the journal.
    const again = engineOf({ ...state, opened: null });
    expect((await again.start({ profileId: 'test', witness: null, core: false })).outcome).toBe('fine');
    closeDatabases(databases);
    databases = await freshDatabases();
    const fresh: EngineState = { ...state, databases, opened: null, seq: 0 };
    await writeGeneration(databases, 'g1', SAMPLE, { freeSpace: [] });
    const empty = engineOf(fresh);
    await empty.start({ profileId: 'test', witness: null, core: false });
    await empty.applyJournal(journal);
    expect(fresh.opened?.bundle.tables.residents?.columns['phone']).toEqual(now?.residents?.columns['phone']);
    expect(fresh.opened?.bundle.tables.residents?.columns['home']).toEqual(now?.residents?.columns['home']);

    state = fresh;
    await keep(empty, await empty.prepareUndo(move.body.edit));
    await expect(empty.prepareUndo(move.body.edit)).rejects.toMatchObject({ code: 'edit-undone' });
    const first = journal[0].body;
    if (first.kind !== 'record.edited') throw new Error('no edit');
    await keep(empty, await empty.prepareUndo(first.edit));
    expect(rowOfId(id)).toBe(5);
    expect(phone(5)).toBe(before);
    const history = await empty.editHistory({ table: 'residents', row: 5 });
    expect(history.map(({ undone, undoOf }) => [undone, undoOf !== null])).toEqual([
      [false, true],
      [false, true],
      [true, false],
      [true, false],
    ]);
  });

  test('what is typed carries its day, and a change taken back gives its field the source of before', async () => {
    const desk = await opened(SAMPLE, false);
    const sources = () => labelAt(residents(), 'sources', 5);
    const before = sources();
    expect(before).toMatch(/^示例 \d{4}-\d{2}-\d{2}$/);
    const first = await desk.prepareEdit(edits(5, { phone: '10612345678' }));
    await keep(desk, first);
    expect(sources()).toMatch(/^示例 [\d-]{10}; phone: 手工 \d{4}-\d{2}-\d{2}$/);
    await keep(desk, await desk.prepareEdit(edits(5, { name: '改名' })));
    expect(sources()).toMatch(/^示例 [\d-]{10}; name, phone: 手工 [\d-]{10}$/);
    // Another field was typed since: that does not stand in the way, and keeps its day.
    const back = await desk.prepareUndo(first.body.edit);
    await keep(desk, back);
    expect(sources()).toMatch(/^示例 [\d-]{10}; name: 手工 [\d-]{10}$/);
    await keep(desk, await desk.prepareUndo(back.body.edit));
    expect(sources()).toMatch(/^示例 [\d-]{10}; name, phone: 手工 [\d-]{10}$/);
    const told = (await desk.editHistory({ table: 'residents', row: 5 })).flatMap(({ fields }) => fields);
    expect(told.map(({ column }) => column)).toEqual(['phone', 'phone', 'name', 'phone']);
  });

  test('what was overtaken, is wrong, or changes nothing is refused by name', async () => {
    const desk = await opened(SAMPLE, false);
    const one = await desk.prepareEdit(edits(5, { phone: '10612345678' }));
    await keep(desk, one);
    await keep(desk, await desk.prepareEdit(edits(5, { phone: '10687654321' })));
    await expect(desk.prepareUndo(one.body.edit)).rejects.toMatchObject({ code: 'edit-overtaken' });
    await expect(desk.prepareUndo('00000000000000aa')).rejects.toMatchObject({
      code: 'edit-other-generation',
    });
    await expect(desk.prepareEdit(edits(5, { phone: '10687654321' }))).rejects.toMatchObject({
      code: 'edit-nothing',
    });
    await expect(desk.prepareEdit(edits(5, { phone: '1' }))).rejects.toMatchObject({ code: 'edit-invalid' });
    await expect(desk.prepareEdit(edits(9_999_999, { phone: '10612345678' }))).rejects.toMatchObject({
      code: 'edit-gone',
    });
    const seen = { ...edits(5, { phone: '10611112222' }).edits[0], expected: { phone: '10612345678' } };
    await expect(desk.prepareEdit({ edits: [seen], confirmed: true })).rejects.toMatchObject({
      code: 'edit-conflict',
    });
  });

  test('the plan keeps its buildings when their rows move', async () => {
    const desk = await opened(SAMPLE, false);
    const [slot] = await desk.slotsOf([3]);
    const id = labelAt(state.opened?.community.tables.buildings, 'id', 3);
    const body = {
      kind: 'plan.assigned',
      generation: 'g1',
      plan: 'plan-0',
      buildings: [slot],
      before: [0],
      after: 1,
    } as const;
    const assigned: JournalRecord = { seq: 1, at: 1, body: { ...body, buildings: [slot], before: [0] } };
    journal.push(assigned);
    await desk.applyJournal([assigned]);
    const set = { lng: 0, lat: 0, address: '零', floors: 1, use: 'residential' };
    await keep(
      desk,
      await desk.prepareEdit({ edits: [{ table: 'buildings', op: 'create', set }], confirmed: true }),
    );
    const { community } = state.opened!;
    const ids = Array.from({ length: community.tables.buildings?.rows ?? 0 }, (_, row) =>
      labelAt(community.tables.buildings, 'id', row),
    );
    const row = ids.indexOf(id);
    expect(await desk.slotsOf([row])).toEqual([slot]);
    expect(community.plan.gridOfBuilding[row]).toBe(1);
  });
});

describe('beside a vault', () => {
  const stored = async () => JSON.stringify([journal, await databases.ledger.overlay.toArray()]);

  test('personal values are sealed in journal and ledger, gone when it locks and back when it opens', async () => {
    const desk = await opened(REAL, true);
    await keep(desk, await desk.prepareEdit(edits(5, { phone: '10612345678', education: 'college' })));
    expect(phone(5)).toBe('10612345678');
    expect(await stored()).not.toContain('10612345678');
    await desk.takeDesk(null, null);
    expect(state.opened?.bundle.tables.residents?.columns['phone']).toBeUndefined();
    expect(labelAt(residents(), 'education', 5)).toBe('college');
    await expect(desk.prepareEdit(edits(5, { education: 'high' }))).rejects.toMatchObject({
      code: 'vault-locked',
    });
    expect(await desk.mayEdit({ table: 'residents', row: 5 })).toBe(false);
    await desk.takeDesk(actor('administrator'), PII);
    expect(phone(5)).toBe('10612345678');
  });

  test('own grids and no others; a planner nothing', async () => {
    const desk = await opened(REAL, true);
    const { community } = state.opened!;
    const gridOf = (row: number) => {
      const home = linkAt(community.tables.residents, 'home', row);
      const building = linkAt(community.tables.homes, 'building', home);
      return labelAt(community.tables.grids, 'code', community.plan.gridOfBuilding[building]);
    };
    const mine = gridOf(5);
    let other = 6;
    while (gridOf(other) === mine) other++;
    await desk.takeDesk(actor('gridWorker', [mine]), PII);
    await desk.prepareEdit(edits(5, { education: 'college' }));
    await expect(desk.prepareEdit(edits(other, { education: 'college' }))).rejects.toMatchObject({
      code: 'not-allowed',
    });
    // Nor may somebody be moved to where one has no say.
    const away = linkAt(community.tables.residents, 'home', other);
    const draft = { table: 'residents', op: 'change', row: 5, set: { home: { row: away } } } as const;
    await expect(desk.prepareEdit({ edits: [draft], confirmed: true })).rejects.toMatchObject({
      code: 'not-allowed',
    });
    await desk.takeDesk(actor('planner'), null);
    await expect(desk.prepareEdit(edits(5, { education: 'college' }))).rejects.toMatchObject({
      code: 'not-allowed',
    });
  });

  test.each(['dutyOperator', 'verifier', 'streetOfficer'] as const)(
    'a %s, who holds the key, is given no form and no change, of no record',
    async (role) => {
      const desk = await opened(REAL, true);
      expect(await desk.mayEdit({ table: 'residents', row: 5 })).toBe(true);
      await desk.takeDesk(actor(role), PII);
      for (const record of [
        { table: 'residents', row: 5 },
        { table: 'devices', row: 0 },
        { table: 'devices' },
      ] as const)
        expect(await desk.mayEdit(record)).toBe(false);
      await expect(desk.formRecord({ table: 'residents', row: 5, revealed: true })).rejects.toMatchObject({
        code: 'not-allowed',
      });
      const change = {
        edits: [{ table: 'residents', row: 5, op: 'change', set: { education: 'college' } }],
      } as const;
      for (const confirmed of [true, false])
        await expect(desk.prepareEdit({ edits: [...change.edits], confirmed })).rejects.toMatchObject({
          code: 'not-allowed',
        });
    },
  );

  test('a masked form leaves personal values out until a reason was given', async () => {
    const desk = await opened(REAL, true);
    const masked = await desk.formRecord({ table: 'residents', row: 5, revealed: false });
    expect(masked.masked).toBe(true);
    expect(Object.keys(masked.values)).not.toContain('phone');
    const shown = await desk.formRecord({ table: 'residents', row: 5, revealed: true });
    expect(shown.values['phone']).toBe(phone(5));
  });

  test('personal values of an import without a vault are refused, core ones kept', async () => {
    const desk = await opened(withoutPersonal(REAL), false);
    await expect(desk.prepareEdit(edits(5, { phone: '10612345678' }))).rejects.toMatchObject({
      code: 'vault-needed',
    });
    await desk.prepareEdit(edits(5, { education: 'college' }));
  });
});
