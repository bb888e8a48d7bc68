/**
 * Long work of the worker that can be given up: run in short turns, so that other questions, and the message that cancels, come in between.
 * Owns the turns and who is told; what is worked out, and what must not be kept when it is given up, is the caller's.
 */
import { StorageError } from '../store/storage-error.ts';
import type { EngineState } from './engine-state.ts';

/** How long the worker hears nothing else, milliseconds. */
const TURN = 40;

/** Work that `cancel` tells to end by the signal. */
export async function abortable<T>(
  state: EngineState,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  state.abort = abort;
  try {
    return await work(abort.signal);
  } finally {
    if (state.abort === abort) state.abort = null;
  }
}

/** Runs steps to their end. Each turn tells how far it is, and a new stage is told at once. Rejects with StorageError 'storage-cancelled'. */
export async function inTurns<P extends object, T>(
  steps: Generator<P, T>,
  signal: AbortSignal,
  onProgress: (progress: P) => void,
): Promise<T> {
  let stage: unknown;
  for (let began = performance.now(); ; ) {
    const { done, value } = steps.next();
    if (done) return value;
    const now = 'stage' in value ? value.stage : undefined;
    if (now === stage && performance.now() - began < TURN) continue;
    stage = now;
    onProgress(value);
    await breath(signal);
    began = performance.now();
  }
}

/** Lets messages come in. Rejects with StorageError 'storage-cancelled' where one of them cancels. */
export async function breath(signal: AbortSignal): Promise<void> {
  await new Promise((resume) => setTimeout(resume));
  if (signal.aborted) throw new StorageError('storage-cancelled');
}
