/** The worker's part of cases: the folded files of the live copy, and the events of one. Decides nothing: commands go to the host. */
import type { Sealed } from '../../shared/access/sealed.ts';
import { type Case, isOpen } from '../../shared/cases/case.ts';
import type { CasePlace } from '../../shared/cases/case-command.ts';
import type { CaseEvent } from '../../shared/cases/case-event.ts';
import { foldOne } from '../../shared/cases/case-fold.ts';
import type { Handover } from '../../shared/cases/handover.ts';
import { type CaseMeasure, type IndicatorSpan, markOne, measuresOf } from '../../shared/cases/indicators.ts';
import type { Span } from '../../shared/cases/period.ts';
import { type ReplayDay, replayOf } from '../../shared/cases/replay.ts';
import type { JournalRecord } from '../../shared/host/journal-record.ts';
import { casePlaceAt } from '../../shared/query/case-place.ts';
import { type GroundShape, placeGround } from '../../shared/query/place-ground.ts';
import type { LngLat } from '../../shared/query/selection.ts';
import { readAlerts } from '../store/apply-records.ts';
import { caseEventsOf, readCaseEvents, readEventsOf } from '../store/case-ledger.ts';
import { readHandovers } from '../store/shift-ledger.ts';
import { openCaseNotes, sealCaseNote } from './case-notes.ts';
import { type CaseFiles, databasesOf, type EngineState, openedOf } from './engine-state.ts';

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
  /** What each case received in the span brings to the indicators; no drills. */
  caseMeasures(span: IndicatorSpan): Promise<CaseMeasure[]>;
  /** Outlines around a place, for a small map on paper. */
  casePlaceGround(point: LngLat, building: string, reach: number): Promise<GroundShape[]>;
  /** What the map showed and what happened in the span. */
  replayDay(span: Span): Promise<ReplayDay>;
  /** Shifts handed over, the newest first; of the last months. */
  handovers(): Promise<Handover[]>;
}

export function caseMethods(state: EngineState): CaseApi {
  return {
    async cases(since) {
      const { files } = await (state.cases ??= readFiles(state));
      return [...files.values()].filter((file) => isOpen(file) || file.changedAt >= since);
    },
    casePlace: async (point) => casePlaceAt(openedOf(state).community, point),
    sealCaseNote: (command, note) => sealCaseNote(state.access, command, note),
    caseNotes: async (caseId) => openCaseNotes(state.access, await readEventsOf(databasesOf(state), caseId)),
    caseEvents: (caseId) => readEventsOf(databasesOf(state), caseId),
    casePlaceGround: async (point, building, reach) =>
      placeGround(openedOf(state).community, point, building, reach),
    async replayDay(span) {
      const databases = databasesOf(state);
      const { files } = await (state.cases ??= readFiles(state));
      const within = [...files.values()].filter(
        (file) => file.receivedAt < span.until && (isOpen(file) || file.changedAt >= span.from),
      );
      const events = await Promise.all(within.map(({ caseId }) => readEventsOf(databases, caseId)));
      return replayOf(await readAlerts(databases), events, span);
    },
    handovers: () => readHandovers(databasesOf(state)),
    async caseMeasures(span) {
      const { files, marks } = await (state.cases ??= readFiles(state));
      const marked = Array.from(files.values(), (file) => ({ file, marks: marks.get(file.caseId)! }));
      return measuresOf(marked, span);
    },
  };
}

/** The case as the worker has it, not as a page says it is. Rejects with RangeError when there is none. */
export async function caseOf(state: EngineState, caseId: string): Promise<Case> {
  const file = (await (state.cases ??= readFiles(state))).files.get(caseId);
  if (!file) throw new RangeError(`no case ${caseId}`);
  return file;
}

async function readFiles(state: EngineState): Promise<CaseFiles> {
  const read: CaseFiles = { files: new Map(), marks: new Map() };
  for (const event of await readCaseEvents(databasesOf(state))) fold(read, event);
  return read;
}

/** The cases that these records changed, as they are now. Records that are in the copy already change nothing. */
export async function followCases(state: EngineState, records: readonly JournalRecord[]): Promise<Case[]> {
  const events = caseEventsOf(records);
  if (events.length === 0) return [];
  const read = await (state.cases ??= readFiles(state));
  for (const event of events) fold(read, event);
  const ids = new Set(events.map(({ caseId }) => caseId));
  return [...ids].flatMap((id) => read.files.get(id) ?? []);
}

function fold({ files, marks }: CaseFiles, event: CaseEvent): void {
  const { caseId } = event;
  files.set(caseId, foldOne(files.get(caseId) ?? null, event));
  marks.set(caseId, markOne(marks.get(caseId), event));
}
