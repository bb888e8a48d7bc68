/**
 * The state of the import desk as pure steps: which files lie on it, what each will become, what the preview said.
 * Any change of the plan drops the preview, so that nothing is imported that was not seen.
 */
import type { Crs } from '../../shared/geo/crs.ts';
import type { Progress } from '../../shared/model/bundle.ts';
import { knowsPlace, plansOf, withCrs } from '../../shared/model/import-look.ts';
import { guessChoices, holdsPersonalData } from '../../shared/model/import-mapping.ts';
import { asLastTime } from '../../shared/model/import-memory.ts';
import {
  AS_GUESSED,
  type ColumnTarget,
  type FileInspection,
  type ImportPlan,
  type ImportReport,
  type LayerLook,
  type LayerPlan,
  type ReadingChoice,
} from '../../shared/model/import-plan.ts';
import type { ImportRole } from '../../shared/model/import-roles.ts';
import type { DryRun } from '../../shared/model/import-run.ts';
import type { ImportOutcome } from './desk-engine.tsx';

/** An error as it is shown: message id and values. */
export interface ShownError {
  code: string;
  params: Record<string, string | number>;
}

export type DeskFile =
  | { key: string; name: string; bytes: number; status: 'looking' }
  | { key: string; name: string; bytes: number; status: 'refused'; error: ShownError }
  | {
      key: string;
      name: string;
      bytes: number;
      status: 'ready';
      inspection: FileInspection;
      /** One for each layer of the file. */
      plans: DeskLayer[];
    };

/** A layer of a file as it will be imported, if it is `used`. */
export interface DeskLayer {
  plan: LayerPlan;
  used: boolean;
}

export type DeskStep =
  | { name: 'planning' }
  /** `since`: when the stage began, on the clock of the page. */
  | { name: 'reading'; what: 'preview' | 'import'; progress: Progress | null; since: number }
  | { name: 'previewed'; run: DryRun; ms: number }
  | { name: 'done'; outcome: ImportOutcome }
  | { name: 'failed'; error: ShownError };

export interface DeskState {
  files: DeskFile[];
  mode: ImportPlan['mode'];
  communityName: string;
  step: DeskStep;
}

export const EMPTY_DESK: DeskState = {
  files: [],
  mode: 'replace',
  communityName: '',
  step: { name: 'planning' },
};

const PLANNING: DeskStep = { name: 'planning' };

export function putFile(desk: DeskState, file: DeskFile): DeskState {
  const known = desk.files.some(({ key }) => key === file.key);
  const files = known
    ? desk.files.map((each) => (each.key === file.key ? file : each))
    : [...desk.files, file];
  return { ...desk, files, step: PLANNING };
}

/**
 * A community is called after its first file until a person says otherwise: without endings, and without what our own
 * exports put around its name (`exchange/file-name.ts`).
 */
const nameAfter = (file: string): string =>
  file.replace(/(\.(csv|shp|geojson))?\.[^.]+$/i, '').replace(/^linli-(.+)-\d{4}-\d{2}-\d{2}$/, '$1');

/** What came of the first look at a file. A file taken off the desk meanwhile stays off. */
export function lookedAt(
  desk: DeskState,
  key: string,
  result: FileInspection | ShownError,
  reading: ReadingChoice = AS_GUESSED,
): DeskState {
  const file = desk.files.find((each) => each.key === key);
  if (!file) return desk;
  const { name, bytes } = file;
  if ('code' in result) return putFile(desk, { key, name, bytes, status: 'refused', error: result });
  const community = desk.communityName || nameAfter(result.name);
  const before = file.status === 'ready' ? file.plans : [];
  const plans = plansOf(result, reading).map((plan) => keptEntry(plan, before));
  return {
    ...putFile(desk, { key, name, bytes, status: 'ready', inspection: result, plans }),
    communityName: community,
  };
}

/** A layer that looks as it did keeps what was chosen for it when another part of the file is read otherwise. */
function keptEntry(plan: LayerPlan, before: readonly DeskLayer[]): DeskLayer {
  const names = (of: LayerPlan) => JSON.stringify(of.choices.map(({ name }) => name));
  const old = before.find((entry) => entry.plan.layer === plan.layer && names(entry.plan) === names(plan));
  if (!old) return { plan, used: true };
  return { plan: { ...old.plan, reading: plan.reading }, used: old.used };
}

/** How a file is read now. */
export function readingOf(desk: DeskState, key: string): ReadingChoice {
  const file = desk.files.find((each) => each.key === key);
  return (file?.status === 'ready' && file.plans.at(0)?.plan.reading) || AS_GUESSED;
}

/** Values of word columns that the whole file showed and the first look did not, so that they can be told as well. */
export function withUnknownWords(desk: DeskState, report: ImportReport): DeskState {
  const files = desk.files.map((file) => {
    if (file.status !== 'ready') return file;
    const layers = file.inspection.layers.map((look) => {
      const found = report.layers.find(({ key, layer }) => key === file.key && layer === look.layer);
      if (!found || found.unknownWords.length === 0) return look;
      const columns = look.columns.map((column) => {
        const known = new Set(column.values?.map(({ value }) => value));
        const more = found.unknownWords.filter(
          (word) => word.column === column.name && !known.has(word.value),
        );
        if (more.length === 0) return column;
        return {
          ...column,
          values: [...(column.values ?? []), ...more.map(({ value, count }) => ({ value, count }))],
        };
      });
      return { ...look, columns };
    });
    return { ...file, inspection: { ...file.inspection, layers } };
  });
  return { ...desk, files };
}

export function removeFile(desk: DeskState, key: string): DeskState {
  const files = desk.files.filter((file) => file.key !== key);
  const gone = desk.files.find((file) => file.key === key);
  const next = files.find((file) => file.status === 'ready');
  const communityName =
    gone && desk.communityName === nameAfter(gone.name)
      ? next
        ? nameAfter(next.name)
        : ''
      : desk.communityName;
  return { ...desk, files, communityName, step: PLANNING };
}

/** Which layer of which file. */
export interface LayerKey {
  key: string;
  layer: string;
}

function changeLayer(
  desk: DeskState,
  { key, layer }: LayerKey,
  change: (entry: DeskLayer, look: LayerLook) => DeskLayer,
): DeskState {
  const files = desk.files.map((file) => {
    if (file.key !== key || file.status !== 'ready') return file;
    const plans = file.plans.map((entry) => {
      const look = file.inspection.layers.find((each) => each.layer === layer);
      return look && entry.plan.layer === layer ? change(entry, look) : entry;
    });
    return { ...file, plans };
  });
  return { ...desk, files, step: PLANNING };
}

function changePlan(
  desk: DeskState,
  at: LayerKey,
  change: (plan: LayerPlan, look: LayerLook) => LayerPlan,
): DeskState {
  return changeLayer(desk, at, (entry, look) => ({ ...entry, plan: change(entry.plan, look) }));
}

/** Whether the layer is imported at all. */
export function setUsed(desk: DeskState, at: LayerKey, used: boolean): DeskState {
  return changeLayer(desk, at, (entry) => ({ ...entry, used }));
}

/** Another role: its columns are guessed anew. */
export function setRole(desk: DeskState, at: LayerKey, role: ImportRole): DeskState {
  return changePlan(desk, at, (plan, { columns }) => ({
    ...plan,
    role,
    choices: guessChoices(role, columns),
  }));
}

/** What becomes of one column; a field that another column had passes to this one. */
export function setColumn(desk: DeskState, at: LayerKey, column: string, target: ColumnTarget): DeskState {
  return changePlan(desk, at, (plan) => ({
    ...plan,
    choices: plan.choices.map((choice) => {
      // Words belong to the field they were chosen for.
      if (choice.name === column) return { name: choice.name, type: choice.type, target };
      const lost =
        target.to === 'field' && choice.target.to === 'field' && choice.target.field === target.field;
      return lost ? { ...choice, target: { to: 'ignored' } } : choice;
    }),
  }));
}

/** What a value of a word column means: a word of its vocabulary, '' for nothing, null as the program reads it. */
export function setWord(
  desk: DeskState,
  at: LayerKey,
  column: string,
  value: string,
  word: string | null,
): DeskState {
  return changePlan(desk, at, (plan) => ({
    ...plan,
    choices: plan.choices.map((choice) => {
      if (choice.name !== column) return choice;
      const { words = [], ...rest } = choice;
      const others = words.filter((each) => each.value !== value);
      const now = word === null ? others : [...others, { value, word }];
      return now.length > 0 ? { ...rest, words: now } : rest;
    }),
  }));
}

/** The mapping of the last table with this header. */
export function setAsLastTime(desk: DeskState, at: LayerKey): DeskState {
  return changePlan(desk, at, (plan, { remembered }) => (remembered ? asLastTime(plan, remembered) : plan));
}

export function setSwap(desk: DeskState, at: LayerKey, swap: boolean): DeskState {
  return changePlan(desk, at, (plan) => ({ ...plan, swap }));
}

/** The system of coordinates that a person chose. */
export function setCrs(
  desk: DeskState,
  at: LayerKey,
  crs: Crs,
  options: { swapped?: boolean; factor?: number } = {},
): DeskState {
  return changePlan(desk, at, (plan) => withCrs(plan, crs, options));
}

/** The layers that will be imported. */
export function usedPlans(desk: DeskState): LayerPlan[] {
  return desk.files.flatMap((file) =>
    file.status === 'ready' ? file.plans.filter(({ used }) => used).map(({ plan }) => plan) : [],
  );
}

/** Mode or name; a name alone keeps the preview, as it changes no row. */
export function setOption(
  desk: DeskState,
  option: Partial<Pick<DeskState, 'mode' | 'communityName'>>,
): DeskState {
  const same = !('mode' in option);
  return { ...desk, ...option, step: same ? desk.step : PLANNING };
}

/** null: nothing on the desk can be imported yet. */
export function planFrom(desk: DeskState, asOfDay: number): ImportPlan | null {
  const layers = usedPlans(desk);
  if (layers.length === 0 || desk.files.some(({ status }) => status === 'looking')) return null;
  if (layers.some((layer) => !knowsPlace(layer))) return null;
  const name = desk.communityName.trim() || layers[0].name;
  return { layers, mode: desk.mode, name: { zh: name, en: name }, asOfDay };
}

/** Personal fields are mapped: they are kept under the personal key of the vault or not at all. */
export function needsVault(desk: DeskState): boolean {
  return holdsPersonalData(usedPlans(desk));
}
