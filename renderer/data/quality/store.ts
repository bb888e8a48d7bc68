/**
 * The state of the quality page: the report, the check in front with its records, the repair under way, the spot check.
 * Owns the order of calls; what is right or wrong is worked out in the worker.
 */

import * as Comlink from 'comlink';
import { create } from 'zustand';
import type { JournalBody } from '../../../shared/host/journal-record.ts';
import type { CheckId, FixId } from '../../../shared/quality/checks.ts';
import type { FixPreview } from '../../../shared/quality/fixes.ts';
import type { QualityReport } from '../../../shared/quality/report.ts';
import { noteFix } from '../../app/access/audit-notes.ts';
import { appendAndApply, keepRepair } from '../../app/open-session.ts';
import type { DataEngine } from '../../worker/engine-api.ts';
import type { QualityHistory, QualityRows, SheetRow } from '../../worker/quality-api.ts';
import type { ShownError } from '../import-desk.ts';
import { shownError } from '../store.ts';

/** Records of a list at a time. */
export const PAGE = 50;

export type Verdict = 'right' | 'wrong';
export interface SpotState {
  seed: number;
  rows: SheetRow[];
  verdicts: Record<number, Verdict>;
  kept: boolean;
}
export interface RepairState {
  preview: FixPreview;
  /** null: all that the repair can do. */
  rows: number[] | null;
  writing: boolean;
}

interface QualityStore {
  generation: string;
  report: QualityReport | null;
  history: QualityHistory;
  check: CheckId | null;
  grid: number | null;
  from: number;
  list: QualityRows | null;
  repair: RepairState | null;
  spot: SpotState | null;
  error: ShownError | null;
  load(engine: DataEngine, generation: string): Promise<void>;
  show(engine: DataEngine, check: CheckId | null, grid: number | null, from?: number): Promise<void>;
  preview(engine: DataEngine, fix: FixId, rows: number[] | null): Promise<void>;
  leaveRepair(): void;
  apply(): Promise<void>;
  draw(engine: DataEngine, count: number, seed: number): Promise<void>;
  judge(row: number, verdict: Verdict): void;
  keepSpot(engine: DataEngine): Promise<void>;
}

const NOTHING = { check: null, grid: null, from: 0, list: null, repair: null, spot: null };

export const useQuality = create<QualityStore>((set, get) => {
  const guard = async (work: () => Promise<void>) => {
    set({ error: null });
    await work().catch((error: unknown) => set({ error: shownError(error) }));
  };
  return {
    generation: '',
    report: null,
    history: { points: [], spots: [] },
    ...NOTHING,
    error: null,
    load: (engine, generation) =>
      guard(async () => {
        // Rows mean other records in another generation.
        if (get().generation !== generation) set({ generation, report: null, ...NOTHING });
        const report = await engine.qualityReport();
        let history = await engine.qualityHistory();
        set({ report, history });
        if (!history.points.some((point) => point.generation === generation)) {
          await appendAndApply([pointOf(report, generation)]);
          history = await engine.qualityHistory();
        }
        if (get().generation === generation) set({ history });
      }),
    show: (engine, check, grid, from = 0) =>
      guard(async () => {
        set({ check, grid, from, ...(check === get().check ? {} : { list: null, repair: null }) });
        if (!check) return;
        const list = await engine.qualityRows({ check, grid, from, to: from + PAGE });
        if (get().check === check && get().grid === grid && get().from === from) set({ list });
      }),
    preview: (engine, fix, rows) =>
      guard(async () => {
        set({ repair: { preview: await engine.previewFix(fix, rows), rows, writing: false } });
      }),
    leaveRepair: () => set({ repair: null }),
    apply: () =>
      guard(async () => {
        const { repair } = get();
        if (!repair || repair.writing) return;
        set({ repair: { ...repair, writing: true } });
        try {
          await noteFix(repair.preview.fix, repair.rows?.length ?? repair.preview.count);
          const ignore = Comlink.proxy(() => undefined);
          await keepRepair((engine) => engine.applyFix(repair.preview.fix, repair.rows, ignore));
          set({ repair: null });
        } catch (error) {
          set({ repair: { ...repair, writing: false } });
          throw error;
        }
      }),
    draw: (engine, count, seed) =>
      guard(async () => {
        set({ spot: { seed, rows: await engine.spotSheet(count, seed), verdicts: {}, kept: false } });
      }),
    judge(row, verdict) {
      const { spot } = get();
      if (spot && !spot.kept) set({ spot: { ...spot, verdicts: { ...spot.verdicts, [row]: verdict } } });
    },
    keepSpot: (engine) =>
      guard(async () => {
        const { spot, generation } = get();
        if (!spot || spot.kept) return;
        const { right, wrong } = countVerdicts(spot);
        await appendAndApply([{ kind: 'spotcheck.recorded', generation, seed: spot.seed, right, wrong }]);
        set({ spot: { ...spot, kept: true }, history: await engine.qualityHistory() });
      }),
  };
});

function pointOf({ entities, residents, linked }: QualityReport, generation: string): JournalBody {
  const people = entities.find(({ entity }) => entity === 'residents');
  return {
    kind: 'quality.measured',
    generation,
    records: people?.records ?? 0,
    passing: people?.passing ?? 0,
    residents,
    linked,
  };
}

export function countVerdicts({ verdicts }: Pick<SpotState, 'verdicts'>): Record<Verdict, number> {
  const all = Object.values(verdicts);
  const right = all.filter((verdict) => verdict === 'right').length;
  return { right, wrong: all.length - right };
}
