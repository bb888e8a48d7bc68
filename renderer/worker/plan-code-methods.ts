/**
 * The worker's table of old and new codes of the open plan, for the page and as CSV, counted as who asks may see it. Owns the putting together;
 * what becomes of a code is shared/partition/code-table.ts.
 */
import { SMALL } from '../../shared/access/disclose.ts';
import { type Cell, writeCsv } from '../../shared/formats/csv-writer.ts';
import { codeTable } from '../../shared/partition/code-table.ts';
import type { PartitionModel } from '../../shared/partition/partition-model.ts';
import { modelOfBase } from '../../shared/partition/plan-base.ts';
import { mayTake } from './access-state.ts';
import type { EngineState } from './engine-state.ts';
import { gathered } from './exchange-methods.ts';
import type { OpenPlan } from './open-plan.ts';
import type { CodeWords, PlanCodeRow, PlanCodeSide, PlanEngine } from './plan-api.ts';
import { EXACT, type PlanCounter } from './plan-counter.ts';
import { openPlanOf } from './plan-methods.ts';

export function planCodeMethods(state: EngineState): Pick<PlanEngine, 'planCodes' | 'exportPlanCodes'> {
  return {
    planCodes: async () => codesOf(openPlanOf(state), EXACT),
    exportPlanCodes: (words) => codesFile(state, EXACT, words),
  };
}

export function codesOf(plan: OpenPlan, counter: PlanCounter): PlanCodeRow[] {
  const { base, model } = plan;
  const before = modelOfBase(base, []);
  const measure = (name: string) => counter.measures.indexOf(name);
  const [households, residents] = [measure('households'), measure('residents')];
  const side = (of: PartitionModel, grid: number, tallies: number[] | null): PlanCodeSide => {
    const { code, name } = of.grid(grid);
    return {
      ...{ code, name },
      households: tallies?.[households] ?? null,
      residents: tallies?.[residents] ?? null,
    };
  };
  return codeTable(before, model).map((row) => ({
    fate: row.fate,
    before: row.before === null ? null : side(before, row.before, counter.baseTallies(plan, row.before)),
    after: row.after.map((grid) => side(model, grid, counter.tallies(plan, grid))),
  }));
}

/** A line a pair of old and new code. Rejects with AccessNeededError 'not-allowed'. */
export async function codesFile(
  state: EngineState,
  counter: PlanCounter,
  { columns, fates }: CodeWords,
): Promise<Blob> {
  mayTake(state);
  const told = (count: number | null): Cell =>
    count !== null && counter.numbers === 'rounded' && count < SMALL ? `<${SMALL}` : count;
  const cells = (of: PlanCodeSide | null): [string, string, Cell, Cell] =>
    of ? [of.code, of.name, told(of.households), told(of.residents)] : ['', '', null, null];
  const rows = codesOf(openPlanOf(state), counter).flatMap(({ fate, before, after }) =>
    (after.length > 0 ? after : [null]).map((each) => [...cells(before), fates[fate], ...cells(each)]),
  );
  return gathered(writeCsv(columns, rows), 'text/csv');
}
