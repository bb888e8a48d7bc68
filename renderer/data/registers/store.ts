/**
 * The state of the registers page: the lists that were chosen, what was found, which list is believed. Owns the calls and their order. Values
 * of persons are held only for the rows in view.
 */
import * as Comlink from 'comlink';
import { create } from 'zustand';
import type { Progress } from '../../../shared/model/bundle.ts';
import { plansOf } from '../../../shared/model/import-look.ts';
import { guessChoices } from '../../../shared/model/import-mapping.ts';
import { AS_GUESSED, type ColumnTarget, type LayerLook } from '../../../shared/model/import-plan.ts';
import type { ComparedPerson, Verdict } from '../../../shared/registers/register-compare.ts';
import type { RegisterField, RegisterKind } from '../../../shared/registers/register-list.ts';
import { newestFirst, type Precedence } from '../../../shared/registers/register-precedence.ts';
import type { DataEngine } from '../../worker/engine-api.ts';
import type { RegisterPlan, RegisterSummary } from '../../worker/register-api.ts';
import type { ShownError } from '../import-desk.ts';
import { shownError } from '../store.ts';

export const PERSONS_SHOWN = 20;

/** A list on the page; `look`: what its columns are. */
export interface ChosenList extends RegisterPlan {
  look: LayerLook;
}

export type RegistersState =
  | { name: 'idle' }
  | { name: 'running'; progress: Progress | null }
  | { name: 'failed'; error: ShownError };

interface RegistersStore {
  lists: ChosenList[];
  state: RegistersState;
  summary: RegisterSummary | null;
  precedence: Precedence;
  verdict: Verdict;
  /** Place of a list, for those in one list only. */
  list: number | null;
  from: number;
  shown: { total: number; persons: ComparedPerson[] } | null;
  add(engine: DataEngine, files: readonly File[]): Promise<void>;
  remove(id: string): void;
  describe(id: string, what: { kind?: RegisterKind; day?: number }): void;
  map(id: string, column: string, target: ColumnTarget): void;
  compare(engine: DataEngine): Promise<void>;
  show(engine: DataEngine, what: { verdict?: Verdict; list?: number | null; from?: number }): Promise<void>;
  believe(engine: DataEngine, field: RegisterField, rule: Precedence[RegisterField]): Promise<void>;
  /** The result as a file for the import desk; null: it could not be made. */
  result(engine: DataEngine, name: string): Promise<File | null>;
}

let count = 0;
const today = () => Math.floor(Date.now() / 86_400_000);

/** What a list most likely is, by its name. */
function guessKind(name: string): RegisterKind {
  if (/死亡|去世|注销|deceased|death/i.test(name)) return 'deceased';
  if (/流动|暂住|外来|floating|migrant/i.test(name)) return 'floating';
  if (/筛查|核酸|体检|screening/i.test(name)) return 'screening';
  if (/救助|低保|帮扶|assistance|allowance/i.test(name)) return 'assistance';
  return /户籍|常住|household|hukou/i.test(name) ? 'household' : 'other';
}

export const useRegisters = create<RegistersStore>((set, get) => {
  const fail = (error: unknown) => set({ state: { name: 'failed', error: shownError(error) } });
  const change = (id: string, step: (list: ChosenList) => ChosenList) =>
    set(({ lists }) => ({
      lists: lists.map((list) => (list.id === id ? step(list) : list)),
      summary: null,
      shown: null,
    }));
  return {
    lists: [],
    state: { name: 'idle' },
    summary: null,
    precedence: newestFirst(),
    verdict: 'conflict',
    list: null,
    from: 0,
    shown: null,
    async add(engine, files) {
      set({ state: { name: 'idle' } });
      for (const file of files) {
        const id = `register-${++count}`;
        try {
          const inspection = await engine.inspectFile(id, [file], AS_GUESSED);
          await engine.forgetFile(id);
          const [given] = plansOf(inspection);
          const [look] = inspection.layers;
          const choices = guessChoices('residents', look.columns);
          const plan = { ...given, name: file.name, role: 'residents' as const, choices };
          const list = { id, file, plan, look, kind: guessKind(file.name), day: today() };
          set(({ lists }) => ({
            lists: [...lists, list],
            summary: null,
            shown: null,
            precedence: newestFirst(),
          }));
        } catch (error) {
          fail(error);
        }
      }
    },
    remove: (id) =>
      set(({ lists }) => ({
        lists: lists.filter((list) => list.id !== id),
        summary: null,
        shown: null,
        precedence: newestFirst(),
      })),
    describe: (id, what) => change(id, (list) => ({ ...list, ...what })),
    map: (id, column, target) =>
      change(id, (list) => {
        const choices = list.plan.choices.map((choice) => {
          if (choice.name === column) return { ...choice, target };
          const taken =
            target.to === 'field' && choice.target.to === 'field' && choice.target.field === target.field;
          return taken ? { ...choice, target: { to: 'ignored' } as const } : choice;
        });
        return { ...list, plan: { ...list.plan, choices } };
      }),
    async compare(engine) {
      if (get().state.name === 'running') return;
      set({ state: { name: 'running', progress: null }, summary: null, shown: null });
      const onProgress = Comlink.proxy((progress: Progress) => {
        if (get().state.name === 'running') set({ state: { name: 'running', progress } });
      });
      try {
        const plans = get().lists.map(({ id, file, plan, kind, day }) => ({ id, file, plan, kind, day }));
        const summary = await engine.compareRegisters(plans, onProgress);
        set({ summary, state: { name: 'idle' } });
        await get().show(engine, { verdict: 'conflict', list: null, from: 0 });
      } catch (error) {
        fail(error);
      }
    },
    async show(engine, what) {
      const { verdict, list, from, precedence } = { ...get(), from: 0, ...what };
      set({ verdict, list, from });
      try {
        const query = { verdict, list, from, to: from + PERSONS_SHOWN, precedence };
        set({ shown: await engine.registerPersons(query) });
      } catch (error) {
        fail(error);
      }
    },
    async believe(engine, field, rule) {
      const precedence = { ...get().precedence, [field]: rule };
      set({ precedence });
      try {
        const accuracy = await engine.registerAccuracy(precedence);
        set(({ summary }) => ({ summary: summary && { ...summary, accuracy } }));
        await get().show(engine, { from: get().from });
      } catch (error) {
        fail(error);
      }
    },
    async result(engine, name) {
      try {
        return new File([await engine.registerTable(get().precedence)], name, { type: 'text/csv' });
      } catch (error) {
        fail(error);
        return null;
      }
    },
  };
});
