import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AlertBook } from '../../../../../electron/services/alert-book.ts';
import { AuditLog, AuditReplay, NOBODY } from '../../../../../electron/services/audit-log.ts';
import { CaseBook } from '../../../../../electron/services/cases/case-book.ts';
import { CaseEngine, type Commander } from '../../../../../electron/services/cases/case-engine.ts';
import { CaseSettings } from '../../../../../electron/services/cases/case-settings.ts';
import { type Journal, openJournal } from '../../../../../electron/services/journal.ts';
import type { Case } from '../../../../../shared/cases/case.ts';
import { type SeatRole, seatActor } from '../../../../../shared/cases/case-actor.ts';
import { verifyCase } from '../../../../../shared/cases/case-chain.ts';
import type { CommandBody } from '../../../../../shared/cases/case-command.ts';
import type { CaseReport } from '../../../../../shared/host/case-schemas.ts';
import { HostError } from '../../../../../shared/host/host-error.ts';
import type { DeviceKind } from '../../../../../shared/model/words.ts';
import { HandClock, smallDirectory } from '../../../../support/host-fixtures.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const MINUTE = 60_000;

async function start(folder: string, clock: HandClock, wrap: (journal: Journal) => Journal = (each) => each) {
  const alerts = new AlertBook();
  const book = new CaseBook();
  const replay = new AuditReplay();
  const journal = wrap(
    await openJournal({
      folder: join(folder, 'journal'),
      now: clock.now,
      onReplay: (record) => {
        alerts.replay(record);
        book.replay(record);
        replay.replay(record);
      },
    }),
  );
  journal.onAppended((records) => {
    for (const record of records) book.replay(record);
  });
  const audit = await AuditLog.open({ folder, journal, now: clock.now, replay, anchor: null });
  const settings = await CaseSettings.open(folder);
  const directory = { ...smallDirectory(true, 40), community: '云和', workers: WORKERS };
  directory.devices = directory.devices.map((device) => ({ ...device, grid: 'G1' }));
  const trouble: unknown[] = [];
  const engine = new CaseEngine({
    ...{ journal, alerts, book, audit, settings, clock },
    directory: () => directory,
    deviceOf: (id) => directory.devices.find((device) => device.id === id),
    onTrouble: (error) => trouble.push(error),
  });
  const raise = (kind: DeviceKind, index: number, active = true) => {
    const device = directory.devices[index];
    const reading = { kind, value: 1, active, at: clock.now(), demo: true };
    return alerts.apply(journal, [{ device, reading }]);
  };
  const cases = () => [...book.all()];
  const give = (file: Case, seat: SeatRole, does: CommandBody) =>
    engine.command(
      {
        id: `t-${Math.random().toString(36).slice(2)}`,
        caseId: file.caseId,
        version: now(file).version,
        does,
        sealed: null,
      },
      by(seat, now(file)),
    );
  const now = (file: Case) => book.get(file.caseId) as Case;
  const stop = async () => {
    await engine.close();
    await journal.close();
  };
  return { engine, alerts, book, journal, audit, directory, raise, cases, give, now, stop, trouble };
}

const WORKERS = [
  { id: 'w1', name: '张', role: 'gridWorker', grid: 'G1', post: 'a', shift: 'rotating' },
  { id: 'w2', name: '李', role: 'communityWorker', grid: '', post: '', shift: '' },
];

function by(seat: SeatRole, file: Case | null): Commander {
  return { actor: seatActor(seat, file?.tasks ?? []), audit: NOBODY };
}

const proof = { kind: 'photo' as const, hash: 'a'.repeat(64), lng: null, lat: null, at: 1 };

describe('the case engine', { timeout: 30_000 }, () => {
  it('opens a case on a grave alert, registers it and hands it to the worker on duty, in one append', async () => {
    const at = await start(temporaryFolder(), new HandClock());
    await at.raise('smoke', 3);
    const [file] = at.cases();
    expect(at.cases()).toHaveLength(1);
    expect(file).toMatchObject({
      state: 'dispatched',
      level: 1,
      grid: 'G1',
      caseNo: expect.stringMatching(/^\d{8}-0001$/),
    });
    expect(file.tasks.map(({ assignee }) => assignee)).toEqual([{ kind: 'worker', id: 'w1' }]);
    const records = await at.journal.read(0, 100);
    expect(records.map(({ body }) => body.kind)).toEqual([
      'alert.changed',
      'case.event',
      'case.event',
      'case.event',
    ]);
    expect(new Set(records.map((record) => record.at)).size).toBe(1);
    expect(await verifyCase(file.caseId, at.book.eventsOf(file.caseId) as never)).toBeNull();
    await at.stop();
  });

  it('opens none for a light alert; an operator does, once', async () => {
    const at = await start(temporaryFolder(), new HandClock());
    const [alert] = await at.raise('environment', 1);
    expect(at.cases()).toEqual([]);
    const [first, second] = [
      await at.engine.openOn(alert.id, by('operator', null)),
      await at.engine.openOn(alert.id, by('operator', null)),
    ];
    expect(first).toMatchObject({ ok: true, repeated: false });
    expect(second).toMatchObject({ ok: true, repeated: true });
    expect(at.cases()).toHaveLength(1);
    // Whoever opens it has it before the eyes.
    expect(at.alerts.alerts()[0].acknowledged).toBe(true);
    expect(await at.engine.openOn('none', by('operator', null))).toMatchObject({
      ok: false,
      refusal: { reason: 'missing' },
    });
    await at.stop();
  });

  it('acknowledges alert and case together, from either side, and clears neither', async () => {
    const at = await start(temporaryFolder(), new HandClock());
    const [one] = await at.raise('smoke', 1);
    await at.raise('gasLeak', 2);
    expect(await at.engine.acknowledge([one.id], by('operator', null))).toBe(1);
    expect(await at.engine.acknowledge([one.id, 'none'], by('operator', null))).toBe(0);
    const [fire, gas] = at.cases();
    expect(fire.acknowledgedAt).toBeGreaterThan(0);
    await at.give(gas, 'operator', { kind: 'acknowledge' });
    expect(at.alerts.alerts().map(({ acknowledged, active }) => [acknowledged, active])).toEqual([
      [true, true],
      [true, true],
    ]);
    await at.stop();
  });

  it('goes all the way, returned once and reworked once, and another person closes it', async () => {
    const clock = new HandClock();
    const folder = temporaryFolder();
    const at = await start(folder, clock);
    await at.raise('smoke', 4);
    const [file] = at.cases();
    const step = async (seat: SeatRole, does: CommandBody) => {
      clock.advance(1_000);
      expect(await at.give(file, seat, does)).toMatchObject({ ok: true });
    };
    await step('operator', { kind: 'acknowledge' });
    await step('worker', { kind: 'return', task: 't1', reason: 'wrongGrid' });
    // It goes on by itself to the one who stands in: whoever gave it back does not get it again.
    expect(at.now(file).tasks[1].assignee).toEqual({ kind: 'communityDuty', id: 'w2' });
    await step('worker', { kind: 'accept', task: 't2' });
    await step('worker', { kind: 'arrive', task: 't2', at: null, reason: 'indoors' });
    expect(
      await at.give(file, 'worker', { kind: 'feedback', task: 't2', result: 'solved', proof: [] }),
    ).toMatchObject({
      ok: false,
      refusal: { reason: 'proof' },
    });
    await step('worker', { kind: 'feedback', task: 't2', result: 'solved', proof: [proof] });
    await step('verifier', { kind: 'check' });
    await step('verifier', { kind: 'fail', reason: 'poorWork', assignee: { kind: 'worker', id: 'w1' } });
    await step('worker', { kind: 'accept', task: 't3' });
    await step('worker', { kind: 'arrive', task: 't3', at: null, reason: 'indoors' });
    await step('worker', { kind: 'feedback', task: 't3', result: 'solved', proof: [proof] });
    await step('verifier', { kind: 'check' });
    const early = await at.give(file, 'verifier', { kind: 'pass', closeCode: 'handled', override: null });
    expect(early).toMatchObject({ ok: false, refusal: { reason: 'stillActive' } });
    await at.raise('smoke', 4, false);
    await step('verifier', { kind: 'pass', closeCode: 'handled', override: null });
    await step('evaluator', { kind: 'evaluate', satisfaction: 5, visited: true });
    const done = at.now(file);
    expect(done).toMatchObject({ state: 'evaluated', returns: 1, reworks: 1, closeCode: 'handled' });
    const kept = JSON.stringify(done);
    await at.stop();
    const again = await start(folder, clock);
    expect(again.now(file)).toEqual(JSON.parse(kept));
    // Every command of a person is in the audit chain.
    expect(again.audit.status().n).toBe(13);
    await again.stop();
  });

  it('refuses what rests on an old version with what happened since, and answers a command sent twice once', async () => {
    const at = await start(temporaryFolder(), new HandClock());
    await at.raise('smoke', 4);
    const [file] = at.cases();
    const command = {
      id: 'k-1',
      caseId: file.caseId,
      version: file.version,
      does: { kind: 'acknowledge' as const },
      sealed: null,
    };
    const twice = await Promise.all([
      at.engine.command(command, by('operator', file)),
      at.engine.command(command, by('operator', file)),
    ]);
    expect(twice.map((each) => each.ok && each.repeated)).toEqual([false, true]);
    const late = await at.engine.command(
      { ...command, id: 'k-2', does: { kind: 'escalate', reason: 'noAnswer' } },
      by('operator', file),
    );
    expect(late).toMatchObject({
      ok: false,
      refusal: { reason: 'stale' },
      since: [{ does: { kind: 'acknowledge' } }],
    });
    await at.stop();
  });

  it('escalates by its clocks with nobody there, each once, and makes up for the time it was not running', async () => {
    const clock = new HandClock();
    const folder = temporaryFolder();
    const at = await start(folder, clock);
    await at.raise('smoke', 4);
    clock.advance(MINUTE - 1);
    await at.engine.look();
    expect(at.cases()[0].escalation).toBe(0);
    clock.advance(1);
    await at.engine.look();
    expect(at.cases()[0].escalation).toBe(1);
    await at.stop();
    clock.advance(10 * MINUTE);
    const again = await start(folder, clock);
    await Promise.all([again.engine.look(), again.engine.look()]);
    expect(again.cases()[0].escalation).toBe(3);
    const fired = again.book
      .eventsOf(again.cases()[0].caseId)
      .flatMap(({ does }) => (does.kind === 'fire' ? [does.key] : []));
    expect(new Set(fired).size).toBe(fired.length);
    await again.stop();
  });

  it('keeps nothing of a command that the disk refuses, and goes on when there is room', async () => {
    const state = { full: false };
    const at = await start(temporaryFolder(), new HandClock(), (journal) => ({
      ...journal,
      get last() {
        return journal.last;
      },
      append: (bodies) => (state.full ? Promise.reject(new HostError('disk-full')) : journal.append(bodies)),
      read: (after, limit) => journal.read(after, limit),
      onAppended: (listener) => journal.onAppended(listener),
      close: () => journal.close(),
    }));
    await at.raise('smoke', 4);
    const [file] = at.cases();
    state.full = true;
    await expect(at.give(file, 'operator', { kind: 'acknowledge' })).rejects.toMatchObject({
      code: 'disk-full',
    });
    await expect(at.raise('gasLeak', 5)).rejects.toMatchObject({ code: 'disk-full' });
    expect(at.cases()).toEqual([file]);
    expect(at.alerts.alerts().every(({ acknowledged }) => !acknowledged)).toBe(true);
    state.full = false;
    expect(await at.give(file, 'operator', { kind: 'acknowledge' })).toMatchObject({ ok: true });
    await at.raise('gasLeak', 5);
    expect(at.cases()).toHaveLength(2);
    await at.stop();
  });

  it('makes a report a case with a code to ask after it, and the same report once', async () => {
    const at = await start(temporaryFolder(), new HandClock());
    const report: CaseReport = {
      ...{
        source: 'citizen',
        device: '',
        matter: 'rubbish',
        level: 4,
        grid: 'G1',
        drill: false,
        follows: '',
      },
      place: { lng: 120, lat: 30, building: '', text: '3 幢北侧' },
    };
    const one = await at.engine.report('r-1', report, null, by('operator', null));
    const two = await at.engine.report('r-1', report, null, by('operator', null));
    expect(one).toMatchObject({
      ok: true,
      repeated: false,
      progressCode: expect.stringMatching(/^[A-Z0-9]{8}$/),
    });
    expect(two).toMatchObject({
      ok: true,
      repeated: true,
      caseNo: one.caseNo,
      progressCode: one.progressCode,
    });
    expect(at.cases()).toHaveLength(1);
    expect(at.cases()[0]).toMatchObject({ progressCode: one.progressCode, caseNo: one.caseNo });
    await at.stop();
  });

  it('gives each of many alarms of one moment a case with a number of its own', async () => {
    const at = await start(temporaryFolder(), new HandClock());
    const readings = at.directory.devices.map((device) => ({
      device,
      reading: { kind: 'smoke' as const, value: 1, active: true, at: 1_700_000_000_000, demo: true },
    }));
    await at.alerts.apply(at.journal, readings);
    const numbers = at.cases().map(({ caseNo }) => caseNo);
    expect(numbers).toHaveLength(readings.length);
    expect(new Set(numbers).size).toBe(readings.length);
    expect(numbers.toSorted().at(-1)).toMatch(/-0040$/);
    await at.stop();
  });

  it('opens a case on a device that does not speak as a repair, not as a fire', async () => {
    const at = await start(temporaryFolder(), new HandClock());
    const reading = {
      kind: 'smoke',
      value: 0,
      active: true,
      at: 1_700_000_000_000,
      demo: true,
      condition: 'silent',
    } as const;
    const [alert] = await at.alerts.apply(at.journal, [{ device: at.directory.devices[2], reading }]);
    expect(at.cases()).toEqual([]);
    await at.engine.openOn(alert.id, by('operator', null));
    expect(at.cases()[0]).toMatchObject({ matter: 'repair', device: '', level: 3, state: 'received' });
    await at.stop();
  });

  it('gives a chattering device one file, whose events count what changed and not what was said', async () => {
    const clock = new HandClock();
    const at = await start(temporaryFolder(), clock);
    for (let i = 0; i < 30; i++) {
      clock.advance(500);
      await at.raise('smoke', 4);
    }
    expect(at.cases()).toHaveLength(1);
    expect(at.cases()[0].version).toBe(3);
    await at.stop();
  });
});
