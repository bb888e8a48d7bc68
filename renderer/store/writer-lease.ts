/**
 * One writer at a time over all windows of a profile, by Web Locks. Where there are none (tests), writers of this
 * process take turns.
 */

const turns = new Map<string, Promise<unknown>>();

/** Runs `work` while holding the lease `name`; the next in line waits, also after an error. */
export async function withWriter<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = typeof navigator === 'undefined' ? undefined : navigator.locks;
  if (locks) return (await locks.request(`linli-writer-${name}`, work)) as T;
  const before = turns.get(name) ?? Promise.resolve();
  const mine = before.then(work, work);
  turns.set(name, mine);
  try {
    return await mine;
  } finally {
    if (turns.get(name) === mine) turns.delete(name);
  }
}
