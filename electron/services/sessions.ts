/**
 * Sessions of one desk: who has signed in at which window, by a token that only the memory of its page holds. Owns how many there are and
 * when one is over; what a person may do is desk.ts.
 */
import { randomBytes } from 'node:crypto';
import { hasEnded } from '../../shared/access/permissions.ts';
import { HostError } from '../../shared/host/host-error.ts';
import type { Person } from './people.ts';

/** Windows of one desk signed in at once; the oldest goes. */
const MOST_SESSIONS = 24;

export interface Session {
  token: string;
  person: Person;
  /** The personal key is given once. */
  keyGiven: boolean;
}

export class Sessions {
  private readonly byToken = new Map<string, Session>();
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  begin(person: Person): Session {
    const session = { token: randomBytes(24).toString('base64url'), person, keyGiven: false };
    while (this.byToken.size >= MOST_SESSIONS)
      this.byToken.delete(this.byToken.keys().next().value as string);
    this.byToken.set(session.token, session);
    return session;
  }

  /** @throws HostError 'session-over'. */
  get(token: string): Session {
    const session = this.byToken.get(token);
    if (!session) throw new HostError('session-over');
    if (hasEnded(session.person, this.now())) {
      this.byToken.delete(token);
      throw new HostError('session-over', 'expired');
    }
    return session;
  }

  /** Who signed in last. */
  last(): Session | undefined {
    return [...this.byToken.values()].at(-1);
  }

  /** Every window needs the new key to read what is written next. */
  renewKeys(): void {
    for (const session of this.byToken.values()) session.keyGiven = false;
  }

  /** Ends those of a person; `but`: the token of one that stays. */
  endOf(person: string, but = ''): void {
    for (const [token, session] of this.byToken)
      if (session.person.id === person && token !== but) this.byToken.delete(token);
  }

  clear(): void {
    this.byToken.clear();
  }
}
