/** The machine's key and those it trusts, on a real disk: made once, sealed beside a vault, and never replaced because they cannot be read. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PlanBook } from '../../../../electron/services/plan-book.ts';
import { digitsOf, PlanKeys, sealFits } from '../../../../electron/services/plan-keys.ts';
import { PlanPost } from '../../../../electron/services/plan-post.ts';
import { fastPassphrases } from '../../../support/fast-passphrases.ts';
import { ADMIN, makeDesk, PASSPHRASE } from '../../../support/made-desk.ts';
import { PLAN_DRAFT } from '../../../support/signed-plan.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let undo: () => void;
beforeAll(() => {
  undo = fastPassphrases();
});
afterAll(() => undo());

const OTHER = 'A'.repeat(43);
const PIN = '7913';

it('is made on first use, is the same after a start, and signs what others can check', async () => {
  const folder = temporaryFolder();
  const { vault, close } = await makeDesk(folder);
  const keys = new PlanKeys({ folder, vault, now: Date.now });
  const [{ own }, again] = await Promise.all([keys.read(), keys.read()]);
  expect(again.own).toEqual(own);
  expect(own.digits).toEqual(digitsOf(own.key));
  expect(own.digits.join(' ')).toMatch(/^(\d{5} ){7}\d{5}$/);
  const seal = await new PlanKeys({ folder, vault, now: Date.now }).sign('text');
  expect(seal.key).toBe(own.key);
  expect([sealFits('text', seal), sealFits('Text', seal)]).toEqual([true, false]);
  expect(statSync(join(folder, 'plan-keys.json')).mode & 0o077).toBe(0);
  await close();
});

it('beside a vault nothing of it is in clear; trust that nobody who may had given is gone, the key stays', async () => {
  const folder = temporaryFolder();
  const { vault, desk, close } = await makeDesk(folder);
  const keys = new PlanKeys({ folder, vault, now: Date.now });
  await keys.trust(OTHER, '街道办', '');
  const before = await keys.read();
  await desk.create(PASSPHRASE, false, ADMIN);
  expect(await keys.read()).toEqual({ own: before.own, trusted: [] });
  await keys.trust(OTHER, '街道办', 'p-1');
  const text = readFileSync(join(folder, 'plan-keys.json'), 'utf8');
  for (const clear of ['街道办', OTHER, before.own.key, 'secret']) expect(text).not.toContain(clear);
  const reopened = new PlanKeys({ folder, vault, now: Date.now });
  expect(await reopened.standing(OTHER)).toEqual({ standing: 'trusted', owner: '街道办' });
  await reopened.withdraw(OTHER);
  expect(await reopened.standing(OTHER)).toEqual({ standing: 'withdrawn', owner: '街道办' });
  await reopened.trust(OTHER, '街道办', 'p-1');
  expect((await reopened.standing(OTHER)).standing).toBe('trusted');
  await expect(reopened.trust(before.own.key, 'x', '')).rejects.toMatchObject({ code: 'conflict' });
  await close();
});

it('a file that cannot be read is not replaced', async () => {
  const folder = temporaryFolder();
  const { vault, desk, close } = await makeDesk(folder);
  await desk.create(PASSPHRASE, false, ADMIN);
  await new PlanKeys({ folder, vault, now: Date.now }).read();
  const path = join(folder, 'plan-keys.json');
  const file = JSON.parse(readFileSync(path, 'utf8'));
  for (const broken of ['{', JSON.stringify({ ...file, box: `${file.box.slice(0, -2)}AA` })]) {
    writeFileSync(path, broken);
    await expect(new PlanKeys({ folder, vault, now: Date.now }).read()).rejects.toThrow();
    expect(readFileSync(path, 'utf8')).toBe(broken);
  }
  await close();
});

it('only an administrator vouches for a key, audited without its name; nobody who sees rounded numbers signs or takes in', async () => {
  const folder = temporaryFolder();
  const made = await makeDesk(folder);
  const { desk, audit, vault, close } = made;
  const now = Date.now;
  const keys = new PlanKeys({ folder, vault, now });
  const book = new PlanBook(now);
  const post = new PlanPost({ desk, audit, keys, book, bases: { get: async () => null }, now });
  const { session: admin } = await desk.create(PASSPHRASE, false, ADMIN);
  const enter = async (role: 'planner' | 'gridManager' | 'dutyOperator') => {
    const person = { id: null, name: role, role, grids: [], pin: PIN, expiresAt: null };
    return (await desk.switchTo(await desk.savePerson(admin.token, person), PIN)).token;
  };
  const [planner, manager, operator] = [
    await enter('planner'),
    await enter('gridManager'),
    await enter('dutyOperator'),
  ];
  for (const session of [planner, manager, operator]) {
    await expect(post.trust({ session, key: OTHER, name: 'x' })).rejects.toMatchObject({
      code: 'not-allowed',
    });
    await expect(post.withdraw({ session, key: OTHER })).rejects.toMatchObject({ code: 'not-allowed' });
  }
  await expect(post.trust({ session: null, key: OTHER, name: 'x' })).rejects.toMatchObject({
    code: 'session-over',
  });
  const before = audit.status().n;
  await post.trust({ session: admin.token, key: OTHER, name: '街道办' });
  await post.withdraw({ session: admin.token, key: OTHER });
  const entries = await audit.read(before, 10);
  expect(entries.map(({ kind, detail }) => [kind, detail['what']])).toEqual([
    ['keys.changed', 'planKeyTrusted'],
    ['keys.changed', 'planKeyWithdrawn'],
  ]);
  expect(JSON.stringify(entries)).not.toContain('街道办');

  const said = { at: 1, by: { id: '', name: '', role: null } };
  const file = { body: { ...PLAN_DRAFT, submitted: said }, key: OTHER, signature: 'A'.repeat(86) };
  for (const session of [planner, operator, null]) {
    const code = session === null ? 'session-over' : 'not-allowed';
    await expect(post.sign({ session, draft: PLAN_DRAFT })).rejects.toMatchObject({ code });
    await expect(post.answer({ session, plan: PLAN_DRAFT.plan })).rejects.toMatchObject({ code });
    await expect(post.receive({ session, file, from: '' })).rejects.toMatchObject({ code });
  }
  // Who draws plans may, but does not decide.
  await expect(post.sign({ session: manager, draft: PLAN_DRAFT })).rejects.toMatchObject({
    code: 'not-found',
  });
  await expect(post.answer({ session: manager, plan: PLAN_DRAFT.plan })).rejects.toMatchObject({
    code: 'not-allowed',
  });
  await expect(post.readKeys(null)).rejects.toMatchObject({ code: 'session-over' });
  await close();
});

it('a signed plan is in the journal with its audit entry and the names of the desk', async () => {
  const folder = temporaryFolder();
  const { desk, audit, vault, journal, close } = await makeDesk(folder);
  const now = Date.now;
  const book = new PlanBook(now);
  journal.onAppended((records) => {
    for (const record of records) book.replay(record);
  });
  const keys = new PlanKeys({ folder, vault, now });
  const post = new PlanPost({ desk, audit, keys, book, bases: { get: async () => null }, now });
  const { session } = await desk.create(PASSPHRASE, false, ADMIN);
  const { plan, name, community, generation, from, base } = PLAN_DRAFT;
  const by = session.person.id;
  await journal.append([{ kind: 'plan.created', plan, name, community, generation, from, base, by }]);
  const day = 20_000;
  const after = () => book.get(plan)?.seq ?? 0;
  for (const state of ['checked', 'submitted'] as const)
    await journal.append([
      { kind: 'plan.stated', plan, after: after(), state, day, effectiveFrom: null, note: '', by },
    ]);
  const history = book.get(plan);
  const trail = (history?.stated ?? []).map(({ state, at }) => ({ state, at, day, effectiveFrom: null, by }));
  const draft = { ...PLAN_DRAFT, steps: [], trail };
  const { submitted, seal } = await post.sign({ session: session.token, draft });
  expect(submitted.by).toEqual({ id: by, name: ADMIN.name, role: 'administrator' });
  expect((await post.verify({ body: { ...draft, submitted }, ...seal })).signature).toBe('own');
  expect(book.get(plan)?.papers).toMatchObject([{ of: 'submission', own: true, seal }]);
  const [entry] = (await audit.read(0, 100)).slice(-1);
  expect(entry).toMatchObject({ kind: 'plan.changed', by, detail: { plan, what: 'fileSaved' } });
  await close();
});
