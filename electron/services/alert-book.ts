/**
 * The live alerts in memory, as the journal tells them. Journal first: a change counts here only once it is on the disk.
 * Runs one thing at a time, so that two changes of one alert cannot start from the same state.
 */
import type { Alert, AlertLevel } from '../../shared/cases/alert.ts';
import {
  type AlertDevice,
  alertKey,
  applyReading,
  isLive,
  type Reading,
  withdraw,
} from '../../shared/cases/transitions.ts';
import type { JournalBody, JournalRecord } from '../../shared/host/journal-record.ts';
import type { DeviceKind } from '../../shared/model/words.ts';
import type { Journal } from './journal.ts';

export type DeviceReading = { device: AlertDevice; reading: Reading };

/** The record keeps the kind as text; only this file writes it, from a DeviceKind. */
type AlertRecord = Extract<JournalBody, { kind: 'alert.changed' }>['alert'];

export class AlertBook {
  private readonly live = new Map<string, Alert>();
  private turn: Promise<unknown> = Promise.resolve();
  private levelOf: ((kind: DeviceKind) => AlertLevel) | null = null;
  private follower: ((changed: readonly Alert[]) => Promise<readonly JournalBody[]>) | null = null;

  /** What follows from changed alerts stands in the same append as they do (cases). */
  follow(follower: (changed: readonly Alert[]) => Promise<readonly JournalBody[]>): void {
    this.follower = follower;
  }

  /** The site's levels, for alerts that are raised from here on. */
  goBy(levelOf: (kind: DeviceKind) => AlertLevel): void {
    this.levelOf = levelOf;
  }

  /** Other work that rests on the alerts as they are; `keep` takes in what it has brought to the disk. */
  inTurn<T>(work: (keep: (changed: readonly Alert[]) => void) => Promise<T>): Promise<T> {
    const done = this.turn.then(() =>
      work((changed) => {
        for (const alert of changed) this.keep(alert);
      }),
    );
    this.turn = done.catch(() => {});
    return done;
  }

  /** For every record of the journal at start. */
  replay(record: JournalRecord): void {
    if (record.body.kind === 'alert.changed') this.keep(fromRecord(record.body.alert));
  }

  /** Live alerts, in no particular order. */
  alerts(): Alert[] {
    return [...this.live.values()];
  }

  get(device: string, kind: string): Alert | undefined {
    return this.live.get(alertKey(device, kind));
  }

  /**
   * Applies readings in order; several of one alert become one record. `beside`: kept in the same append, where there is one. Resolves to the
   * alerts changed.
   */
  apply(
    journal: Journal,
    readings: readonly DeviceReading[],
    beside: readonly JournalBody[] = [],
  ): Promise<Alert[]> {
    return this.change(journal, beside, (changed) => {
      for (const { device, reading } of readings) {
        const key = alertKey(device.id, reading.kind, reading.condition);
        const live = changed.get(key) ?? this.live.get(key);
        const next = applyReading(live, device, reading, this.levelOf?.(reading.kind));
        if (next) changed.set(key, next);
      }
    });
  }

  /** Ends demo alerts whose device `isThere` does not know. */
  withdraw(journal: Journal, isThere: (alert: Alert) => boolean, at: number): Promise<Alert[]> {
    return this.each(journal, (alert) => (isThere(alert) ? null : withdraw(alert, at)));
  }

  private each(journal: Journal, next: (alert: Alert) => Alert | null): Promise<Alert[]> {
    return this.change(journal, [], (changed) => {
      for (const [key, alert] of this.live) {
        const after = next(alert);
        if (after) changed.set(key, after);
      }
    });
  }

  private change(
    journal: Journal,
    beside: readonly JournalBody[],
    fill: (changed: Map<string, Alert>) => void,
  ): Promise<Alert[]> {
    return this.inTurn(async (keep) => {
      const changed = new Map<string, Alert>();
      fill(changed);
      const alerts = [...changed.values()];
      if (alerts.length === 0) return alerts;
      const following = (await this.follower?.(alerts)) ?? [];
      await journal.append([
        ...alerts.map((alert) => ({ kind: 'alert.changed' as const, alert })),
        ...following,
        ...beside,
      ]);
      keep(alerts);
      return alerts;
    });
  }

  private keep(alert: Alert): void {
    const key = alertKey(alert.device, alert.kind, alert.condition);
    if (isLive(alert)) this.live.set(key, alert);
    else this.live.delete(key);
  }
}

function fromRecord(alert: AlertRecord): Alert {
  return { ...alert, kind: alert.kind as DeviceKind };
}
