/**
 * The base of a new plan in the making: worked out step by step, packed, and kept until the host has room for it. Owns the making; what it is for is
 * plan-methods.ts and plan-carry-methods.ts.
 */
import { keyOfSlot } from '../../shared/edits/overlay.ts';
import type { JournalBody } from '../../shared/host/journal-record.ts';
import type { OnProgress, Progress } from '../../shared/model/bundle.ts';
import { type PlanBase, withCodesGiven, writePlanBase } from '../../shared/partition/plan-base.ts';
import { communityPartition } from '../../shared/query/community-partition.ts';
import { communityKey } from '../../shared/work/hand-tags.ts';
import { StorageError } from '../store/storage-error.ts';
import { type EngineState, type Opened, openedOf } from './engine-state.ts';
import { gzipped, sha256Of } from './plan-bytes.ts';

/** The partition of today; `areas`: rows of those it is of, absent: all; `drawn`: divided along these lines too (1e-7 degrees). Rejects as `draftPlan` does. */
export async function drafted(
  state: EngineState,
  opened: Opened,
  { areas, drawn }: { areas?: readonly number[]; drawn?: readonly number[][] },
  onProgress: OnProgress,
): Promise<PlanBase> {
  const abort = new AbortController();
  state.abort = abort;
  const { edited } = opened;
  const steps: Generator<Progress, PlanBase> = communityPartition(
    opened.community,
    (table, row) => keyOfSlot(edited.overlay, table, edited.slotOf(table, row)),
    { scope: areas, drawn },
  );
  try {
    for (;;) {
      const { done, value } = steps.next();
      if (done) return withCodesGiven(value, edited.codesGiven());
      onProgress(value);
      // Lets the message that cancels come in.
      await new Promise((resume) => setTimeout(resume));
      if (abort.signal.aborted) throw new StorageError('storage-cancelled');
    }
  } finally {
    state.abort = null;
  }
}

/** The record that begins the plan; `from`: its ground, absent: the grids in force. Its base waits in the state for its token. */
export async function draftOf(
  state: EngineState,
  { id, name, scoped, from }: { id: string; name: string; scoped: boolean; from?: string },
  base: PlanBase,
): Promise<{ bytes: number; sha256: string; body: JournalBody }> {
  const { bundle, info } = openedOf(state);
  const bytes = await gzipped(writePlanBase(base));
  const named = { sha256: await sha256Of(bytes), bytes: bytes.length };
  state.draft = { sha256: named.sha256, bytes };
  const about = {
    community: communityKey(bundle),
    generation: info.generation,
    from: from ?? bundle.plan.id,
    ...(scoped && { scope: base.communities }),
  };
  const by = state.access.actor?.id ?? '';
  return { ...named, body: { kind: 'plan.created', plan: id, name, ...about, base: named, by } };
}
