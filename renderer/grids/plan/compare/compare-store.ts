/**
 * Comparing at this window: what the open plan is compared with, the answer, where the map is divided. Owns no figure: the comparison is the
 * worker's.
 */
import { create } from 'zustand';
import { codeOf } from '../../../app/error-code.ts';
import { comparePlan } from '../../../app/plan-session.ts';
import type { DataEngine } from '../../../worker/engine-api.ts';
import type { PlanComparison } from '../../../worker/plan-api.ts';

/** `base`: the borders that the open plan began with; else the id of another plan. */
export type CompareWith = 'base' | string;

interface CompareStore {
  /** The panel is open: only then the map is divided. */
  open: boolean;
  with: CompareWith;
  answer: PlanComparison | null;
  asking: boolean;
  /** Code of the error that kept the answer away; '': none. */
  failed: string;
  /** Where the map is divided, from its left edge: 0..1. */
  share: number;
  show(engine: DataEngine, other: CompareWith): Promise<void>;
  close(): void;
}

export const useCompare = create<CompareStore>((set) => {
  let asked = 0;
  return {
    open: false,
    with: 'base',
    answer: null,
    asking: false,
    failed: '',
    share: 0.5,
    async show(engine, other) {
      const mine = ++asked;
      set({ open: true, with: other, asking: true, failed: '' });
      try {
        const answer = await comparePlan(engine, other === 'base' ? null : other);
        if (mine === asked) set({ answer, asking: false });
      } catch (error) {
        if (mine === asked) set({ answer: null, asking: false, failed: codeOf(error) });
      }
    },
    close() {
      asked++;
      set({ open: false, answer: null, asking: false, failed: '' });
    },
  };
});
