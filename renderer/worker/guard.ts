/**
 * The boundary of the worker: every question of the page passes here, and where only rounded numbers may be seen it is answered by its way
 * (answer-ways.ts). A method without a way is refused always, so that a new one cannot be forgotten.
 */
import { AccessNeededError } from './access-state.ts';
import { ANSWER_WAYS } from './answer-ways.ts';
import type { DataEngine } from './engine-api.ts';
import type { EngineState } from './engine-state.ts';
import { isRounded, roundedAnswers } from './rounded-answers.ts';

type Method = (...args: never[]) => unknown;

/** Answers whose community is opened by the call itself: rounded after it, whatever was open before. */
const OPENING: readonly string[] = ['start', 'restoreSnapshot'];

/** The engine as the page may have it. */
export function guarded(state: EngineState, engine: DataEngine): DataEngine {
  const exact = engine as unknown as Record<string, Method>;
  const rounded = roundedAnswers(state, engine) as unknown as Record<string, Method>;
  const ways: Readonly<Record<string, string>> = ANSWER_WAYS;
  const answer = (name: string, args: never[]): unknown => {
    const way = Object.hasOwn(ways, name) ? ways[name] : 'unknown';
    if (way === 'open') return exact[name](...args);
    if (way === 'unknown') throw new AccessNeededError('not-allowed');
    if (OPENING.includes(name)) return rounded[name](...args);
    if (!isRounded(state)) return exact[name](...args);
    if (way === 'rounded') return rounded[name](...args);
    throw new AccessNeededError('not-allowed');
  };
  return Object.fromEntries(
    Object.keys(engine).map((name) => [name, async (...args: never[]) => answer(name, args)]),
  ) as unknown as DataEngine;
}
