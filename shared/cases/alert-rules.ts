/**
 * When a device's readings become an alarm, and when it is over: thresholds on both sides, change over a time, delays, dead band, latch and
 * silence. Owns the rule's shape and a pure state machine per device and kind, whose state is plain JSON. Times: ms since the epoch.
 */
import * as v from 'valibot';

const Limit = v.nullable(v.pipe(v.number(), v.finite()));
const Seconds = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most));

export const SignalRuleSchema = v.pipe(
  v.strictObject({
    /** The device's own alarm bit raises. */
    bit: v.boolean(),
    /** Above `high` or below `low`, in the unit of the kind; null: not looked at. */
    high: Limit,
    low: Limit,
    /** Change over a time: more than `most` (a crack that opens, a leak), or less than `least` (no water used). */
    change: v.nullable(
      v.strictObject({ seconds: v.pipe(Seconds(7 * 86_400), v.minValue(1)), most: Limit, least: Limit }),
    ),
    /** It must last so long before it raises, and be away so long before it clears. */
    onDelay: Seconds(86_400),
    offDelay: Seconds(86_400),
    /** How far inside the limit a value must come back, in percent of the limit. */
    deadBand: v.pipe(v.number(), v.minValue(0), v.maxValue(50)),
    /** Stays raised until a person resets it. */
    latch: v.boolean(),
    /** The device speaks at least so often; after twice that it is silent. 0: not watched. */
    heartbeat: Seconds(7 * 86_400),
  }),
  v.check(({ high, low }) => high === null || low === null || low < high, 'low-above-high'),
  v.check(
    ({ bit, high, low, change }) =>
      bit || high !== null || low !== null || change?.most != null || change?.least != null,
    'never-raises',
  ),
);
export type SignalRule = v.InferOutput<typeof SignalRuleSchema>;

/** What a device said. */
export interface SignalReading {
  at: number;
  /** Null: it only said that it is there. */
  value: number | null;
  /** Its own alarm bit. */
  active: boolean;
}

/** Where the signal of one device and kind stands; plain JSON. */
export interface SignalState {
  /** `rising`: in alarm, the delay runs. `falling`: gone, the delay runs. `latched`: gone, waits for a person. */
  phase: 'normal' | 'rising' | 'raised' | 'falling' | 'latched';
  since: number;
  lastAt: number;
  silent: boolean;
  /** Values to tell the change by, oldest first. */
  past: { at: number; value: number }[];
}

export const SIGNAL_START: SignalState = { phase: 'normal', since: 0, lastAt: 0, silent: false, past: [] };

export interface SignalChange {
  does: 'raise' | 'clear' | 'silent' | 'heard';
  at: number;
}

export interface SignalStep {
  state: SignalState;
  /** What came of it, in order; empty: nothing. */
  changes: SignalChange[];
}

/** A window of change is told by so many values at most. */
const MOST_PAST = 64;
const MS = 1_000;

/**
 * One more reading. What ran out before it (a delay, the silence) comes first, at its own time. A reading older than the last one, and one
 * with a number that is none, changes nothing: an older clear cannot undo a newer raise.
 */
export function step(state: SignalState, rule: SignalRule, reading: SignalReading): SignalStep {
  if (reading.at < state.lastAt || (reading.value !== null && !Number.isFinite(reading.value))) {
    return { state, changes: [] };
  }
  const { state: due, changes } = passed(state, rule, reading.at);
  if (due.silent) changes.push({ does: 'heard', at: reading.at });
  const past = reading.value === null ? due.past : remembered(due.past, rule, reading.at, reading.value);
  const heard: SignalState = { ...due, lastAt: reading.at, silent: false, past };
  const alarm = reading.value === null && !rule.bit ? isUp(heard) : inAlarm(heard, rule, reading);
  const moved = turned(heard, rule, alarm, reading.at);
  return { state: moved.state, changes: [...changes, ...moved.changes] };
}

/** Time went by and nothing was said. */
export function passed(state: SignalState, rule: SignalRule, now: number): SignalStep {
  const changes: SignalChange[] = [];
  let next = state;
  if (next.phase === 'rising' && next.since + rule.onDelay * MS <= now) {
    const at = next.since + rule.onDelay * MS;
    next = { ...next, phase: 'raised', since: at };
    changes.push({ does: 'raise', at });
  }
  if (next.phase === 'falling' && next.since + rule.offDelay * MS <= now) {
    const at = next.since + rule.offDelay * MS;
    next = { ...next, phase: 'normal', since: at };
    changes.push({ does: 'clear', at });
  }
  const silentAt = next.lastAt + 2 * rule.heartbeat * MS;
  if (rule.heartbeat > 0 && next.lastAt > 0 && !next.silent && silentAt <= now) {
    next = { ...next, silent: true };
    changes.push({ does: 'silent', at: silentAt });
  }
  return { state: next, changes };
}

/** A person has looked: a latched alarm whose cause is gone is over. */
export function reset(state: SignalState, now: number): SignalStep {
  if (state.phase !== 'latched') return { state, changes: [] };
  return { state: { ...state, phase: 'normal', since: now }, changes: [{ does: 'clear', at: now }] };
}

/** When `passed` has something to say next; null: only a reading can change it. */
export function nextDue(state: SignalState, rule: SignalRule): number | null {
  const times = [
    ...(state.phase === 'rising' ? [state.since + rule.onDelay * MS] : []),
    ...(state.phase === 'falling' ? [state.since + rule.offDelay * MS] : []),
    ...(rule.heartbeat > 0 && state.lastAt > 0 && !state.silent
      ? [state.lastAt + 2 * rule.heartbeat * MS]
      : []),
  ];
  return times.length > 0 ? Math.min(...times) : null;
}

/** In alarm as far as is known now: what a reading without a value leaves as it was. */
function isUp({ phase }: SignalState): boolean {
  return phase === 'rising' || phase === 'raised';
}

function inAlarm(state: SignalState, rule: SignalRule, { value, active }: SignalReading): boolean {
  if (rule.bit && active) return true;
  if (value === null) return false;
  // Once up, a value must come back by the dead band, or it would flicker at the limit.
  const band = state.phase === 'normal' ? 0 : rule.deadBand / 100;
  if (rule.high !== null && value > rule.high - Math.abs(rule.high) * band) return true;
  if (rule.low !== null && value < rule.low + Math.abs(rule.low) * band) return true;
  return changeAlarms(state.past, rule, band);
}

function changeAlarms(past: SignalState['past'], { change }: SignalRule, band: number): boolean {
  if (!change || past.length < 2) return false;
  const last = past[past.length - 1];
  const most = change.most;
  if (most !== null && past.some(({ value }) => Math.abs(last.value - value) > most - Math.abs(most) * band))
    return true;
  // Too little can only be told of a time that is whole.
  const whole = last.at - past[0].at >= change.seconds * MS;
  const least = change.least;
  return least !== null && whole && Math.abs(last.value - past[0].value) < least + Math.abs(least) * band;
}

/** The values of the window, with one at or before its beginning; thinned, for a window is half a day long. */
function remembered(
  past: SignalState['past'],
  { change }: SignalRule,
  at: number,
  value: number,
): SignalState['past'] {
  if (!change) return [];
  const begin = at - change.seconds * MS;
  const first = past.findLastIndex((each) => each.at <= begin);
  const kept = first > 0 ? past.slice(first) : past;
  // The last value stands for its stretch of time until the next stretch begins.
  const stretch = (change.seconds * MS) / (MOST_PAST - 4);
  const beforeLast = kept[kept.length - 2];
  const rest = beforeLast && kept[kept.length - 1].at - beforeLast.at < stretch ? kept.slice(0, -1) : kept;
  return [...rest, { at, value }];
}

function turned(state: SignalState, rule: SignalRule, alarm: boolean, at: number): SignalStep {
  const to = (phase: SignalState['phase'], does?: SignalChange['does']): SignalStep => ({
    state: { ...state, phase, since: at },
    changes: does ? [{ does, at }] : [],
  });
  switch (state.phase) {
    case 'normal':
      if (!alarm) break;
      return rule.onDelay > 0 ? to('rising') : to('raised', 'raise');
    case 'rising':
      return alarm ? { state, changes: [] } : to('normal');
    case 'raised':
      if (alarm) break;
      if (rule.latch) return to('latched');
      return rule.offDelay > 0 ? to('falling') : to('normal', 'clear');
    case 'falling':
    case 'latched':
      if (alarm) return to('raised');
  }
  return { state, changes: [] };
}

/** An alarm that a rule would have given. */
export interface PreviewedAlarm {
  raisedAt: number;
  /** 0: it would last still. */
  clearedAt: number;
}

/** What a rule would have made of readings of the past, in order of time: to be looked at before it is used. */
export function preview(rule: SignalRule, readings: Iterable<SignalReading>): PreviewedAlarm[] {
  const alarms: PreviewedAlarm[] = [];
  let state = SIGNAL_START;
  for (const reading of readings) {
    const next = step(state, rule, reading);
    state = next.state;
    for (const { does, at } of next.changes) {
      if (does === 'raise') alarms.push({ raisedAt: at, clearedAt: 0 });
      else if (does === 'clear' && alarms.length > 0) alarms[alarms.length - 1].clearedAt = at;
    }
  }
  return alarms;
}
