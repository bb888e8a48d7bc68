/**
 * The words of a case: states with the seven steps of its way (GB/T 30428), roles, sources, reasons, close codes. Data only; shown as
 * `cases.<list>.<word>`. What is filed about what is in case-codes.ts, who may do what in case-table.ts.
 */

/** States in the order of the way; the last four lie beside it. */
export const CASE_STATES = [
  'received',
  'verifying',
  'registered',
  'dispatched',
  'accepted',
  'onSite',
  'feedback',
  'checking',
  'closed',
  'evaluated',
  'rejected',
  'merged',
  'suspended',
  'cancelled',
] as const;
export type CaseState = (typeof CASE_STATES)[number];

export interface StateTraits {
  /** S0 to S9, X1 to X4: the short name in tables and prints. */
  code: string;
  /** 1 to 7; 0: beside the way. */
  step: number;
  /** Somebody still owes something: clocks run (or wait, when suspended). */
  open: boolean;
}

const traits = (code: string, step: number, open: boolean): StateTraits => ({ code, step, open });

export const STATE_TRAITS: Readonly<Record<CaseState, StateTraits>> = {
  received: traits('S0', 1, true),
  verifying: traits('S1', 1, true),
  registered: traits('S2', 2, true),
  dispatched: traits('S3', 3, true),
  accepted: traits('S4', 3, true),
  onSite: traits('S5', 4, true),
  feedback: traits('S6', 5, true),
  checking: traits('S7', 6, true),
  closed: traits('S8', 6, false),
  evaluated: traits('S9', 7, false),
  rejected: traits('X1', 0, false),
  merged: traits('X2', 0, false),
  suspended: traits('X3', 0, true),
  cancelled: traits('X4', 0, false),
};

/** In what part somebody acts on a case; one person may have several. `party`: a department, company or team that handles with others. */
export const CASE_ROLES = [
  'operator',
  'worker',
  'party',
  'verifier',
  'supervisor',
  'evaluator',
  'system',
] as const;
export type CaseRole = (typeof CASE_ROLES)[number];

/** How it came to us. */
export const CASE_SOURCES = [
  'device',
  'citizen',
  'hotline',
  'patrol',
  'contactDay',
  'socialWorker',
  'mediation',
  'upperLevel',
  'camera',
  'manual',
] as const;
export type CaseSource = (typeof CASE_SOURCES)[number];

/** How high it was taken: the names of the levels are the local profile's. */
export const ESCALATION_LEVELS = ['grid', 'community', 'street', 'district'] as const;
export type Escalation = 0 | 1 | 2 | 3;

export const TASK_STATES = [
  'offered',
  'accepted',
  'enroute',
  'onScene',
  'done',
  'returned',
  'cancelled',
] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** Whom a task can be given to. `communityDuty`: whoever is on duty at the community, when the grid has nobody. */
export const ASSIGNEE_KINDS = ['worker', 'party', 'communityDuty'] as const;

export const CLOSE_CODES = [
  'handled',
  'falseAlarm',
  'test',
  'selfCleared',
  'nothingFound',
  'handedOver',
] as const;

/** Reasons from a list, so that they can be counted and need no sealing; what else is to be said goes into a sealed note. */
export const REASONS_OF = {
  reject: ['notOurs', 'noSuchPlace', 'notEnoughTold', 'alreadyHandled', 'adviceGiven', 'other'],
  unmerge: ['notTheSame', 'other'],
  arrive: ['noSignal', 'indoors', 'placeWrong', 'byTelephone', 'other'],
  return: ['notMine', 'wrongGrid', 'needsDepartment', 'busy', 'placeWrong', 'other'],
  cannot: ['noMandate', 'needsFunds', 'needsSeveral', 'disputed', 'other'],
  override: ['deviceFaulty', 'deviceReplaced', 'signalLate', 'checkedInPerson', 'other'],
  fail: ['notDone', 'poorWork', 'proofMissing', 'notSafe', 'other'],
  suspend: [
    'waitsForParts',
    'waitsForWeather',
    'waitsForOwner',
    'waitsForMeeting',
    'waitsForUpperLevel',
    'other',
  ],
  cancel: ['falseAlarm', 'test', 'mistaken', 'openedTwice', 'other'],
  reopen: ['cameBack', 'reporterDisagrees', 'closedTooSoon', 'other'],
  escalate: ['noAnswer', 'beyondUs', 'spreading', 'manyPeople', 'other'],
  level: ['seenOnSite', 'moreReports', 'notAsGrave', 'deviceTest', 'other'],
  removeParty: ['notNeeded', 'wrongParty', 'other'],
} as const;
export type ReasonList = keyof typeof REASONS_OF;

/** What the worker found done. */
export const RESULT_CODES = [
  'solved',
  'madeSafe',
  'falseAlarm',
  'test',
  'nothingFound',
  'handedOver',
  'refused',
] as const;

/** A one-key call, once somebody has spoken with the caller. */
export const TRIAGES = ['emergency', 'service', 'test', 'mistaken'] as const;

/** Whom a contact attempt was made to, and what came of it. Who it was by name is sealed. */
export const CONTACTS = [
  'resident',
  'family',
  'neighbour',
  'worker',
  'medical120',
  'police110',
  'fire119',
  'reporter',
] as const;
export const CONTACT_OUTCOMES = ['reached', 'noAnswer', 'refused', 'wrongNumber', 'onTheWay'] as const;
/** What is done after an attempt. */
export const CONTACT_NEXTS = ['again', 'other', 'sendWorker', 'waiting', 'nothing'] as const;

/** How a line of a list stands that is worked through on a case: a home to be cleared, a point of a plan. `open`: as if nobody had been there. */
export const MARKS = ['done', 'help', 'noAnswer', 'open'] as const;
export type Mark = (typeof MARKS)[number];

/** What the joint meeting of the street came to. */
export const MEETING_OUTCOMES = ['assigned', 'solved', 'toDistrict', 'noSolution'] as const;

/** What the supervising level asks for. */
export const SUPERVISION_ASKS = ['speedUp', 'explain', 'redo', 'reportDaily'] as const;

/** What a task's result is shown by: files are kept apart under their hash. */
export const PROOF_KINDS = ['photo', 'signature', 'reading', 'document'] as const;

/** What the reporter may see of it, nothing else. */
export const PROGRESS_CODES = [
  'taken',
  'onTheWay',
  'atWork',
  'checking',
  'done',
  'notTaken',
  'joined',
  'waiting',
] as const;
export type ProgressCode = (typeof PROGRESS_CODES)[number];

export const PROGRESS_OF: Readonly<Record<CaseState, ProgressCode>> = {
  received: 'taken',
  verifying: 'taken',
  registered: 'taken',
  dispatched: 'onTheWay',
  accepted: 'onTheWay',
  onSite: 'atWork',
  feedback: 'checking',
  checking: 'checking',
  closed: 'done',
  evaluated: 'done',
  rejected: 'notTaken',
  merged: 'joined',
  suspended: 'waiting',
  cancelled: 'notTaken',
};
