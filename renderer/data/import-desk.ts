/**
 * The state of the import desk as pure steps: which files lie on it, what each will become, what the preview said.
 * Any change of the plan drops the preview, so that nothing is imported that was not seen.
 */
import type { Progress } from '../../shared/model/bundle.ts';
import { guessChoices, holdsPersonalData } from '../../shared/model/import-mapping.ts';
import type {
  ColumnTarget,
  FileInspection,
  ImportPlan,
  ImportReport,
  LayerPlan,
} from '../../shared/model/import-plan.ts';
import type { ImportRole } from '../../shared/model/import-roles.ts';
import { planOf } from '../../shared/model/import-run.ts';
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
      plan: LayerPlan;
    };

export type DeskStep =
  | { name: 'planning' }
  | { name: 'reading'; what: 'preview' | 'import'; progress: Progress | null }
  | { name: 'previewed'; report: ImportReport }
  | { name: 'done'; outcome: ImportOutcome }
  | { name: 'failed'; error: ShownError };

export interface DeskState {
  files: DeskFile[];
  mode: ImportPlan['mode'];
  communityName: string;
  plainConsent: boolean;
  step: DeskStep;
}

export const EMPTY_DESK: DeskState = {
  files: [],
  mode: 'replace',
  communityName: '',
  plainConsent: false,
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

/** A community is called after its first file until a person says otherwise. */
const nameAfter = (file: string): string => file.replace(/\.[^.]+$/, '');

/** What came of the first look at a file. A file taken off the desk meanwhile stays off. */
export function lookedAt(desk: DeskState, key: string, result: FileInspection | ShownError): DeskState {
  const file = desk.files.find((each) => each.key === key);
  if (!file) return desk;
  const { name, bytes } = file;
  if ('code' in result) return putFile(desk, { key, name, bytes, status: 'refused', error: result });
  const community = desk.communityName || nameAfter(result.name);
  return {
    ...putFile(desk, { key, name, bytes, status: 'ready', inspection: result, plan: planOf(result) }),
    communityName: community,
  };
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

function changePlan(
  desk: DeskState,
  key: string,
  change: (plan: LayerPlan, inspection: FileInspection) => LayerPlan,
): DeskState {
  const files = desk.files.map((file) =>
    file.key === key && file.status === 'ready'
      ? { ...file, plan: change(file.plan, file.inspection) }
      : file,
  );
  return { ...desk, files, step: PLANNING };
}

/** Another role: its columns are guessed anew. */
export function setRole(desk: DeskState, key: string, role: ImportRole): DeskState {
  return changePlan(desk, key, (plan, { columns }) => ({
    ...plan,
    role,
    choices: guessChoices(role, columns),
  }));
}

/** What becomes of one column; a field that another column had passes to this one. */
export function setColumn(desk: DeskState, key: string, column: string, target: ColumnTarget): DeskState {
  return changePlan(desk, key, (plan) => ({
    ...plan,
    choices: plan.choices.map((choice) => {
      if (choice.name === column) return { ...choice, target };
      const lost =
        target.to === 'field' && choice.target.to === 'field' && choice.target.field === target.field;
      return lost ? { ...choice, target: { to: 'ignored' } } : choice;
    }),
  }));
}

export function setSwap(desk: DeskState, key: string, swap: boolean): DeskState {
  return changePlan(desk, key, (plan) => ({ ...plan, swap }));
}

/** Mode, name or consent; consent alone keeps the preview, as it changes no row. */
export function setOption(
  desk: DeskState,
  option: Partial<Pick<DeskState, 'mode' | 'communityName' | 'plainConsent'>>,
): DeskState {
  const same = !('mode' in option);
  return { ...desk, ...option, step: same ? desk.step : PLANNING };
}

/** null: nothing on the desk can be imported yet. */
export function planFrom(desk: DeskState, asOfDay: number): ImportPlan | null {
  const layers = desk.files.flatMap((file) => (file.status === 'ready' ? [file.plan] : []));
  if (layers.length === 0 || desk.files.some(({ status }) => status === 'looking')) return null;
  const name = desk.communityName.trim() || layers[0].name;
  return { layers, mode: desk.mode, name: { zh: name, en: name }, plainConsent: desk.plainConsent, asOfDay };
}

/** Personal fields are mapped and nobody has agreed yet to keep them before encryption. */
export function needsConsent(desk: DeskState): boolean {
  const layers = desk.files.flatMap((file) => (file.status === 'ready' ? [file.plan] : []));
  return !desk.plainConsent && holdsPersonalData(layers);
}
