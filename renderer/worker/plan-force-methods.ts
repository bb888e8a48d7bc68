/**
 * The worker's part in plans coming into force: which plans a day needs, laying their grids under everything that is asked of the open
 * community. Which plan a day has is shared/partition/plan-in-force.ts; when to look is the page's.
 */
import type { PlanHistory } from '../../shared/partition/plan-history.ts';
import { rootOf, turnsBy } from '../../shared/partition/plan-in-force.ts';
import { type PlanOutcome, planOutcome } from '../../shared/partition/plan-outcome.ts';
import { getBulk } from '../host.ts';
import type { GenerationPlans } from './edit-state.ts';
import { type EngineState, openedOf } from './engine-state.ts';
import type { PlanEngine } from './plan-api.ts';
import { readBase } from './plan-bytes.ts';
import { historiesHere } from './plan-histories.ts';

type Methods = Pick<PlanEngine, 'servePlan'>;

export function planForceMethods(state: EngineState): Methods {
  return {
    async servePlan(day, token) {
      state.day = day;
      const opened = openedOf(state);
      const turns = await turnsOf(state, day.asOf ?? day.today);
      const layers: GenerationPlans['layers'][number][] = [];
      let bytes = token;
      for (const turn of turns.toReversed()) {
        const known = outcomesOf(state).get(nameOf(turn));
        if (!known && bytes === null) return { need: turn.created.plan, changed: false };
        const outcome = known ?? (await outcomeBy(state, turn, bytes ?? ''));
        bytes = null;
        const whole = turn.created.scope === undefined;
        layers.unshift({ outcome, whole });
        if (whole) break;
      }
      // Another generation was opened meanwhile: the page asks again for that one.
      if (state.opened !== opened) return { need: null, changed: false };
      const changed = opened.asOf !== day.asOf || !sameLayers(opened.edited.plans.layers, layers);
      if (changed) opened.layPlans(layers, day.asOf);
      return { need: null, changed };
    },
  };
}

/** Plans in force by that day, the earlier ones first. On ground that a plan made, the days before it are those that it began with. */
async function turnsOf(state: EngineState, day: number): Promise<PlanHistory[]> {
  const histories = await historiesHere(state);
  const ground = openedOf(state).edited.base.plan.id;
  const turns = turnsBy(histories, ground, day);
  if (turns.length > 0 || rootOf(histories, ground) === ground) return turns;
  const [first] = turnsBy(histories, ground, Number.MAX_SAFE_INTEGER);
  return first ? [{ ...first, done: 0 }] : [];
}

const nameOf = ({ created, seq, done }: PlanHistory): string => `${created.plan} ${seq} ${done}`;

function outcomesOf(state: EngineState): Map<string, PlanOutcome> {
  state.outcomes ??= new Map();
  return state.outcomes;
}

async function outcomeBy(state: EngineState, history: PlanHistory, token: string): Promise<PlanOutcome> {
  const base = await readBase(await getBulk(token), history.created.base.sha256);
  const outcome = planOutcome(base, history);
  outcomesOf(state).set(nameOf(history), outcome);
  return outcome;
}

function sameLayers(a: GenerationPlans['layers'], b: GenerationPlans['layers']): boolean {
  return a.length === b.length && a.every(({ outcome }, i) => outcome === b[i].outcome);
}
