/**
 * Who of several machines of a site has the duty: the rules of the lease as a pure machine. It is told what was heard and what time it is by this
 * machine's own clock that never jumps, and says when to publish. Times of other machines are never compared. Knows no broker.
 */
import * as v from 'valibot';

/** How often the holder publishes, and how long what it published holds for those who heard it. */
export const RENEW_MS = 10_000;
export const VALID_MS = 30_000;
/** How long is listened before a claim, and again before it counts: more than a message to the broker and on takes, twice. */
export const SETTLE_MS = 5_000;
/** How long a holder that the broker lost has to come back. */
const GRACE_MS = 5_000;
/** A holder that is connected again listens first: another may have taken over. */
const LISTEN_MS = 1_000;
/** So high that no site gets there, so low that one more is still a whole number. */
const MOST_TERM = 2 ** 48;

export const MachineIdSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,64}$/));

/** What the holder publishes, kept by the broker. */
export const LeaseSchema = v.strictObject({
  machine: MachineIdSchema,
  /** As the site calls the machine. */
  name: v.pipe(v.string(), v.maxLength(60)),
  /** Grows with every change of duty: the higher one holds. */
  term: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_TERM)),
  /** By the holder's clock, for people to read; 0: given up. */
  until: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type Lease = v.InferOutput<typeof LeaseSchema>;

/** What the broker publishes for a holder that it lost. */
export const GoneSchema = v.strictObject({ machine: MachineIdSchema });

type Claim = Pick<Lease, 'machine' | 'term'>;

export interface DutyMachine {
  readonly machine: string;
  /** The id this machine had the duty under when it last ran; ''. */
  readonly formerly: string;
  readonly mode: 'observer' | 'settling' | 'duty';
  /** Of the own claim; 0: none. */
  readonly term: number;
  /** The highest that was heard of. */
  readonly top: number;
  /** Whom others have told of. */
  readonly holder: { readonly lease: Lease; readonly heardAt: number; readonly goodUntil: number } | null;
  /** Since when the broker is heard; null: it is not. */
  readonly linkedAt: number | null;
  /** When a claim counts, or when the lease is published again. */
  readonly nextAt: number;
}

export type DutyInput =
  | { kind: 'linked' }
  | { kind: 'lost' }
  | { kind: 'heard'; lease: Lease }
  | { kind: 'gone'; machine: string }
  | { kind: 'tick' }
  /** By hand. Without a broker nothing comes of it. */
  | { kind: 'take' };

export interface DutyStep {
  state: DutyMachine;
  /** The lease of `state.term` is to be published now. */
  publish: boolean;
}

/** `held`: the duty this machine had when it last ran and never gave up; it goes on with it until it hears of another. */
export function newDutyMachine(machine: string, held: Claim | null): DutyMachine {
  return {
    machine,
    formerly: held?.machine ?? '',
    mode: held ? 'duty' : 'observer',
    term: held?.term ?? 0,
    top: held?.term ?? 0,
    holder: null,
    linkedAt: null,
    nextAt: 0,
  };
}

export function dutyStep(state: DutyMachine, input: DutyInput, now: number): DutyStep {
  switch (input.kind) {
    case 'linked':
      return still({ ...state, linkedAt: now, nextAt: now + LISTEN_MS });
    case 'lost':
      return still({ ...(state.mode === 'settling' ? observer(state) : state), linkedAt: null });
    case 'heard':
      return heard(state, input.lease, now);
    case 'gone':
      return gone(state, input.machine, now);
    case 'tick':
      return tick(state, now);
    case 'take':
      return state.linkedAt === null || state.mode !== 'observer' ? still(state) : claim(state, now);
  }
}

/** The higher claim holds; of two that are as high, the machine whose id is later. */
function isAbove(a: Claim, b: Claim): boolean {
  return a.term !== b.term ? a.term > b.term : a.machine > b.machine;
}

function heard(before: DutyMachine, lease: Lease, now: number): DutyStep {
  const state = { ...before, top: Math.max(before.top, lease.term) };
  // The own voice, or that of the own last run.
  if (lease.machine === state.machine) return still(state);
  if (lease.machine === state.formerly && lease.term <= state.term) return still(state);
  const { holder } = state;
  if (lease.until === 0) {
    // What the broker keeps must be the lease that holds.
    if (state.mode !== 'observer') return { state, publish: true };
    return still(holder?.lease.machine === lease.machine ? ended(state, now) : state);
  }
  const told = { lease, heardAt: now, goodUntil: now + VALID_MS };
  if (state.mode === 'observer') {
    const isOver = !holder || now >= holder.goodUntil || !isAbove(holder.lease, lease);
    return still(isOver ? { ...state, holder: told } : state);
  }
  if (isAbove(lease, state)) return still({ ...observer(state), holder: told });
  return { state, publish: true };
}

function gone(state: DutyMachine, machine: string, now: number): DutyStep {
  const { holder } = state;
  if (holder?.lease.machine !== machine) return still(state);
  const goodUntil = Math.min(holder.goodUntil, now + GRACE_MS);
  return still({ ...state, holder: { ...holder, goodUntil } });
}

function tick(state: DutyMachine, now: number): DutyStep {
  if (state.linkedAt === null) return still(state);
  switch (state.mode) {
    case 'observer': {
      const isFree = !state.holder || now >= state.holder.goodUntil;
      return isFree && now - state.linkedAt >= SETTLE_MS ? claim(state, now) : still(state);
    }
    case 'settling':
      return now < state.nextAt ? still(state) : renewed({ ...state, mode: 'duty' }, now);
    case 'duty':
      return now < state.nextAt ? still(state) : renewed(state, now);
  }
}

function claim(state: DutyMachine, now: number): DutyStep {
  const term = Math.min(state.top + 1, MOST_TERM);
  return {
    state: { ...state, mode: 'settling', term, top: term, nextAt: now + SETTLE_MS },
    publish: true,
  };
}

const renewed = (state: DutyMachine, now: number): DutyStep => ({
  state: { ...state, nextAt: now + RENEW_MS },
  publish: true,
});

const observer = (state: DutyMachine): DutyMachine => ({ ...state, mode: 'observer', term: 0 });

const ended = (state: DutyMachine, now: number): DutyMachine => ({
  ...state,
  holder: state.holder && { ...state.holder, goodUntil: now },
});

const still = (state: DutyMachine): DutyStep => ({ state, publish: false });
