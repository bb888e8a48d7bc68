/**
 * The base of a new plan in the making: worked out step by step, packed, and kept until the host has room for it. Owns the making; what it is for is
 * plan-methods.ts and plan-carry-methods.ts.
 */
import { keyOfSlot } from '../../shared/edits/overlay.ts';
import type { JournalBody } from '../../shared/host/journal-record.ts';
import type { OnProgress, Progress } from '../../shared/model/bundle.ts';
import { fromLattice } from '../../shared/partition/lattice.ts';
import { type MicroLayer, microLines, withMicros } from '../../shared/partition/micro-onto.ts';
import { type PlanBase, withCodesGiven, writePlanBase } from '../../shared/partition/plan-base.ts';
import { communityPartition } from '../../shared/query/community-partition.ts';
import { communityKey } from '../../shared/work/hand-tags.ts';
import { type EngineState, type Opened, openedOf } from './engine-state.ts';
import { breath, inTurns } from './in-turns.ts';
import { gzipped, sha256Of } from './plan-bytes.ts';

/** The partition of today; `areas`: rows of those it is of, absent: all; `drawn`: divided along these lines too (1e-7 degrees). Rejects as `draftPlan` does. */
export async function drafted(
  { edited, community, info }: Opened,
  { areas, drawn }: { areas?: readonly number[]; drawn?: readonly number[][] },
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<PlanBase> {
  const layers = edited.plans.layers.flatMap(({ outcome: { micros, generation } }): MicroLayer[] =>
    micros ? [{ ...micros, sameKeys: generation === info.generation }] : [],
  );
  const borders = layers.flatMap(({ base, model }) => inDegrees(base, microLines(model), Math.round));
  const steps: Generator<Progress, PlanBase> = communityPartition(
    community,
    (table, row) => keyOfSlot(edited.overlay, table, edited.slotOf(table, row)),
    { scope: areas, drawn: [...(drawn ?? []), ...borders] },
  );
  return withMicros(withCodesGiven(await inTurns(steps, signal, onProgress), edited.codesGiven()), layers);
}

/**
 * Lines of a plan's lattice in 1e-7 degrees; plans of a community are in degrees. `rounding`: whole ones for what ends at borders in force, which
 * are kept so.
 */
export function inDegrees(
  { lattice }: PlanBase,
  lines: readonly (readonly number[])[],
  rounding: (value: number) => number = (value) => value,
): number[][] {
  return lines.map((line) => {
    const degrees: number[] = [];
    for (let i = 0; i < line.length; i += 2)
      degrees.push(...fromLattice(lattice, line[i], line[i + 1]).map((value) => rounding(value * 1e7)));
    return degrees;
  });
}

/**
 * The record that begins the plan; `from`: its ground, absent: the grids in force. Its base waits in the state for its token. `signal`: gives it
 * up; then nothing waits.
 */
export async function draftOf(
  state: EngineState,
  { id, name, scoped, from }: { id: string; name: string; scoped: boolean; from?: string },
  base: PlanBase,
  signal?: AbortSignal,
): Promise<{ bytes: number; sha256: string; body: JournalBody }> {
  const { bundle, info } = openedOf(state);
  const bytes = await gzipped(writePlanBase(base));
  if (signal) await breath(signal);
  const named = { sha256: await sha256Of(bytes), bytes: bytes.length };
  if (signal) await breath(signal);
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
