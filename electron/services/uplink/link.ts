/** The way to a destination, whatever it speaks: what came of sending one event, and how what comes down is handed in. */
import type { UplinkWhy } from '../../../shared/uplink/uplink-status.ts';
import type { LiveClock } from '../live-alerts.ts';

export type SendOutcome =
  | { kind: 'taken' }
  /** The receiver knows otherwise, or will not have it: somebody has to decide. */
  | { kind: 'conflict' | 'refused'; status: number; said: string }
  /** Nothing is wrong with the event. `apart`: with the way neither, as far as this tells. */
  | { kind: 'later'; why: UplinkWhy; afterMs: number };

export interface Link {
  /** One event as it goes over the wire. Never rejects. */
  send(event: { id: string; text: string }): Promise<SendOutcome>;
  /** How many may be under way. */
  readonly width: number;
  stop(): Promise<void>;
}

export interface LinkContext {
  clock: LiveClock;
  /** Stable over restarts, and another one for every installation and destination. */
  clientId: string;
  /** What came down, as bytes; resolves when it is on the disk, rejects when it is to come again. */
  receive(bytes: Uint8Array): Promise<void>;
  /** The same as a list that was read already. */
  receiveAll(events: readonly unknown[]): Promise<void>;
  /** Where the inbox is asked on from. */
  cursor(): string;
  keepCursor(cursor: string): Promise<void>;
  /** The way is open, or why it is not. */
  state(why: UplinkWhy): void;
}

/** What the other side said, short and in one line: shown as it is, and kept. */
export function shortly(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out.
      .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
      .trim()
      .slice(0, 300)
  );
}
