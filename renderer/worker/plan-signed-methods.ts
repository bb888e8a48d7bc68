/**
 * The worker's part in signed plan files: what is to be signed of the open plan, the file put together, a file from elsewhere read, proved and
 * compared with what is here. Keeps nothing: host and journal do (electron/services/plan-post.ts).
 */
import { NONE } from '../../shared/columns/column.ts';
import { atomRows } from '../../shared/edits/plan-atoms.ts';
import { NO_GRID } from '../../shared/partition/outline.ts';
import { provePartition } from '../../shared/partition/partition-proof.ts';
import { NO_CELL } from '../../shared/partition/partition-records.ts';
import { modelOfBase } from '../../shared/partition/plan-base.ts';
import { PlanError } from '../../shared/partition/plan-error.ts';
import { awaitsReturn, type PlanHistory, receivedHistory } from '../../shared/partition/plan-history.ts';
import { begunOn, followsOn, OTHER_GROUND, planOn, rootOf } from '../../shared/partition/plan-in-force.ts';
import { movesBetween } from '../../shared/partition/plan-moves.ts';
import { answerFault } from '../../shared/partition/signed/answer-rule.ts';
import {
  MOST_FILE_BYTES,
  type PlanFile,
  readPlanFile,
  writePlanFile,
} from '../../shared/partition/signed/plan-file.ts';
import type { SignedSubmission, SubmissionDraft } from '../../shared/partition/signed/signed-plan.ts';
import { checkSoundBase } from '../../shared/partition/signed/sound-base.ts';
import { type AtomRow, PLAN_MEASURES } from '../../shared/query/atom-measures.ts';
import { labelAt } from '../../shared/query/column-access.ts';
import { communityKey } from '../../shared/work/hand-tags.ts';
import { getBulk, putBulk } from '../host.ts';
import { type EngineState, type Opened, openedOf } from './engine-state.ts';
import { OpenPlan } from './open-plan.ts';
import { readBase } from './plan-bytes.ts';
import { historiesHere, todayOf } from './plan-histories.ts';
import { openPlanOf } from './plan-methods.ts';
import { unknownBuildings } from './plan-review-methods.ts';
import type { AnswerLook, PlanSignedEngine, SubmissionLook } from './plan-signed-api.ts';

/** Unpacked: packing can make a thousandth of it. */
const MOST_BASE_BYTES = 256 * 1024 * 1024;

/** What a file has counted, and what is told beside it. */
const TOLD = ['households', 'residents'] as const;

export function planSignedMethods(state: EngineState): PlanSignedEngine {
  const file = (): PlanFile => {
    if (!state.signedFile) throw new PlanError('plan-file-missing');
    return state.signedFile;
  };
  return {
    async planPapers() {
      const { state: now, received, papers, stated, seq } = openPlanOf(state).history;
      const last = stated.at(-1);
      const decided =
        received && last?.seq === seq && papers.some((paper) => !paper.own && paper.seq !== seq);
      const word = last?.state === 'approved' || last?.state === 'draft';
      return {
        received,
        papers: [...papers],
        maySubmit: now === 'submitted' && !received,
        mayAnswer: decided && word,
      };
    },
    draftSubmission: async () => draftOf(state),
    async submissionFile(draft, { submitted, seal }, token) {
      const base = await getBulk(token);
      return new Blob([writePlanFile({ body: { ...draft, submitted }, ...seal }, base)]);
    },
    answerFile: async (signed) => new Blob([writePlanFile(signed)]),
    async readSigned(blob) {
      state.signedFile = undefined;
      if (blob.size > MOST_FILE_BYTES) throw new PlanError('plan-file-large');
      const read = readPlanFile(await blob.text());
      if (read.signed.body.community !== communityKey(openedOf(state).bundle))
        throw new PlanError('plan-other-community', read.signed.body.community, {
          name: read.signed.body.community,
        });
      state.signedFile = read;
      return read.signed;
    },
    async lookSigned(digest, own) {
      const { signed } = file();
      if (signed.body.kind === 'answer') return lookAnswer(state, signed as AnswerLook['file'], digest, own);
      return lookSubmission(state, file(), digest);
    },
    async sendSignedBase(token) {
      const read = file();
      if (!('base' in read)) throw new PlanError('plan-file-missing');
      await putBulk(token, read.base);
    },
    async leaveSigned() {
      state.signedFile = undefined;
    },
  };
}

function draftOf(state: EngineState): SubmissionDraft {
  const { history, model, areas } = openPlanOf(state);
  const { created, steps, done, stated } = history;
  if (history.state !== 'submitted') throw new PlanError('plan-obstacles', history.state, { obstacles: '' });
  const { plan, name, community, scope, generation, base } = created;
  const grids = model.gridIds().filter((grid) => !model.grid(grid).retired);
  return {
    kind: 'submission',
    ...{ plan, name, community, generation, base, from: begunOn(history) },
    ...(scope && { scope }),
    areas: areas.map((area) => ({ name: area.name, code: area.code })),
    steps: steps.slice(0, done),
    proof: { holds: provePartition(model).holds, cells: model.cellIds().length, grids: grids.length },
    totals: {
      measures: model.atoms.measures.map((measure) => measure.name),
      grids: grids.map((grid) => ({ code: model.grid(grid).code, tallies: model.totals.of(grid) })),
      unassigned: model.totals.of(NO_GRID),
    },
    trail: stated.map(({ state: to, at, day, effectiveFrom, by }) => ({
      state: to,
      at,
      day,
      effectiveFrom,
      by,
    })),
  };
}

async function lookAnswer(
  state: EngineState,
  file: AnswerLook['file'],
  digest: string,
  own: boolean,
): Promise<AnswerLook> {
  const histories = await historiesHere(state);
  const history = histories.get(file.body.plan);
  const ground = openedOf(state).edited.base.plan.id;
  const baseCurrent = history !== undefined && followsOn(histories, ground, history);
  const fault = answerFault(history, file.body, { digest, own, baseCurrent, today: todayOf(state) });
  if (fault) throw new PlanError(fault, file.body.plan, { plan: file.body.plan });
  return { kind: 'answer', file, name: history?.created.name ?? '' };
}

async function lookSubmission(state: EngineState, read: PlanFile, digest: string): Promise<SubmissionLook> {
  const file = read.signed as SignedSubmission;
  const { body } = file;
  const histories = await historiesHere(state);
  const known = histories.get(body.plan);
  if (known) demandNew(known, file, digest);
  if (!('base' in read)) throw new PlanError('plan-file-damaged', 'no base');
  const opened = openedOf(state);
  const plan = await openedFrom(opened, file, read.base, digest);
  const { base, model, rows } = plan;
  const buildings = base.atoms.flatMap(({ table }, atom) => (table === 'buildings' ? [atom] : []));
  const gone = base.units ? 0 : buildings.filter((atom) => rows[atom].row === NONE).length;
  if (gone * 2 > buildings.length) throw new PlanError('plan-other-base');
  const moved = base.units ? 0 : movedSince(opened, plan);
  const unknown = unknownBuildings(plan, opened.community).length;
  const ground = opened.edited.base.plan.id;
  const last = planOn(histories, ground, Number.MAX_SAFE_INTEGER)?.created.plan ?? rootOf(histories, ground);
  const same = moved === 0 && (body.from === last || gone + unknown === 0);
  const moves = movesBetween(modelOfBase(base, []), model);
  const sum = (measure: (typeof PLAN_MEASURES)[number]) =>
    moves.reduce((all, { tallies }) => all + (tallies[PLAN_MEASURES.indexOf(measure)] ?? 0), 0);
  const grids = model.gridIds().filter((grid) => !model.grid(grid).retired);
  return {
    kind: 'submission',
    file,
    holds: provePartition(model).holds,
    cells: model.cellIds().length,
    grids: grids.length,
    moves: { buildings: moves.length, households: sum('households'), residents: sum('residents') },
    totals: TOLD.map((measure) => ({
      measure,
      file: fileTotal(file, measure),
      here: hereTotal(plan, [...grids, NO_GRID], measure),
    })),
    ground: same ? 'same' : 'like',
    drift: { gone, unknown, moved },
    from: same ? last : OTHER_GROUND,
  };
}

/** Throws PlanError 'plan-here', 'plan-here-changed'. */
function demandNew(known: PlanHistory, { body }: SignedSubmission, digest: string): void {
  const values = { plan: body.plan };
  const mine = known.papers.some((paper) => paper.digest === digest);
  if (mine || !known.received) throw new PlanError('plan-here', body.plan, values);
  if (!awaitsReturn(known) || known.created.base.sha256 !== body.base.sha256)
    throw new PlanError('plan-here-changed', body.plan, values);
}

/** The plan of the file as it would be here. Whatever goes wrong in what strangers wrote is damage. */
async function openedFrom(
  { edited, community, info }: Opened,
  file: SignedSubmission,
  bytes: Uint8Array<ArrayBuffer>,
  digest: string,
): Promise<OpenPlan> {
  const { body } = file;
  const record = {
    kind: 'plan.received' as const,
    plan: body.plan,
    after: null,
    from: body.from,
    digest,
    file,
    by: '',
  };
  const history = receivedHistory({ seq: 1, at: body.submitted.at, body: record });
  try {
    const base = await readBase(bytes, body.base.sha256, MOST_BASE_BYTES);
    checkSoundBase(base);
    const found = base.units
      ? null
      : atomRows(edited.overlay, edited.now, base.atoms, body.generation === info.generation);
    const rows = base.atoms.map(({ table }, i): AtomRow => ({ table, row: found?.[i] ?? NONE }));
    return new OpenPlan(base, history, community, { rows, areas: body.areas, told: 'submitted' });
  } catch (error) {
    if (error instanceof PlanError && error.code === 'plan-newer') throw error;
    throw new PlanError('plan-file-damaged', error instanceof Error ? error.message : 'base');
  }
}

/** Buildings whose grid here has another code than the one that the plan began with; those that share a cell tell nothing. */
function movedSince({ community }: Opened, { base, rows }: OpenPlan): number {
  const before = modelOfBase(base, []);
  let moved = 0;
  for (const [atom, { table, row }] of rows.entries()) {
    const cell = before.cellOf(atom);
    if (table !== 'buildings' || row === NONE || cell === NO_CELL || before.atomsIn(cell).length > 1)
      continue;
    const grid = before.gridOf(cell);
    const here = labelAt(community.tables.grids, 'code', community.plan.gridOfBuilding[row]);
    if (grid !== NO_GRID && before.grid(grid).code !== here) moved++;
  }
  return moved;
}

function fileTotal({ body }: SignedSubmission, measure: string): number | null {
  const at = body.totals.measures.indexOf(measure);
  if (at < 0) return null;
  return [...body.totals.grids.map(({ tallies }) => tallies), body.totals.unassigned].reduce(
    (sum, tallies) => sum + (tallies[at] ?? 0),
    0,
  );
}

function hereTotal({ model }: OpenPlan, grids: readonly number[], measure: string): number {
  const at = model.atoms.measures.findIndex(({ name }) => name === measure);
  return grids.reduce((sum, grid) => sum + (model.totals.of(grid)[at] ?? 0), 0);
}
