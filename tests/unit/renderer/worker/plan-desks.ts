/**
 * Windows with a plan of a sample (the village, unless said otherwise), over one journal: begun, opened, changed as the page would. Tests put plan-host.ts in place of
 * `renderer/host.ts` themselves: `vi.mock('../../../../renderer/host.ts', () => import('./plan-host.ts'))`.
 */
import { closeDatabases, type Databases } from '../../../../renderer/store/databases.ts';
import { writeGeneration } from '../../../../renderer/store/generation.ts';
import { NO_ACCESS } from '../../../../renderer/worker/access-state.ts';
import { createEngine } from '../../../../renderer/worker/engine.ts';
import type { DataEngine } from '../../../../renderer/worker/engine-api.ts';
import type { EngineState } from '../../../../renderer/worker/engine-state.ts';
import type { PlanView } from '../../../../renderer/worker/plan-api.ts';
import type { JournalBody, JournalRecord } from '../../../../shared/host/journal-record.ts';
import type { CommunityBundle, SampleId } from '../../../../shared/model/bundle.ts';
import type { PlanAction } from '../../../../shared/partition/plan-action.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';
import { freshDatabases } from '../store/fresh-databases.ts';
import { host } from './plan-host.ts';

/** Made once a process. */
const SAMPLES = new Map<SampleId, CommunityBundle>();
function sampleOf(id: SampleId): CommunityBundle {
  const known = SAMPLES.get(id) ?? generateSample(id, 1);
  SAMPLES.set(id, known);
  return known;
}

export const PLAN = 'p-abc123';

export interface Desk {
  state: EngineState;
  engine: DataEngine;
  databases: Databases;
}

export class PlanDesks {
  /** What the host's journal holds. */
  journal: JournalRecord[] = [];
  /** Stages told while a plan was made. */
  readonly stages: string[] = [];
  private readonly sample: SampleId;
  private readonly desks: Desk[] = [];

  constructor(sample: SampleId = 'cun') {
    this.sample = sample;
  }

  /** A window with its own cache, or an emptied one. */
  async window(): Promise<Desk> {
    const databases = await freshDatabases();
    await writeGeneration(databases, 'g1', sampleOf(this.sample), { freeSpace: [] });
    const state: EngineState = {
      ...{ databases, opened: null, abort: null, packed: null, seq: 0, core: false },
      access: NO_ACCESS(),
    };
    const desk = { state, engine: createEngine(state), databases };
    await desk.engine.start({ profileId: 'test', witness: null, core: false });
    await desk.engine.applyJournal(this.journal);
    this.desks.push(desk);
    return desk;
  }

  async append(body: JournalBody): Promise<void> {
    const record = { seq: this.journal.length + 1, at: 1_000 + this.journal.length, body };
    this.journal.push(structuredClone(record));
    for (const { engine } of this.desks) await engine.applyJournal([record]);
  }

  /** A window in which PLAN is begun and open; its base is `base` for the host. */
  async begun(): Promise<Desk & { view: PlanView }> {
    const desk = await this.window();
    const made = await desk.engine.draftPlan({ id: PLAN, name: '2027 网格' }, ({ stage }) =>
      this.stages.at(-1) === stage ? undefined : this.stages.push(stage),
    );
    await desk.engine.sendPlanBase(made.sha256, 'base');
    await this.append(made.body);
    return { ...desk, view: await desk.engine.openPlan(PLAN, 'base') };
  }

  async act(engine: DataEngine, action: PlanAction, name: string = action.type): Promise<void> {
    const written = await engine.actOn(action, name);
    if (!written.ok) throw new Error(written.reason);
    await this.append(written.body);
  }

  end(): void {
    for (const { databases } of this.desks.splice(0)) closeDatabases(databases);
    host.clear();
  }
}

export const stateText = ({ state }: Desk): string | undefined => state.plan?.model.stateText();
