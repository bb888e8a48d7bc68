/**
 * Keeps what was drawn: one change of records through the editing core, then the plan for buildings that are new. Owns that order only; the
 * outline is safe in the journal before anything is said about grids.
 */
import type { DrawnRequest } from '../../shared/edits/drawn-edits.ts';
import type { JournalBody } from '../../shared/host/journal-record.ts';
import { NO_GRID } from '../../shared/model/bundle.ts';
import type { DataEngine } from '../worker/engine-api.ts';
import { type SavedEdit, saveEdit } from './edit-session.ts';
import { appendAndApply } from './open-session.ts';
import { useSession } from './session.ts';

const PLAN = 'plan-0';

/** Rejects with EditError, HostError, AccessNeededError; then nothing was changed. */
export async function keepDrawing(
  engine: DataEngine,
  request: DrawnRequest,
  confirmed: boolean,
): Promise<void> {
  const saved = await saveEdit(engine, { edits: request.drafts, confirmed });
  // Where a plan is in force a new building is in the grid that it stands in.
  const { community } = useSession.getState();
  if (community?.inForce || request.buildings.every(({ grid }) => grid === null)) return;
  // The building is kept. Without its grid it stands among those in none, where the Grids workspace shows it.
  await joinGrids(engine, saved, request.buildings).catch(() => undefined);
}

async function joinGrids(
  engine: DataEngine,
  { records }: SavedEdit,
  buildings: DrawnRequest['buildings'],
): Promise<void> {
  // New ones come after the one that was corrected, in the order of the request.
  const rows = records.filter(({ table }) => table === 'buildings').slice(-buildings.length);
  const generation = useSession.getState().community?.generation ?? '';
  const bodies: JournalBody[] = [];
  for (const [i, { grid }] of buildings.entries()) {
    const row = rows[i]?.row ?? null;
    if (row === null || grid === null) continue;
    const slots = await engine.slotsOf([row]);
    const moved = { buildings: slots, before: [NO_GRID], after: grid };
    bodies.push({ kind: 'plan.assigned', generation, plan: PLAN, ...moved });
  }
  if (bodies.length > 0) await appendAndApply(bodies);
}
