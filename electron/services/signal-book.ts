/**
 * What the journal tells of how alerts behave: when each began, whether they flood, and which conditions are put aside. Bounded; owns no clock
 * and writes nothing. Times: ms since the epoch, as the journal dated its records, so that a start tells the same as the run before it.
 */
import type { Alert } from '../../shared/cases/alert.ts';
import {
  type Flood,
  flooded,
  isChattering,
  NO_FLOOD,
  type Shelf,
  SIGNAL_LIMITS,
} from '../../shared/cases/alert-signals.ts';
import { conditionOfId, isLive } from '../../shared/cases/transitions.ts';
import type { JournalRecord } from '../../shared/host/journal-record.ts';

interface Condition {
  id: string;
  active: boolean;
  live: boolean;
  repeats: number;
  /** The last starts: as many as tell chatter. */
  starts: number[];
}

type Seen = Pick<Alert, 'id' | 'active' | 'repeats' | 'acknowledged'>;

export class SignalBook {
  private readonly conditions = new Map<string, Condition>();
  private readonly shelved = new Map<string, Shelf>();
  private flooding: Flood = NO_FLOOD;

  /** For every record of the journal, at start and as it grows. */
  replay({ at, body }: JournalRecord): void {
    if (body.kind === 'alert.shelved') this.shelved.set(body.shelf.alert, body.shelf);
    else if (body.kind === 'alert.unshelved') this.shelved.delete(body.alert);
    else if (body.kind === 'alert.changed') this.saw(body.alert as Alert, at);
  }

  private saw(alert: Seen, at: number): void {
    const key = conditionOfId(alert.id);
    const before = this.conditions.get(key);
    const { id, active, repeats } = alert;
    // Begun and over within one record counts too: the repeats tell.
    const begins = before?.id !== id || (!before.active && repeats > before.repeats);
    const starts = begins
      ? [...(before?.starts ?? []), at].slice(-SIGNAL_LIMITS.chatterStarts)
      : before.starts;
    this.conditions.set(key, { id, active, repeats, starts, live: isLive(alert as Alert) });
    if (begins) this.flooding = flooded(this.flooding, at, id);
  }

  /** Time went by: a flood may be over, and what was quiet for long is not kept. */
  pass(now: number): void {
    this.flooding = flooded(this.flooding, now, null);
    for (const [key, { live, starts }] of this.conditions) {
      if (!live && Math.abs(now - (starts.at(-1) ?? 0)) > SIGNAL_LIMITS.chatterWindow)
        this.conditions.delete(key);
    }
  }

  get flood(): Flood {
    return this.flooding;
  }

  shelves(): Shelf[] {
    return [...this.shelved.values()];
  }

  shelf(condition: string): Shelf | undefined {
    return this.shelved.get(condition);
  }

  /** Ids of the live alerts that come and go, at most so many. */
  chattering(now: number, most: number): string[] {
    const found: string[] = [];
    for (const { id, live, starts } of this.conditions.values()) {
      if (found.length >= most) break;
      if (live && isChattering(starts, now)) found.push(id);
    }
    return found;
  }
}
