/** A plan between two machines, worker and host of each: signed, looked at, taken in, decided, answered, and everything that is refused on the way. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PlanBook } from '../../../../electron/services/plan-book.ts';
import type { SubmissionLook } from '../../../../renderer/worker/plan-signed-api.ts';
import { canonicalJson } from '../../../../shared/host/canonical-json.ts';
import type { JournalBody, JournalRecord } from '../../../../shared/host/journal-record.ts';
import type { PlanAction } from '../../../../shared/partition/plan-action.ts';
import { localDayOf } from '../../../../shared/partition/plan-day.ts';
import type { PlanState } from '../../../../shared/partition/plan-state.ts';
import { type Machine, machine } from '../../../support/signed-plan.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { type Desk, PLAN, PlanDesks, stateText } from './plan-desks.ts';
import { host } from './plan-host.ts';

vi.mock('../../../../renderer/host.ts', () => import('./plan-host.ts'));

const TODAY = localDayOf(Date.now());

/** Dividing the ground takes its time: once a file. */
let drafted: { body: JournalBody; bytes: Uint8Array<ArrayBuffer> } | undefined;
async function draft(engine: Desk['engine']) {
  const { body, sha256 } = await engine.draftPlan({ id: PLAN, name: '2027 网格' }, () => {});
  await engine.sendPlanBase(sha256, 'base');
  return { body, bytes: host.get('base') ?? new Uint8Array() };
}

/** A machine with one window. */
class Office {
  readonly desks = new PlanDesks();
  readonly book = new PlanBook(Date.now);
  readonly machine: Machine;
  /** SHA-256 of the base that the host holds. */
  base: string | null = null;
  desk!: Desk;

  constructor() {
    this.machine = machine(
      temporaryFolder(),
      this.book,
      (body) => this.keep(body),
      () => this.base,
    );
  }

  async keep(body: JournalBody): Promise<JournalRecord> {
    await this.desks.append(body);
    const record = this.desks.journal[this.desks.journal.length - 1];
    this.book.replay(record);
    return record;
  }

  async say(to: PlanState, effectiveFrom: number | null = null, note = ''): Promise<void> {
    await this.keep(await this.desk.engine.statePlan(to, effectiveFrom, note));
  }

  /** A plan with one step, handed in. */
  async begin(): Promise<void> {
    this.desk = await this.desks.window();
    drafted ??= await draft(this.desk.engine);
    host.set('base', drafted.bytes);
    await this.keep(drafted.body);
    this.base = this.book.get(PLAN)?.created.base.sha256 ?? null;
    const { grids } = await this.desk.engine.openPlan(PLAN, 'base');
    const [one, other] = grids.filter(({ retired }) => !retired);
    await this.act({ type: 'mergeGrids', grids: [one.id, other.id] });
    await this.say('checked');
    await this.say('submitted');
  }

  async act(action: PlanAction): Promise<void> {
    const written = await this.desk.engine.actOn(action, action.type);
    if (!written.ok) throw new Error(written.reason);
    await this.keep(written.body);
  }

  async submission(): Promise<Blob> {
    const draft = await this.desk.engine.draftSubmission();
    const signed = await this.machine.post.sign({ session: null, draft });
    return this.desk.engine.submissionFile(draft, signed, 'base');
  }

  async answer(): Promise<Blob> {
    return this.desk.engine.answerFile(await this.machine.post.answer({ session: null, plan: PLAN }));
  }

  async look(blob: Blob) {
    const file = await this.desk.engine.readSigned(blob);
    const checked = await this.machine.post.verify(file);
    expect(checked.signature).not.toBe('broken');
    return this.desk.engine.lookSigned(checked.digest, checked.signature === 'own');
  }

  async take(blob: Blob): Promise<SubmissionLook> {
    const look = await this.look(blob);
    if (look.kind !== 'submission') throw new Error('no submission');
    await this.desk.engine.sendSignedBase('taken');
    this.base = look.file.body.base.sha256;
    await this.machine.post.receive({ session: null, file: look.file, from: look.from });
    return look;
  }

  async accept(blob: Blob): Promise<void> {
    const look = await this.look(blob);
    if (look.kind !== 'answer') throw new Error('no answer');
    await this.machine.post.accept({ session: null, file: look.file });
  }

  state = (): string | undefined => this.book.get(PLAN)?.state;
}

let near: Office;
let far: Office;

const refused = (code: string) => expect.objectContaining({ code });

beforeEach(async () => {
  [near, far] = [new Office(), new Office()];
  far.desk = await far.desks.window();
});
afterEach(() => {
  near.desks.end();
  far.desks.end();
});

async function trustEachOther(): Promise<void> {
  for (const [one, other] of [
    [near, far],
    [far, near],
  ]) {
    const { own } = await other.machine.keys.read();
    await one.machine.keys.trust(own.key, '对方', '');
  }
}

describe('a plan that is handed in on one machine', () => {
  test('is looked at, taken in byte for byte, approved on the other, and the answer approves it at home', async () => {
    await near.begin();
    const file = await near.submission();
    await trustEachOther();
    const look = (await far.look(file)) as SubmissionLook;
    expect(look).toMatchObject({
      ...{ holds: true, ground: 'same', from: 'plan-0', drift: { gone: 0, unknown: 0, moved: 0 } },
    });
    expect(look.moves.buildings).toBeGreaterThan(0);
    for (const { file: told, here } of look.totals) expect(told).toBe(here);
    expect(await far.desk.engine.plans()).toEqual([]);
    await far.take(file);
    expect(await far.desk.engine.plans()).toMatchObject([{ id: PLAN, state: 'submitted', steps: 1 }]);
    await far.desk.engine.openPlan(PLAN, 'taken');
    expect(stateText(far.desk)).toBe(stateText(near.desk));
    // Once more, it is here.
    await expect(far.look(file)).rejects.toEqual(refused('plan-here'));
    await expect(near.look(file)).rejects.toEqual(refused('plan-here'));

    await far.say('approved', TODAY + 1);
    expect(await far.desk.engine.planPapers()).toMatchObject({ received: true, mayAnswer: true });
    const answer = await far.answer();
    await expect(far.look(answer)).rejects.toEqual(refused('plan-answer-own'));
    await near.accept(answer);
    expect(near.book.get(PLAN)).toMatchObject({ state: 'approved', effectiveFrom: TODAY + 1 });
    expect(await near.desk.engine.plans()).toMatchObject([{ state: 'approved', effectiveFrom: TODAY + 1 }]);
    const { papers } = await near.desk.engine.planPapers();
    expect(papers.map(({ of, own }) => [of, own])).toEqual([
      ['submission', true],
      ['answer', false],
    ]);
    await expect(near.look(answer)).rejects.toEqual(refused('plan-answer-twice'));
  });

  test('sent back with a reason is a draft at home; handed in anew it takes the place of the old one', async () => {
    await near.begin();
    await trustEachOther();
    await far.take(await near.submission());
    await far.desk.engine.openPlan(PLAN, 'taken');
    await far.say('draft', null, '学校要在一个网格');
    const back = await far.answer();
    const look = await near.look(back);
    expect(look).toMatchObject({ file: { body: { state: 'draft', note: '学校要在一个网格' } } });
    await near.accept(back);
    expect(near.state()).toBe('draft');
    const grid = near.desk.state.plan?.model.gridIds()[0] ?? 0;
    await near.act({ type: 'lockGrid', grid });
    await near.say('checked');
    await near.say('submitted');
    // The old answer is about the plan as it was.
    expect(near.book.get(PLAN)?.stated.at(-1)?.state).toBe('submitted');
    const again = await near.submission();
    await far.take(again);
    expect(await far.desk.engine.plans()).toMatchObject([{ state: 'submitted', steps: 2 }]);
    // A window that has it open is told to open it anew.
    expect(await far.desk.engine.planChange(1)).toBeNull();
    await far.desk.engine.openPlan(PLAN, 'taken');
    expect(stateText(far.desk)).toBe(stateText(near.desk));
    await far.say('approved', TODAY + 1);
    await near.accept(await far.answer());
    expect(near.state()).toBe('approved');
  });

  test('changed meanwhile, an answer to what it was is refused, and so is one whose day has passed', async () => {
    await near.begin();
    await trustEachOther();
    await far.take(await near.submission());
    await far.desk.engine.openPlan(PLAN, 'taken');
    await far.say('approved', TODAY);
    const answer = await far.answer();
    const { file } = (await near.look(answer)) as { file: Parameters<Machine['post']['accept']>[0]['file'] };
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 86_400_000 });
    await expect(near.look(answer)).rejects.toEqual(refused('plan-answer-day'));
    vi.useRealTimers();
    await near.say('draft');
    await near.say('checked');
    await near.say('submitted');
    await expect(near.look(answer)).rejects.toEqual(refused('plan-answer-stale'));
    await expect(near.machine.post.accept({ session: null, file })).rejects.toMatchObject({
      code: 'conflict',
      detail: 'plan-answer-stale',
    });
    expect(near.state()).toBe('submitted');
  });

  test('nothing is taken in under a key that nobody trusts, or no longer', async () => {
    await near.begin();
    const file = await near.submission();
    const look = (await far.look(file)) as SubmissionLook;
    far.base = look.file.body.base.sha256;
    const take = () => far.machine.post.receive({ session: null, file: look.file, from: look.from });
    await expect(take()).rejects.toMatchObject({ code: 'not-allowed' });
    await trustEachOther();
    await far.machine.keys.withdraw(look.file.key);
    expect((await far.machine.post.verify(look.file)).signature).toBe('withdrawn');
    await expect(take()).rejects.toMatchObject({ code: 'not-allowed' });
    // In another's name: the text is signed by nobody whose key stands beside it.
    const forged = structuredClone(look.file);
    forged.body.submitted.by.name = '别人';
    expect((await far.machine.post.verify(forged)).signature).toBe('broken');
    expect(far.desks.journal).toEqual([]);
  });

  test('the host signs what its journal says, and nothing else', async () => {
    await near.begin();
    const draft = await near.desk.engine.draftSubmission();
    for (const wrong of [
      { ...draft, name: '别的' },
      { ...draft, steps: [] },
      { ...draft, from: 'plan-9' },
      { ...draft, proof: { ...draft.proof, holds: false } },
      { ...draft, trail: draft.trail.slice(1) },
    ])
      await expect(near.machine.post.sign({ session: null, draft: wrong })).rejects.toMatchObject({
        code: 'conflict',
      });
    await expect(near.machine.post.answer({ session: null, plan: PLAN })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('an answer to a plan that is not here, or was not signed here, is refused', async () => {
    await near.begin();
    await trustEachOther();
    await far.take(await near.submission());
    await far.desk.engine.openPlan(PLAN, 'taken');
    await far.say('approved', TODAY + 1);
    const third = new Office();
    third.desk = await third.desks.window();
    await expect(third.look(await far.answer())).rejects.toEqual(refused('plan-answer-unknown'));
    third.desks.end();
  });
});

describe('what is not the same ground', () => {
  const changed = async (
    change: (base: { atoms: Record<string, unknown[]>; state: { grids: unknown[] } }) => void,
  ) => {
    await near.begin();
    const { gzipped, sha256Of } = await import('../../../../renderer/worker/plan-bytes.ts');
    const stream = new Blob([host.get('base')!]).stream().pipeThrough(new DecompressionStream('gzip'));
    const base = JSON.parse(await new Response(stream).text());
    change(base);
    const bytes = await gzipped(JSON.stringify(base));
    const draft = await near.desk.engine.draftSubmission();
    draft.base = { sha256: await sha256Of(bytes), bytes: bytes.length };
    draft.generation = 'elsewhere';
    const submitted = { at: 1, by: { id: '', name: '', role: null } };
    const { signedText } = await import('../../../../shared/partition/signed/signed-plan.ts');
    const seal = await near.machine.keys.sign(signedText({ ...draft, submitted }));
    host.set('changed', bytes);
    return near.desk.engine.submissionFile(draft, { submitted, seal }, 'changed');
  };

  test('with other buildings it is refused', async () => {
    const file = await changed(({ atoms }) => {
      atoms['id'] = atoms['id'].map((id) => `${id}x`);
    });
    await expect(far.look(file)).rejects.toEqual(refused('plan-other-base'));
  });

  test('with a few other buildings and other grids it may be taken in to be carried over', async () => {
    const file = await changed(({ atoms, state }) => {
      atoms['id'][0] = 'gone';
      state.grids = state.grids.map((grid) => ({
        ...(grid as object),
        code: `9${(grid as { code: string }).code}`,
      }));
    });
    await trustEachOther();
    const look = await far.take(file);
    expect(look).toMatchObject({ ground: 'like', from: 'other', drift: { gone: 1 } });
    await far.desk.engine.openPlan(PLAN, 'taken');
    expect(await far.desk.engine.planObstacles('approved', TODAY + 1)).toEqual(['base-current']);
    expect(await far.desk.engine.planDrift()).toMatchObject({ borders: true });
  });

  test('a base that is none is damage, whatever is wrong with it', async () => {
    for (const spoil of [
      (base: { state: Record<string, unknown> }) => void (base.state['cellGrid'] = []),
      (base: { state: Record<string, unknown> }) => void (base.state['arcs'] = [{ from: 9e9 }]),
      (base: { state: Record<string, unknown[]> }) => void base.state['cells'].fill({ rings: [[4e6]] }),
      (base: { format?: string }) => void delete base.format,
    ]) {
      const file = await changed(spoil as never);
      await expect(far.look(file)).rejects.toEqual(refused('plan-file-damaged'));
      near.desks.end();
      near = new Office();
    }
  });
});

test('another community is named', async () => {
  await near.begin();
  const text = await (await near.submission()).text();
  const [first, json] = text.split('\n');
  const file = JSON.parse(json);
  file.body.community = '别的社区';
  await expect(far.look(new Blob([`${first}\n${canonicalJson(file)}\n`]))).rejects.toMatchObject({
    code: 'plan-other-community',
    values: { name: '别的社区' },
  });
});
