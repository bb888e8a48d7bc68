/**
 * Slows down guessing: the wait doubles with every wrong secret, per door (the passphrase, each person's PIN), and outlives a restart. An
 * attempt is counted on the disk before it is looked at, so that killing the program does not give it back. Deleting the file
 * does: whoever can do that can also guess elsewhere, against which only a good passphrase helps.
 */
import { join } from 'node:path';
import * as v from 'valibot';
import { HostError } from '../../shared/host/host-error.ts';
import { diskError } from './disk-error.ts';
import { type DurableDisk, readJson, realDisk, replaceFile } from './durable-file.ts';

/** Wrong tries that cost nothing: people mistype. */
const FREE = 3;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60 * 60_000;
/** What a file that cannot be read is taken for. */
const SUSPICIOUS = FREE + 6;

const DoorSchema = v.object({ fails: v.pipe(v.number(), v.integer(), v.minValue(0)), at: v.number() });
const FileSchema = v.record(v.string(), DoorSchema);
type Door = v.InferOutput<typeof DoorSchema>;

export interface Attempts {
  /** Milliseconds until this door is looked at again; 0: now. */
  waitMs(door: string): number;
  /** Runs the check unless it must wait (HostError 'try-later', detail: ms). What it answers as true resets the door. */
  attempt(door: string, check: () => Promise<boolean>): Promise<boolean>;
  /** An administrator lets somebody try again at once. */
  reset(door: string): Promise<void>;
}

export async function openAttempts(
  folder: string,
  now: () => number,
  disk: DurableDisk = realDisk,
): Promise<Attempts> {
  const path = join(folder, 'attempts.json');
  const doors = new Map<string, Door>();
  let suspicious: Door | null = null;
  try {
    for (const [door, state] of Object.entries((await readJson(path, FileSchema)) ?? {}))
      doors.set(door, state);
  } catch {
    suspicious = { fails: SUSPICIOUS, at: now() };
  }
  let turn: Promise<unknown> = Promise.resolve();

  const stateOf = (door: string): Door => doors.get(door) ?? suspicious ?? { fails: 0, at: 0 };

  function waitMs(door: string): number {
    const state = stateOf(door);
    if (state.fails < FREE) return 0;
    // A clock set back begins the wait anew: it must end some time.
    if (now() < state.at) state.at = now();
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (state.fails - FREE));
    return Math.max(0, state.at + wait - now());
  }

  async function set(door: string, state: Door | null): Promise<void> {
    if (state) doors.set(door, state);
    else if (suspicious) doors.set(door, { fails: 0, at: 0 });
    else doors.delete(door);
    try {
      await replaceFile(path, new TextEncoder().encode(JSON.stringify(Object.fromEntries(doors))), disk);
    } catch (error) {
      throw diskError(error);
    }
  }

  /** One at a time: guesses side by side would all pass before the first is counted. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work);
    turn = done.catch(() => {});
    return done;
  }

  return {
    waitMs,
    attempt: (door, check) =>
      inTurn(async () => {
        const wait = waitMs(door);
        if (wait > 0) throw new HostError('try-later', String(Math.ceil(wait)));
        await set(door, { fails: stateOf(door).fails + 1, at: now() });
        const right = await check();
        if (right) await set(door, null);
        return right;
      }),
    reset: (door) => inTurn(() => set(door, null)),
  };
}
