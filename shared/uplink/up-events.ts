/**
 * What goes up, type by type: the documented layout (docs/formats/uplink.md). Ids, codes, counts, times and places; no words of anybody, no name,
 * no telephone number, no progress code. Whatever leaves is held against these shapes first.
 */
import * as v from 'valibot';
import { CaseIdSchema, CommandBodySchema, InstantSchema, TaskIdSchema } from '../cases/case-command.ts';
import { BegunSchema, CaseRoleSchema } from '../cases/case-event.ts';
import { CASE_STATES, PROOF_KINDS, REASONS_OF, RESULT_CODES } from '../cases/case-words.ts';
import { TABLE_NAMES } from '../model/tables.ts';
import { WORDS } from '../model/words.ts';
import { OUT_ENVELOPE } from './cloud-event.ts';
import { ReceivedSchema } from './received.ts';

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Id = v.pipe(v.string(), v.maxLength(240));
const RecordId = v.pipe(v.string(), v.maxLength(120));

type Option = (typeof CommandBodySchema.options)[number];
const kindOf = (option: Option): string => option.entries.kind.literal;
const OPEN = CommandBodySchema.options[0].entries;

/** A worker is a person: only a department or company is named. */
const AssigneeOut = v.strictObject({ kind: v.picklist(['worker', 'party', 'communityDuty']), id: RecordId });

/** Commands that carry more than may leave. */
const NARROWED = {
  open: v.strictObject({
    kind: v.literal('open'),
    ...{ caseNo: OPEN.caseNo, source: OPEN.source, device: OPEN.device, matter: OPEN.matter },
    ...{ level: OPEN.level, grid: OPEN.grid, alert: OPEN.alert, receivedAt: OPEN.receivedAt },
    ...{ drill: OPEN.drill, follows: OPEN.follows },
    /** Without the words of whoever said where it is. */
    place: v.strictObject({
      lng: v.nullable(v.number()),
      lat: v.nullable(v.number()),
      building: RecordId,
    }),
  }),
  dispatch: v.strictObject({ kind: v.literal('dispatch'), assignee: AssigneeOut }),
  fail: v.strictObject({
    kind: v.literal('fail'),
    reason: v.picklist(REASONS_OF.fail),
    assignee: AssigneeOut,
  }),
  reopen: v.strictObject({
    kind: v.literal('reopen'),
    reason: v.picklist(REASONS_OF.reopen),
    assignee: AssigneeOut,
  }),
  /** Without where the worker stood. */
  arrive: v.strictObject({
    kind: v.literal('arrive'),
    task: TaskIdSchema,
    reason: v.nullable(v.picklist(REASONS_OF.arrive)),
  }),
  feedback: v.strictObject({
    kind: v.literal('feedback'),
    task: TaskIdSchema,
    result: v.picklist(RESULT_CODES),
    proof: v.pipe(
      v.array(v.strictObject({ kind: v.picklist(PROOF_KINDS), hash: v.string(), at: InstantSchema })),
      v.maxLength(12),
    ),
  }),
} as const;
type Narrowed = keyof typeof NARROWED;

/** What was done to a case, as the outside may know it: the commands of shared/cases, some of them with less. */
export const DOES_OUT = Object.fromEntries(
  CommandBodySchema.options.map((option) => {
    const kind = kindOf(option);
    return [kind, kind in NARROWED ? NARROWED[kind as Narrowed] : option];
  }),
) as Readonly<Record<string, v.GenericSchema<unknown, { kind: string }>>>;

const caseData = (does: v.GenericSchema<unknown, { kind: string }>) =>
  v.strictObject({
    caseId: CaseIdSchema,
    /** Version of the case after it: from 1, without holes. */
    n: v.pipe(v.number(), v.integer(), v.minValue(1)),
    /** In which part somebody acted; never who. */
    role: CaseRoleSchema,
    from: v.nullable(v.picklist(CASE_STATES)),
    to: v.picklist(CASE_STATES),
    escalation: v.picklist([0, 1, 2, 3]),
    does,
    /** Clocks that began with it. */
    begins: v.pipe(v.array(BegunSchema), v.maxLength(100)),
  });

export const ALERT_TURNS = ['raised', 'acknowledged', 'cleared'] as const;
const AlertData = v.strictObject({
  alert: Id,
  device: Id,
  kind: v.picklist(WORDS.deviceKind),
  /** `silent`: the device does not speak any more. */
  condition: v.picklist(['alarm', 'silent']),
  level: v.picklist([1, 2, 3, 4]),
  lng: v.number(),
  lat: v.number(),
  active: v.boolean(),
  acknowledged: v.boolean(),
  raisedAt: InstantSchema,
  /** 0: not. */
  clearedAt: InstantSchema,
  acknowledgedAt: InstantSchema,
  repeats: Count,
  value: v.number(),
});

/** `hour`: hours since 1970; what is told is of the hour that ended with it. */
const HOUR = { hour: Count };
export const HealthSchema = v.strictObject({
  what: v.literal('health'),
  ...HOUR,
  kinds: v.pipe(
    v.array(
      v.strictObject({
        kind: v.picklist(WORDS.deviceKind),
        devices: Count,
        alarming: Count,
        silent: Count,
      }),
    ),
    v.maxLength(100),
  ),
});
/** null: fewer than ten. */
const Shown = v.nullable(Count);
export const GridsSchema = v.strictObject({
  what: v.literal('grids'),
  ...HOUR,
  grids: v.pipe(
    v.array(
      v.strictObject({
        grid: v.pipe(v.string(), v.maxLength(40)),
        opened: Shown,
        closed: Shown,
        open: Shown,
        overdue: Shown,
        alerts: Shown,
      }),
    ),
    v.maxLength(10_000),
  ),
});
/** Measured by the host once an hour; journal record `uplink.measured`. */
export const MeasuredSchema = v.object({
  kind: v.literal('uplink.measured'),
  measure: v.variant('what', [HealthSchema, GridsSchema]),
});
export type Measured = v.InferOutput<typeof MeasuredSchema>;

const RecordData = v.strictObject({
  /** Which records, and which columns of the core class: no values. */
  records: v.pipe(
    v.array(
      v.strictObject({
        table: v.picklist(TABLE_NAMES),
        key: v.string(),
        op: v.picklist(['create', 'change', 'remove']),
        columns: v.array(v.pipe(v.string(), v.maxLength(120))),
      }),
    ),
    v.maxLength(2000),
  ),
});

const result = v.omit(ReceivedSchema, ['kind', 'destination', 'decided', 'asked']);

/** `data` by type. */
export const UP_DATA: Readonly<Record<string, v.GenericSchema>> = {
  ...Object.fromEntries(
    Object.entries(DOES_OUT).map(([kind, does]) => [`cn.linli.case.${kind}`, caseData(does)]),
  ),
  ...Object.fromEntries(ALERT_TURNS.map((turn) => [`cn.linli.alert.${turn}`, AlertData])),
  'cn.linli.device.health': v.omit(HealthSchema, ['what']),
  'cn.linli.grid.aggregate': v.omit(GridsSchema, ['what']),
  'cn.linli.record.changed': RecordData,
  /** What became of an event that came down. */
  'cn.linli.inbox.result': result,
  /** A trial of the connection: nothing happened. */
  'cn.linli.ping': v.strictObject({}),
};

export const OutEventSchema = v.strictObject({
  ...OUT_ENVELOPE,
  type: v.picklist(Object.keys(UP_DATA)),
  data: v.record(v.string(), v.unknown()),
});
export type OutEvent = v.InferOutput<typeof OutEventSchema>;
