/**
 * Long work done in steps, so that whoever runs it can listen in between, tell how far it is and give it up by asking no further.
 * Owns the form of such work only; what a step is belongs to the work.
 */

/** Yields the share that is done, 0..1, never falling. */
export type Steps<T> = Generator<number, T>;

/** So many small things are done between two steps, where each takes some microseconds. */
export const BATCH = 1024;

/** All of it at once. */
export function finished<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value as T;
  }
}

/** Work that is a part of other work: from which share of it to which. */
export function* within<T>(steps: Steps<T>, from: number, to: number): Steps<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value as T;
    yield from + (value as number) * (to - from);
  }
}
