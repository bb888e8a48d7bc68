/** Whatever fails, stops or is killed: every event arrives, the receiver has each once, and each case in its order. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { UplinkReceiver } from '../../../../../electron/cli/uplink-receiver.ts';
import type { Journal } from '../../../../../electron/services/journal.ts';
import { HandClock } from '../../../../support/host-fixtures.ts';
import { builtChild, killed } from '../../../../support/killed-child.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { httpDestination, makeUplink } from '../../../../support/uplink-fixtures.ts';

const isLong = Boolean(process.env['LINLI_LONG']);
const DAY = 86_400_000;

/** Case and number of every event of a case in the journal, in its order. */
async function happened(journal: Journal): Promise<string[]> {
  const all: string[] = [];
  for (let after = 0; after < journal.last; ) {
    const page = await journal.read(after, 10_000);
    for (const { body } of page)
      if (body.kind === 'case.event') all.push(`${body.event.caseId} ${body.event.n}`);
    after = page[page.length - 1].seq;
  }
  return all;
}

/** The same of what arrived. Throws where an event is doubled, or stands before an earlier one of its case. */
function arrived({ taken }: UplinkReceiver): string[] {
  const last = new Map<string, number>();
  return taken.map(({ data }) => {
    const { caseId, n } = data as { caseId: string; n: number };
    expect(n).toBe((last.get(caseId) ?? 0) + 1);
    last.set(caseId, n);
    return `${caseId} ${n}`;
  });
}

const STEPS = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('report' as const) }),
    fc.record({ do: fc.constant('step' as const), which: fc.nat(9) }),
    fc.record({
      do: fc.constant('answer' as const),
      how: fc.constantFrom('fine', 'failing', 'unheard', 'denied', 'busy', 'conflict'),
    }),
    fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(250, 2_000, 70_000) }),
    fc.record({ do: fc.constant('restart' as const) }),
    fc.record({ do: fc.constant('stop' as const) }),
  ),
  { minLength: 5, maxLength: 30 },
);

describe('failures', () => {
  it('any run of them ends with everything told once and in order', { timeout: 600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(STEPS, fc.integer({ min: 1, max: 9 }), async (steps, draw) => {
        const folder = mkdtempSync(join(tmpdir(), 'linli-uplink-'));
        const receiver = await UplinkReceiver.open();
        const clock = new HandClock();
        const random = () => draw / 10;
        let made = await makeUplink(folder, { clock, random });
        try {
          await made.uplink.save(httpDestination(receiver.url, { sends: ['cases'] }), {});
          const cases: string[] = [];
          let turn = 0;
          for (const step of steps) {
            if (step.do === 'report') cases.push(await made.report(`r${cases.length}`));
            else if (step.do === 'step' && cases.length > 0) {
              const caseId = cases[step.which % cases.length];
              const state = made.book.get(caseId)?.state;
              const kind = state === 'received' ? 'verify' : state === 'verifying' ? 'register' : 'urge';
              await made.give(caseId, 'operator', { kind });
            } else if (step.do === 'answer') {
              receiver.answer = () => {
                turn++;
                if (step.how === 'failing') return turn % 2 ? { status: 500 } : null;
                if (step.how === 'unheard') return turn % 2 ? 'taken-unheard' : null;
                if (step.how === 'denied') return { status: 401 };
                if (step.how === 'busy') return turn % 3 ? { status: 503, afterSeconds: 2 } : null;
                return step.how === 'conflict' && turn % 5 === 0 ? { status: 409, said: 'no' } : null;
              };
            } else if (step.do === 'wait') {
              clock.advance(step.ms);
              await new Promise((done) => setTimeout(done, 4));
            } else if (step.do === 'restart') {
              await made.close();
              made = await makeUplink(folder, { clock, random });
            } else if (step.do === 'stop') {
              const { enabled } = made.uplink.delivery('street').destination;
              await made.uplink.setEnabled('street', !enabled);
            }
          }
          receiver.answer = () => null;
          await made.uplink.setEnabled('street', true);
          const delivery = made.uplink.delivery('street');
          await vi.waitFor(
            async () => {
              clock.advance(61_000);
              for (const { held } of delivery.held()) await delivery.decide(held.seq, 'retry');
              expect(delivery.status()).toMatchObject({ waiting: 0, conflicts: 0, refused: 0 });
            },
            { timeout: 10_000, interval: 4 },
          );
          expect(arrived(receiver).sort()).toEqual((await happened(made.journal)).sort());
        } finally {
          await made.close();
          await receiver.close();
          rmSync(folder, { recursive: true, force: true });
        }
      }),
      { numRuns: isLong ? 150 : 8 },
    );
  });

  const ACTIONS = isLong ? 10_000 : 240;
  it(`30 days without a way, ${ACTIONS} actions, then all at once`, { timeout: 600_000 }, async () => {
    const folder = temporaryFolder();
    const clock = new HandClock();
    const first = await UplinkReceiver.open();
    const { url } = first;
    let made = await makeUplink(folder, { clock, random: () => 0.5 });
    let receiver: UplinkReceiver | null = null;
    onTestFinished(async () => {
      await made.close();
      await receiver?.close();
    });
    await made.uplink.save(httpDestination(url, { sends: ['cases', 'health', 'grids'] }), {});
    await first.close();
    const cases: string[] = [];
    for (let i = 0; i < ACTIONS; i++) {
      if (i % 4 === 0) cases.push(await made.report(`r${i}`));
      else await made.give(cases[cases.length - 1], 'operator', { kind: i % 4 === 1 ? 'verify' : 'urge' });
      // A clock that runs by the hour makes every step fire; the clocks of cases are another test's.
      if (i % Math.ceil(ACTIONS / 30) === 0) {
        clock.advance(1_000);
        made.uplink.delivery('street').status();
      }
    }
    for (let day = 0; day < 30; day++) {
      clock.sleep(DAY);
      clock.advance(1_000);
    }
    const delivery = () => made.uplink.delivery('street');
    await vi.waitFor(() => expect(delivery().status()).toMatchObject({ state: 'interrupted', sent: 0 }));
    await made.close();
    made = await makeUplink(folder, { clock, random: () => 0.5 });
    const told = await happened(made.journal);
    expect(clock.now() - delivery().status().interruptedSince).toBeGreaterThan(29 * DAY);
    expect(delivery().status().waiting).toBeGreaterThanOrEqual(told.length);
    const wrong = new Set(cases.filter((_, i) => i % 10 === 0));
    receiver = await UplinkReceiver.open({
      port: Number(new URL(url).port),
      answer: ({ data, type }) => {
        const { caseId, n } = data as { caseId?: string; n?: number };
        return type.startsWith('cn.linli.case') && n === 2 && wrong.has(caseId ?? '')
          ? { status: 409, said: '街道已办结' }
          : null;
      },
    });
    const until = (check: () => void) =>
      vi.waitFor(
        () => {
          clock.advance(1_000);
          check();
        },
        { timeout: 300_000, interval: 2 },
      );
    await until(() => {
      const held = delivery().held();
      expect(held.length).toBe(wrong.size);
      expect(delivery().status().waiting).toBe(held.reduce((sum, { behind }) => sum + behind, 0));
    });
    expect(delivery().held()[0].held.said).toBe('街道已办结');
    receiver.answer = () => null;
    for (const { held } of delivery().held()) await delivery().decide(held.seq, 'retry');
    await until(() => expect(delivery().status()).toMatchObject({ waiting: 0, conflicts: 0 }));
    receiver.taken.splice(
      0,
      receiver.taken.length,
      ...receiver.taken.filter(({ type }) => type.includes('.case.')),
    );
    expect(arrived(receiver).sort()).toEqual(told.sort());
    // Nothing was even sent twice: no answer was lost here.
    expect([...receiver.arrivals.values()].filter((count) => count !== 1)).toEqual([]);
  });
});

describe('kill -9', () => {
  const ROUNDS = isLong ? 40 : 4;
  let work: string;
  let child: string;
  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'linli-uplink-kill-'));
    child = await builtChild('uplink-child.ts', work);
  });
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  it(`while sending: everything arrives once, in order (${ROUNDS} rounds)`, {
    timeout: ROUNDS * 5000 + 20_000,
  }, async () => {
    const folder = join(work, 'profile');
    const receiver = await UplinkReceiver.open();
    const first = await makeUplink(folder);
    await first.uplink.save(httpDestination(receiver.url, { sends: ['cases'] }), {});
    await first.close();
    // Some fail and some are not heard of, so that what arrived and what did not lie mixed when it is killed.
    let turn = 0;
    receiver.answer = () => (++turn % 5 === 0 ? { status: 500 } : turn % 7 === 0 ? 'taken-unheard' : null);
    for (let round = 0; round < ROUNDS; round++)
      await killed(child, [folder, `k${round}`], 3 + ((round * 17) % 50), (round * 3) % 7);
    receiver.answer = () => null;
    const last = await makeUplink(folder);
    await vi.waitFor(() => expect(last.uplink.delivery('street').status().waiting).toBe(0), {
      timeout: 20_000,
      interval: 20,
    });
    const told = await happened(last.journal);
    expect(told.length).toBeGreaterThan(ROUNDS * 3);
    expect(arrived(receiver).sort()).toEqual(told.sort());
    await last.close();
    await receiver.close();
  });
});
