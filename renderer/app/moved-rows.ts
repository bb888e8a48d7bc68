/**
 * Who holds rows on this page (open records, selections) and must follow when a change moves them. Owns the register; each follower asks the
 * worker for the rows of now before anything is shown anew.
 */
import type { DataEngine } from '../worker/engine-api.ts';

type Follower = (engine: Pick<DataEngine, 'followRows'>) => Promise<void>;
const followers = new Set<Follower>();

/** Returns its own undo. */
export function onRowsMoved(follower: Follower): () => void {
  followers.add(follower);
  return () => followers.delete(follower);
}

/** Called after every applied change of records, before the page asks again. */
export async function followMovedRows(engine: Pick<DataEngine, 'followRows'>): Promise<void> {
  for (const follow of followers) await follow(engine);
}
