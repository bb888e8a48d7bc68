/** Machines of one site on a broker of this process: who acts, who only looks on, and what they tell each other. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { AlertBook } from '../../../../../electron/services/alert-book.ts';
import { AuditLog, AuditReplay, NOBODY } from '../../../../../electron/services/audit-log.ts';
import { CaseBook } from '../../../../../electron/services/cases/case-book.ts';
import { CaseEngine } from '../../../../../electron/services/cases/case-engine.ts';
import { CaseSettings } from '../../../../../electron/services/cases/case-settings.ts';
import { createDutyHandlers } from '../../../../../electron/services/duty/duty-desk.ts';
import { DutyService } from '../../../../../electron/services/duty/duty-service.ts';
import { createHostEvents } from '../../../../../electron/services/events.ts';
import { openJournal } from '../../../../../electron/services/journal.ts';
import { type SeatRole, seatActor } from '../../../../../shared/cases/case-actor.ts';
import { NO_SECRETS, type SourceOf } from '../../../../../shared/feeds/source.ts';
import type { DutyStatus } from '../../../../../shared/host/duty-methods.ts';
import { HandClock, smallDirectory } from '../../../../support/host-fixtures.ts';
import { type MadeBroker, madeBroker } from '../../../../support/made-broker.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const CANARY = '王小明 13912345678';
const WORKER = { id: 'w1', name: CANARY, role: 'gridWorker', grid: 'G1', post: 'a', shift: 'rotating' };

async function machine(
  broker: MadeBroker | null,
  clock: HandClock,
  name: string,
  folder = temporaryFolder(),
) {
  if (broker)
    await writeFile(join(folder, 'duty.json'), JSON.stringify({ source: 'site', site: 'yunhe', name }));
  const alerts = new AlertBook();
  const book = new CaseBook();
  const replay = new AuditReplay();
  const journal = await openJournal({
    folder: join(folder, 'journal'),
    now: clock.now,
    onReplay: (record) => {
      for (const each of [alerts, book, replay]) each.replay(record);
    },
  });
  const audit = await AuditLog.open({ folder, journal, now: clock.now, replay, anchor: null });
  const settings = await CaseSettings.open(folder);
  const directory = { ...smallDirectory(false, 40), community: CANARY, workers: [WORKER] };
  directory.devices = directory.devices.map((each) => ({ ...each, grid: 'G1', place: CANARY }));
  const events = createHostEvents();
  const told: DutyStatus[] = [];
  events.subscribe((event, payload) => {
    if (event === 'duty.changed') told.push(payload as DutyStatus);
  });
  const trouble: unknown[] = [];
  const onTrouble = (error: unknown) => trouble.push(error);
  const duty = await DutyService.open({
    ...{ folder, profileId: `profile-${name}`, clock, monotonic: clock.now, events, book, onTrouble },
  });
  journal.onAppended((records) => {
    for (const record of records) book.replay(record);
    duty.follow(records);
  });
  const engine = new CaseEngine({
    ...{ journal, alerts, book, audit, settings, clock, directory: () => directory, onTrouble },
    deviceOf: (id) => directory.devices.find((device) => device.id === id),
    observing: () => duty.observing,
  });
  const url = broker?.url ?? '';
  const source = { type: 'mqtt', id: 'site', url } as SourceOf<'mqtt'>;
  duty.start({ sources: { get: () => source, secretsOf: () => NO_SECRETS }, engine });
  engine.start();
  let open = true;
  const stop = async () => {
    if (!open) return;
    open = false;
    await engine.close();
    await duty.close();
    await journal.close();
  };
  onTestFinished(stop);
  const by = (seat: SeatRole) => ({ actor: seatActor(seat, []), audit: NOBODY });
  return {
    ...{ name, folder, duty, engine, book, alerts, audit, told, trouble, stop, by },
    handlers: createDutyHandlers({ duty, cases: { commander: (_session, seat) => by(seat) }, audit }),
    raise: (index: number, active = true) => {
      const device = directory.devices[index];
      const reading = { kind: 'smoke' as const, value: 1, active, at: clock.now(), demo: false };
      return alerts.apply(journal, [{ device, reading }]);
    },
  };
}
type Machine = Awaited<ReturnType<typeof machine>>;

async function site(names: readonly string[]) {
  const clock = new HandClock();
  const broker = await madeBroker();
  onTestFinished(() => broker.close());
  const kept = new Map<string, string>();
  broker.aedes.subscribe(
    'linli/#',
    (packet, done) => {
      kept.set(packet.topic, String(packet.payload));
      done();
    },
    () => {},
  );
  const machines: Machine[] = [];
  for (const name of names) machines.push(await machine(broker, clock, name));
  const until = (check: () => void, step = 250) =>
    vi.waitFor(
      () => {
        clock.advance(step);
        check();
      },
      { timeout: 8_000, interval: 10 },
    );
  const roles = () => machines.map(({ duty }) => duty.status().role).sort();
  const settled = () =>
    until(() => expect(roles()).toEqual(['duty', ...names.slice(1).map(() => 'observer')]));
  const pair = () => {
    const holder = machines.find(({ duty }) => duty.observing === null);
    const other = machines.find((each) => each !== holder);
    if (!holder || !other) throw new Error('nobody');
    return { holder, other };
  };
  return { clock, broker, kept, machines, until, roles, settled, pair };
}

describe('the duty of a site', { timeout: 20_000 }, () => {
  it('is every machine’s own where no site is named', async () => {
    const alone = await machine(null, new HandClock(), 'one');
    expect(alone.duty.status()).toMatchObject({ role: 'alone', linked: false, cases: [] });
    await alone.raise(3);
    expect([...alone.book.all()]).toHaveLength(1);
    const taking = alone.handlers['duty.takeOver']({ session: null, seat: 'supervisor' });
    await expect(taking).rejects.toMatchObject({ code: 'conflict' });
  });

  it('lets one act; the other opens nothing, takes no command, and sees what is shared', async () => {
    const { kept, until, settled, pair } = await site(['east', 'west']);
    await settled();
    const { holder, other } = pair();
    await until(() => expect(other.duty.observing).toBe(holder.name));
    await other.raise(3);
    expect([...other.book.all()]).toEqual([]);
    const [alert] = other.alerts.alerts();
    const answer = await other.engine.openOn(alert?.id ?? '', other.by('operator'));
    expect(answer).toMatchObject({
      ok: false,
      refusal: { reason: 'observer', facts: { holder: holder.name } },
    });
    expect(await other.engine.acknowledge([alert?.id ?? ''], other.by('operator'))).toBe(1);

    await holder.raise(3);
    const [file] = [...holder.book.all()];
    if (!file) throw new Error('no case');
    await until(() => expect(other.duty.status().cases).toMatchObject([{ caseId: file.caseId, grid: 'G1' }]));
    const shared = kept.get(`linli/site/yunhe/case/${file.caseId}`) ?? '';
    expect(Object.keys(JSON.parse(shared)).sort()).toEqual([
      'caseId',
      'caseNo',
      'drill',
      'due',
      'grid',
      'lat',
      'level',
      'lng',
      'matter',
      'openedAt',
      'state',
      'step',
      'version',
    ]);
    for (const said of kept.values()) expect(said).not.toMatch(/王小明|13912345678/);
    await until(() => expect(other.told.at(-1)?.cases).toHaveLength(1));

    // Over, it is shared no more.
    const { caseId } = file;
    const give = (seat: SeatRole, id: string, reason: 'reject' | 'cancel') =>
      holder.engine.command(
        {
          ...{ id, caseId, version: holder.book.get(caseId)?.version ?? 0, sealed: null },
          does: reason === 'cancel' ? { kind: 'cancel', reason: 'mistaken' } : { kind: 'confirmCancel' },
        } as Parameters<CaseEngine['command']>[0],
        { actor: { ...seatActor(seat, []), id: `seat-${seat}-${id}` }, audit: NOBODY },
      );
    await give('operator', 'x1', 'cancel');
    await give('supervisor', 'x2', 'reject');
    expect(holder.book.get(caseId)?.state).toBe('cancelled');
    await until(() => expect(other.duty.status().cases).toEqual([]));
    expect([...holder.trouble, ...other.trouble]).toEqual([]);
  });

  it('is taken over within its validity from a machine that is killed, with the alerts that nobody handled', async () => {
    const { clock, broker, kept, machines, until, settled, pair } = await site(['east', 'west']);
    await settled();
    const { holder, other } = pair();
    await holder.raise(5);
    await until(() => expect(other.duty.status().cases).toHaveLength(1));
    await other.raise(5);
    const from = clock.now();
    // Its connection breaks, then it is gone before it could say so.
    const { machine: id } = JSON.parse(kept.get('linli/site/yunhe/duty') ?? '') as { machine: string };
    const clients = broker.aedes as unknown as { clients: Record<string, { conn: { destroy(): void } }> };
    clients.clients[`linli-${id}-duty`]?.conn.destroy();
    await until(() => expect(holder.duty.status()).toMatchObject({ role: 'duty', linked: false }), 10);
    await holder.stop();
    machines.splice(machines.indexOf(holder), 1);
    await other.raise(7);
    await until(() => expect(other.duty.status().role).toBe('duty'), 100);
    expect(clock.now() - from).toBeLessThanOrEqual(30_000);
    // The one of the case that was shared is not opened twice.
    await until(() => expect([...other.book.all()]).toHaveLength(1));
    expect(other.duty.status().cases).toHaveLength(1);
    const held = JSON.parse(await readFile(join(other.folder, 'duty-held.json'), 'utf8')) as { term: number };
    expect(held.term).toBe(2);
  });

  it('is taken over by hand by a supervisor, audited, and the old holder looks on at once', async () => {
    const { until, settled, pair } = await site(['east', 'west']);
    await settled();
    const { holder, other } = pair();
    await until(() => expect(other.duty.status().linked).toBe(true));
    const take = (seat: SeatRole) => other.handlers['duty.takeOver']({ session: null, seat });
    await expect(take('operator')).rejects.toMatchObject({ code: 'not-allowed' });
    await take('supervisor');
    await until(() => expect(holder.duty.status()).toMatchObject({ role: 'observer', holder: other.name }));
    await until(() => expect(other.duty.status().role).toBe('duty'));
    const [entry] = await other.audit.read(0, 10);
    expect(entry).toMatchObject({ kind: 'desk.configured', detail: { what: 'duty', act: 'takeOver' } });
  });

  it('is kept by its holder while the broker is away, also over a start', async () => {
    const { clock, broker, until, settled, machines } = await site(['east']);
    await settled();
    const [only] = machines;
    if (!only) throw new Error('nobody');
    await broker.close();
    await until(() => expect(only.duty.status()).toMatchObject({ role: 'duty', linked: false }));
    await only.stop();
    const again = await machine(broker, clock, 'east', only.folder);
    expect(again.duty.status()).toMatchObject({ role: 'duty', linked: false, holder: 'east' });
    await again.raise(3);
    expect([...again.book.all()]).toHaveLength(1);
  });
});
