/**
 * The worker's way to numbers for planners: one discloser a window, whose memory all windows and runs share through the host. Owns that
 * answers are kept there before they are shown, and that a window which was not alone works its numbers out anew. Keys: none; the secret
 * is of the core class.
 */
import { ANSWER_BYTES } from '../../shared/access/answered-sets.ts';
import { fromBase64, toBase64 } from '../../shared/access/byte-text.ts';
import { Discloser, type PersonWords, wordsOfRows } from '../../shared/access/disclose.ts';
import { type Community, rowCount } from '../../shared/query/community.ts';
import { CountedPeople, type CountedTable, stableId } from '../../shared/query/counted-people.ts';

/** The host's memory of answers (`disclosure.*` of the contract), as the page hands it in. */
export interface AnswerMemory {
  read(after: number): Promise<{ memory: string; size: number }>;
  /** False: somebody else was answered since `after`; nothing was kept. */
  remember(answers: string, after: number): Promise<boolean>;
}

/** The memory could not be reached, is full, or changed faster than this window could follow: no number is shown then. */
export class RoundingError extends Error {
  readonly code = 'numbers-withheld';
  constructor() {
    super('the memory of answers does not answer');
    this.name = 'RoundingError';
  }
}

/** Bytes of one message: base64 of it stays below the contract's limit. */
const MOST_BYTES = 600_000;
/** Another window may be answered in between, but hardly this often in a row. */
const TRIES = 6;

interface Loaded {
  discloser: Discloser;
  /** Bytes of the host's memory that are in it. */
  size: number;
  people: WeakMap<Community, CountedPeople>;
}

export class Rounding {
  private readonly secret: Uint8Array;
  private readonly memory: AnswerMemory;
  private loaded: Loaded | null = null;
  private fresh: Uint8Array[] = [];
  private turn: Promise<unknown> = Promise.resolve();
  /** By the column that holds the ids (else the table): it stays the same while keys come and go. */
  private readonly words = new WeakMap<object, PersonWords>();

  constructor(secret: Uint8Array, memory: AnswerMemory) {
    this.secret = secret;
    this.memory = memory;
  }

  /**
   * What `ask` makes of the community, once all its numbers are kept. `ask` may run again: it must change nothing. Rejects with
   * RoundingError.
   */
  answer<T>(community: Community, ask: (people: CountedPeople) => T): Promise<T> {
    const done = this.turn.then(() => this.kept(community, ask));
    this.turn = done.catch(() => {});
    return done;
  }

  private async kept<T>(community: Community, ask: (people: CountedPeople) => T): Promise<T> {
    for (let tries = 0; tries < TRIES; tries++) {
      const loaded = (this.loaded ??= await this.load());
      this.fresh = [];
      try {
        const answer = ask(this.peopleOf(loaded, community));
        if (await this.keep(loaded)) return answer;
      } catch (error) {
        // What was worked out and not kept must not be what the next answer is near to.
        this.loaded = null;
        throw error;
      }
      this.loaded = null;
    }
    throw new RoundingError();
  }

  private async load(): Promise<Loaded> {
    try {
      const discloser = new Discloser(this.secret, { onAnswered: (answer) => this.fresh.push(answer) });
      for (let at = 0; ; ) {
        const { memory, size } = await this.memory.read(at);
        const part = fromBase64(memory);
        if (!part) throw new RoundingError();
        discloser.learn(part);
        at += part.length;
        if (at < size && part.length > 0) continue;
        return { discloser, size: at, people: new WeakMap() };
      }
    } catch (error) {
      if (error instanceof RoundingError) throw error;
      throw new RoundingError();
    }
  }

  /** False: another window was answered meanwhile. */
  private async keep(loaded: Loaded): Promise<boolean> {
    const bytes = joined(this.fresh);
    this.fresh = [];
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + MOST_BYTES - (MOST_BYTES % ANSWER_BYTES));
      const isKept = await this.memory.remember(toBase64(part), loaded.size).catch(() => {
        throw new RoundingError();
      });
      if (!isKept) return false;
      at += part.length;
      loaded.size += part.length;
    }
    return true;
  }

  private peopleOf({ people, discloser }: Loaded, community: Community): CountedPeople {
    const known = people.get(community);
    if (known) return known;
    const made = new CountedPeople(
      community,
      (table) => this.wordsOf(community, table),
      (set) => discloser.disclose(set).value ?? 0,
    );
    people.set(community, made);
    return made;
  }

  private wordsOf(community: Community, table: CountedTable): PersonWords {
    const rows = rowCount(community, table);
    const at = community.tables[table]?.columns['id'] ?? community.tables[table] ?? null;
    const known = at && this.words.get(at);
    if (known) return known;
    const made = wordsOfRows(this.secret, rows, (row) => stableId(community, table, row));
    if (at) this.words.set(at, made);
    return made;
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
