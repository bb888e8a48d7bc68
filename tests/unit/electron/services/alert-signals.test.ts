import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AlertBook } from '../../../../electron/services/alert-book.ts';
import { AlertSignals } from '../../../../electron/services/alert-signals.ts';
import { AuditLog, AuditReplay, NOBODY } from '../../../../electron/services/audit-log.ts';
import { createHostEvents } from '../../../../electron/services/events.ts';
import { openJournal } from '../../../../electron/services/journal.ts';
import { SignalBook } from '../../../../electron/services/signal-book.ts';
import { soundingLevel } from '../../../../shared/cases/alarm-sound.ts';
import { announcements, audible, type Shelf } from '../../../../shared/cases/alert-signals.ts';
import { acknowledge } from '../../../../shared/cases/transitions.ts';
import type { AlertSignals as SignalNews } from '../../../../shared/host/case-schemas.ts';
import type { DeviceKind } from '../../../../shared/model/words.ts';
import { HandClock, smallDirectory } from '../../../support/host-fixtures.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const MINUTE = 60_000;
const BY = { actor: { id: 'seat-operator' }, audit: NOBODY };

async function start(folder: string, clock: HandClock, count = 20) {
  const alerts = new AlertBook();
  const book = new SignalBook();
  const replay = new AuditReplay();
  const journal = await openJournal({
    folder: join(folder, 'journal'),
    now: clock.now,
    onReplay: (record) => {
      alerts.replay(record);
      book.replay(record);
      replay.replay(record);
    },
  });
  const audit = await AuditLog.open({ folder, journal, now: clock.now, replay, anchor: null });
  const events = createHostEvents();
  const told: SignalNews[] = [];
  events.subscribe((event, payload) => {
    if (event === 'live.signals') told.push(payload as SignalNews);
  });
  const signals = new AlertSignals({ journal, alerts, book, audit, events, clock });
  journal.onAppended((records) => {
    for (const record of records) book.replay(record);
    signals.follow();
  });
  signals.start();
  const { devices } = smallDirectory(true, count);
  const say = (kind: DeviceKind, which: number[], active = true) =>
    alerts.apply(
      journal,
      which.map((i) => ({
        device: devices[i],
        reading: { kind, value: 1, active, at: clock.now(), demo: true },
      })),
    );
  const seen = (id: string) =>
    alerts.inTurn(async (keep) => {
      const alert = alerts.alerts().find((each) => each.id === id);
      const next = alert && acknowledge(alert, 'p', clock.now());
      if (!next) return;
      await journal.append([{ kind: 'alert.changed', alert: next }]);
      keep([next]);
    });
  const shelves = () => new Map(book.shelves().map((shelf): [string, Shelf] => [shelf.alert, shelf]));
  const shown = () => announcements(alerts.alerts(), signals.news().flood, shelves(), clock.now());
  const heard = () => soundingLevel(audible(alerts.alerts(), signals.news().flood, shelves(), clock.now()));
  const pass = async (ms: number) => {
    clock.advance(ms);
    // The clock has begun a look itself, at its first tick.
    await signals.look();
    await signals.look();
  };
  const stop = async () => {
    await signals.close();
    await journal.close();
  };
  return { alerts, book, journal, audit, signals, told, say, seen, shown, heard, pass, stop };
}

describe('alert signals in the host', { timeout: 30_000 }, () => {
  it('a shelf survives a start, hides also what begins anew, and at its end an active alert is announced again', async () => {
    const clock = new HandClock();
    const folder = temporaryFolder();
    let at = await start(folder, clock);
    const [alert] = await at.say('manhole', [1]);
    await at.seen(alert.id);
    const until = clock.now() + 60 * MINUTE;
    const answer = await at.signals.shelve(alert.id, 'works', until, BY);
    expect(answer).toMatchObject({ ok: true, shelf: { reason: 'works', until, by: 'seat-operator' } });
    expect(at.told.at(-1)?.shelves).toHaveLength(1);
    expect((await at.audit.read(0, 10)).map(({ detail }) => detail)).toEqual([
      { does: 'shelve', kind: 'manhole', level: 3, reason: 'works', minutes: 60 },
    ]);
    await at.stop();

    clock.advance(10 * MINUTE);
    at = await start(folder, clock);
    // It ends and begins anew: another alert of the same condition, still put aside.
    await at.say('manhole', [1], false);
    clock.advance(MINUTE);
    const [again] = await at.say('manhole', [1]);
    expect(again.id).not.toBe(alert.id);
    expect([at.shown().rows.length, at.shown().shelved, at.heard()]).toEqual([0, 1, null]);
    await at.seen(again.id);
    await at.pass(48 * MINUTE);
    expect(at.book.shelves()).toHaveLength(1);
    await at.pass(2 * MINUTE);
    expect(at.book.shelves()).toEqual([]);
    expect(at.told.at(-1)?.shelves).toEqual([]);
    expect(at.shown().rows).toMatchObject([{ id: again.id, acknowledged: false, active: true }]);
    expect(at.heard()).toBe(3);
    await at.stop();
    at = await start(folder, clock);
    expect([at.book.shelves(), at.alerts.alerts()[0].acknowledged]).toEqual([[], false]);
    await at.stop();
  });

  it('one that ended while the host was off is announced at the first look', async () => {
    const clock = new HandClock();
    const folder = temporaryFolder();
    const first = await start(folder, clock);
    const [alert] = await first.say('electrical', [1]);
    await first.seen(alert.id);
    await first.signals.shelve(alert.id, 'test', clock.now() + 10 * MINUTE, BY);
    await first.stop();
    clock.advance(60 * MINUTE);
    const at = await start(folder, clock);
    await at.pass(500);
    expect(at.heard()).toBe(2);
    await at.stop();
  });

  it('refuses level I, what is too long and what is gone, and writes nothing; a person shows it again', async () => {
    const clock = new HandClock();
    const at = await start(temporaryFolder(), clock);
    const [fire] = await at.say('smoke', [1]);
    const [power] = await at.say('electrical', [2]);
    const before = at.journal.last;
    const until = clock.now() + 31 * MINUTE;
    expect(await at.signals.shelve(fire.id, 'works', until, BY)).toEqual({ ok: false, reason: 'never' });
    expect(await at.signals.shelve(power.id, 'works', until, BY)).toEqual({ ok: false, reason: 'tooLong' });
    expect(await at.signals.shelve(power.id, 'works', clock.now(), BY)).toEqual({
      ok: false,
      reason: 'past',
    });
    expect(await at.signals.shelve('none', 'works', until, BY)).toEqual({ ok: false, reason: 'missing' });
    expect(at.journal.last).toBe(before);

    await at.seen(power.id);
    const answer = await at.signals.shelve(power.id, 'works', clock.now() + MINUTE, BY);
    const condition = answer.ok ? answer.shelf.alert : '';
    expect(await at.signals.unshelve(condition, BY)).toBe(true);
    expect(await at.signals.unshelve(condition, BY)).toBe(false);
    // Whoever shows it again has seen it.
    expect(at.alerts.alerts().find(({ id }) => id === power.id)?.acknowledged).toBe(true);
    await at.stop();
  });

  it('5,000 alerts in ten seconds announce ten, the gravest; levels I and II sound alone; it ends by itself', async () => {
    const clock = new HandClock();
    const at = await start(temporaryFolder(), clock, 5_000);
    const kinds: DeviceKind[] = ['environment', 'manhole', 'door', 'waterLevel'];
    for (let i = 0; i < 100; i++) {
      const which = Array.from({ length: 49 }, (_, j) => i * 50 + j);
      await at.say(kinds[i % kinds.length], which);
      await at.say('electrical', [i * 50 + 49]);
      clock.advance(100);
    }
    await at.signals.look();
    const shown = at.shown();
    expect(at.alerts.alerts()).toHaveLength(5_000);
    expect(shown.rows.map(({ level }) => level)).toEqual(Array(10).fill(2));
    expect(shown.counted).toEqual({ 1: 0, 2: 90, 3: 2_450, 4: 2_450 });
    expect(shown.firstOut).toBe(at.alerts.alerts().find(({ device }) => device === 'D0')?.id);
    expect(at.heard()).toBe(2);
    // Told at its beginning and not with every alert.
    expect(at.told.length).toBeLessThan(5);
    expect(at.told[0].flood.since).toBeGreaterThan(0);
    for (const alert of at.alerts.alerts()) if (alert.level === 2) await at.seen(alert.id);
    expect(at.heard()).toBeNull();
    await at.pass(11 * MINUTE);
    expect(at.told.at(-1)?.flood).toEqual({ since: 0, firstOut: '' });
    expect(at.heard()).toBe(3);
    await at.stop();
  });

  it('tells what comes and goes, also of starts that fell into one record, and forgets it a minute later', async () => {
    const clock = new HandClock();
    const folder = temporaryFolder();
    let at = await start(folder, clock);
    const [alert] = await at.say('door', [3]);
    for (let i = 0; i < 2; i++) {
      clock.advance(5_000);
      await at.say('door', [3], false);
      clock.advance(5_000);
      await at.say('door', [3]);
    }
    await at.pass(500);
    expect(at.told.at(-1)?.chattering).toEqual([alert.id]);
    await at.stop();
    at = await start(folder, clock);
    expect(at.signals.news().chattering).toEqual([alert.id]);
    await at.pass(MINUTE);
    expect(at.told.at(-1)?.chattering).toEqual([]);
    await at.stop();
  });
});
