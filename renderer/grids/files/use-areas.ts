/** What the areas of a file come to, asked again for every rule and choice. Owns the asking; the newest answer alone is shown. */
import { useEffect, useState } from 'react';
import { type UnitRules, USUAL_RULES } from '../../../shared/partition/unit-fixes.ts';
import { codeOf } from '../../app/error-code.ts';
import type { AreasChoice, PlanFileLayer } from '../../worker/plan-file-api.ts';

export interface AskedAreas<A> {
  answer: A | null;
  failed: string;
  working: boolean;
  choice: AreasChoice;
  setRules(rules: UnitRules): void;
  give(problem: string, area: number): void;
  setCrs(id: string): void;
}

/** `again`: whatever else is a reason to ask. */
export function useAreas<A>(
  layer: PlanFileLayer,
  ask: (choice: AreasChoice) => Promise<A>,
  again: string,
): AskedAreas<A> {
  const [choice, setChoice] = useState<AreasChoice>({
    layer: layer.name,
    crs: layer.crs ? null : 'EPSG:4326',
    rules: USUAL_RULES,
    choices: [],
  });
  const [answer, setAnswer] = useState<A | null>(null);
  const [failed, setFailed] = useState('');
  const [working, setWorking] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `again` stands for what `ask` depends on.
  useEffect(() => {
    let current = true;
    setWorking(true);
    setFailed('');
    ask(choice)
      .then(
        (found) => current && setAnswer(found),
        (error: unknown) => {
          if (!current) return;
          setAnswer(null);
          setFailed(codeOf(error));
        },
      )
      .finally(() => current && setWorking(false));
    return () => {
      current = false;
    };
  }, [choice, again]);
  return {
    ...{ answer, failed, working, choice },
    // A rule for all: what was chosen one by one under the old one is chosen anew.
    setRules: (rules) => setChoice({ ...choice, rules, choices: [] }),
    give: (problem, area) =>
      setChoice({
        ...choice,
        choices: [...choice.choices.filter(([id]) => id !== problem), [problem, area]],
      }),
    setCrs: (crs) => setChoice({ ...choice, crs, choices: [] }),
  };
}
