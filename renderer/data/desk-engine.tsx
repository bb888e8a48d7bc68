/**
 * What the Data workspace asks of the worker: samples and imports. Owns the interface and its context; the shell
 * provides it, so that the workspace can be shown and tested without a worker.
 */
import { createContext, useContext } from 'react';
import type { OnProgress, SampleId } from '../../shared/model/bundle.ts';
import type { CommunityOutline } from '../../shared/model/import-outline.ts';
import type {
  FileInspection,
  ImportPlan,
  ImportReport,
  LinkReport,
  MergeReport,
  ReadingChoice,
} from '../../shared/model/import-plan.ts';
import type { DryRun } from '../../shared/model/import-run.ts';

export interface ImportOutcome {
  report: ImportReport;
  links: LinkReport;
  merge: MergeReport;
  ms: number;
}

export interface Undoable {
  generation: string;
  name: { zh: string; en: string };
  /** Changes by hand to what was imported: they go with it. */
  changes: number;
}

/** Errors carry `code` and `params` (FormatError, ImportError, storage errors): shown as `error.<code>`. */
export interface DataDeskEngine {
  /** Keeps the file (with its companions after it) under `key` and looks at its start; `reading` overrules the guess. */
  inspectFile(key: string, files: File[], reading: ReadingChoice): Promise<FileInspection>;
  forgetFile(key: string): Promise<void>;
  /** Carries everything out and keeps nothing. */
  previewImport(plan: ImportPlan, onProgress: OnProgress): Promise<DryRun>;
  /** Keeps the good rows as a new generation and makes it the active one. */
  runImport(plan: ImportPlan, onProgress: OnProgress): Promise<ImportOutcome>;
  /** Outlines of the open community to lay places over; null: none is open. */
  outline(): Promise<CommunityOutline | null>;
  /** The community that the last import replaced, while a copy of it is kept; null: there is no way back. */
  undoable(): Promise<Undoable | null>;
  /** Brings it back. Rejects with code 'not-found' when the copy is gone. */
  undo(onProgress: OnProgress): Promise<void>;
  loadSample(sample: SampleId, onProgress: OnProgress): Promise<{ ms: number }>;
  /** Stops what is under way between two steps; the generation that is open stays. */
  cancel(): Promise<void>;
}

export const DataDeskContext = createContext<DataDeskEngine | null>(null);

/** null: this window has no data worker of its own (the workspace then only shows facts). */
export function useDeskEngine(): DataDeskEngine | null {
  return useContext(DataDeskContext);
}
