/** The worker's part of cases: the folded files of the live copy, and the events of one. Decides nothing: commands go to the host. */
import type { Sealed } from '../../shared/access/sealed.ts';
import { type Case, isOpen } from '../../shared/cases/case.ts';
import type { CasePlace } from '../../shared/cases/case-command.ts';
import type { CaseEvent } from '../../shared/cases/case-event.ts';
import { foldOne } from '../../shared/cases/case-fold.ts';
import type { JournalRecord } from '../../shared/host/journal-record.ts';
import { casePlaceAt } from '../../shared/query/case-place.ts';
import type { LngLat } from '../../shared/query/selection.ts';
import { caseEventsOf, readCaseEvents, readEventsOf } from '../store/case-ledger.ts';
import { openCaseNotes, sealCaseNote } from './case-notes.ts';
import { databasesOf, type EngineState, openedOf } from './engine-state.ts';

/** What the page asks of the worker about cases. */
export interface CaseApi {
  /** Open ones, and those that changed at or after `since` (ms since the epoch). */
  cases(since: number): Promise<Case[]>;
  /** The place of a case at a point of the map, with the grid that holds it today. */
  casePlace(point: LngLat): Promise<{ place: CasePlace; grid: string }>;
  /** Words of a person for the event that this command becomes. Rejects without the open vault. */
  sealCaseNote(command: string, note: string): Promise<Sealed>;
  /** What can be read here of them, by number of the event. */
  caseNotes(caseId: string): Promise<Map<number, string>>;
  /** All that happened to one, in order; empty: there is none. */
  caseEvents(caseId: string): Promise<CaseEvent[]>;
}

export function caseMethods(state: EngineState): CaseApi {
  return {
    async cases(since) {
      const files = (state.cases ??= readFiles(state));
      return [...(await files).values()].filter((file) => isOpen(file) || file.changedAt >= since);
    },
    casePlace: async (point) => casePlaceAt(openedOf(state).community, point),
    sealCaseNote: (command, note) => sealCaseNote(state.access, command, note),
    caseNotes: async (caseId) => openCaseNotes(state.access, await readEventsOf(databasesOf(state), caseId)),
    caseEvents: (caseId) => readEventsOf(databasesOf(state), caseId),
  };
}

/** The case as the worker has it, not as a page says it is. Rejects with RangeError when there is none. */
export async function caseOf(state: EngineState, caseId: string): Promise<Case> {
  const file = (await (state.cases ??= readFiles(state))).get(caseId);
  if (!file) throw new RangeError(`no case ${caseId}`);
  return file;
}

async function readFiles(state: EngineState): Promise<Map<string, Case>> {
  const files = new Map<string, Case>();
  for (const event of await readCaseEvents(databasesOf(state))) fold(files, event);
  return files;
}

/** The cases that these records changed, as they are now. Records that are in the copy already change nothing. */
export async function followCases(state: EngineState, records: readonly JournalRecord[]): Promise<Case[]> {
  const events = caseEventsOf(records);
  if (events.length === 0) return [];
  const files = await (state.cases ??= readFiles(state));
  for (const event of events) fold(files, event);
  const ids = new Set(events.map(({ caseId }) => caseId));
  return [...ids].flatMap((id) => files.get(id) ?? []);
}

function fold(files: Map<string, Case>, event: CaseEvent): void {
  files.set(event.caseId, foldOne(files.get(event.caseId) ?? null, event));
}
