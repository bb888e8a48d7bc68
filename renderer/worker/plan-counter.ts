/** What the grids of an open plan hold, as who asks may see it: exact, rounded, or nothing. Owns the three ways; what the page gets of it is plan-methods.ts. */

import { PLAN_MEASURES } from '../../shared/query/atom-measures.ts';
import type { CountedPeople } from '../../shared/query/counted-people.ts';
import { roundedTallies } from '../../shared/query/rounded-grids.ts';
import { ROUNDED_MEASURES } from '../../shared/query/rounded-plan.ts';
import type { OpenPlan } from './open-plan.ts';
import type { PlanView } from './plan-api.ts';

export interface PlanCounter {
  numbers: PlanView['numbers'];
  measures: readonly string[];
  /** In the order of the measures; NO_GRID: what is in none. */
  tallies(plan: OpenPlan, grid: number): number[];
  /** The same grid as the plan began; null: it was not there. */
  baseTallies(plan: OpenPlan, grid: number): number[] | null;
  ofMicro(plan: OpenPlan, micro: number): number[];
}

export const EXACT: PlanCounter = {
  numbers: 'exact',
  measures: PLAN_MEASURES,
  tallies: ({ model }, grid) => model.totals.of(grid),
  baseTallies: ({ baseTallies }, grid) => baseTallies.get(grid) ?? null,
  ofMicro: ({ model }, micro) => model.micros.totals(micro),
};

export const WITHHELD: PlanCounter = {
  numbers: 'withheld',
  measures: [],
  tallies: () => [],
  baseTallies: () => null,
  ofMicro: () => [],
};

export function roundedCounter(people: CountedPeople): PlanCounter {
  return {
    numbers: 'rounded',
    measures: ROUNDED_MEASURES,
    tallies: ({ model, rows }, grid) =>
      roundedTallies(
        people,
        rows,
        model.cellsIn(grid).flatMap((cell) => model.atomsIn(cell)),
      ),
    baseTallies: ({ baseAtoms, rows }, grid) => {
      const atoms = baseAtoms.get(grid);
      return atoms ? roundedTallies(people, rows, atoms) : null;
    },
    ofMicro: ({ model, rows }, micro) => roundedTallies(people, rows, model.micros.atomsIn(micro)),
  };
}
