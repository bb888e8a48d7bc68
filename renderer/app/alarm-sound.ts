/**
 * Plays the sound of alerts that nobody has seen, in every workspace of this window. A browser lets a page sound only after a press: until then
 * the state says so and the desk asks. What is to be heard is shared/cases/alarm-sound.ts.
 */
import { create } from 'zustand';
import { soundingLevel, TONES, type Tone } from '../../shared/cases/alarm-sound.ts';
import { audible } from '../../shared/cases/alert-signals.ts';
import { useSignals } from './alert-signals.ts';
import { useSession } from './session.ts';

/** `asking`: the browser waits for a press; `none`: there is no sound here. */
type SoundState = 'asking' | 'on' | 'none';
export const useAlarmSound = create<{ state: SoundState }>(() => ({ state: 'asking' }));

/** Loud enough over an office, without hurting close by. */
const VOLUME = 0.35;

let context: AudioContext | null = null;

/** By a press of the person: from here on it sounds. */
export async function allowSound(): Promise<void> {
  await context?.resume().catch(() => {});
  follow();
}

/** Follows the alerts while the desk is there. Returns the undo. */
export function followAlarms(): () => void {
  context ??= newContext();
  if (!context) {
    useAlarmSound.setState({ state: 'none' });
    return () => {};
  }
  context.addEventListener('statechange', follow);
  // Any press will do: whoever works at the desk has pressed something before the first alarm.
  addEventListener('pointerdown', allowSound, { once: true });
  follow();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let level: 1 | 2 | 3 | null = null;
  const sound = () => {
    if (level === null) return;
    if (context?.state === 'running') play(context, TONES[level]);
    timer = setTimeout(sound, TONES[level].every);
  };
  const look = () => {
    const { flood, shelves } = useSignals.getState();
    const next = soundingLevel(audible(useSession.getState().alerts, flood, shelves, Date.now()));
    if (next === level) return;
    level = next;
    clearTimeout(timer);
    sound();
  };
  look();
  const unfollow = [useSession.subscribe(look), useSignals.subscribe(look)];
  return () => {
    for (const stop of unfollow) stop();
    removeEventListener('pointerdown', allowSound);
    clearTimeout(timer);
    context?.removeEventListener('statechange', follow);
  };
}

function newContext(): AudioContext | null {
  try {
    return new AudioContext();
  } catch {
    // A machine without a sound device: everything is still to be seen.
    return null;
  }
}

function follow(): void {
  useAlarmSound.setState({ state: context?.state === 'running' ? 'on' : 'asking' });
}

function play(to: AudioContext, { notes, seconds }: Tone): void {
  const gain = to.createGain();
  gain.gain.value = VOLUME;
  gain.connect(to.destination);
  notes.forEach((note, i) => {
    const begin = to.currentTime + i * seconds;
    const oscillator = to.createOscillator();
    oscillator.type = 'triangle';
    oscillator.frequency.value = note;
    oscillator.connect(gain);
    oscillator.start(begin);
    oscillator.stop(begin + seconds * 0.9);
  });
}
