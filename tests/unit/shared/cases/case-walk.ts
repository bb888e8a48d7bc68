/** Walks through cases by chance: any command by anybody at any time, most of them refused. Shared by the properties of cases. */
import fc from 'fast-check';
import { leadOf, partiesOut } from '../../../../shared/cases/case.ts';
import type { CommandBody, CommandKind } from '../../../../shared/cases/case-command.ts';
import { COMMAND_KINDS } from '../../../../shared/cases/case-table.ts';
import { MARKS } from '../../../../shared/cases/case-words.ts';
import { ACTORS, type MadeCase, MINUTE, PROOF, W1, W2, type Who } from './made-case.ts';

export interface Stride {
  kind: CommandKind;
  who: Who;
  pick: number;
  minutes: number;
  /** Whatever brings the case on from where it stands, instead of `kind`: walks by chance alone get nowhere. */
  forward: boolean;
}

export const SEALED = { key: 'pii-0123456789abcdef', bytes: 'UEVSU09OQUw=' };

const WHO_DOES: Partial<Record<CommandKind, Who[]>> = {
  accept: ['worker', 'other', 'gas', 'operator'],
  arrive: ['worker', 'other', 'gas', 'operator'],
  feedback: ['worker', 'other', 'gas', 'operator'],
  return: ['worker', 'gas', 'operator'],
  cannot: ['gas', 'water'],
  check: ['verifier'],
  pass: ['verifier'],
  fail: ['verifier'],
  alert: ['system'],
  suspend: ['supervisor'],
  extend: ['supervisor'],
  supervise: ['supervisor'],
  meeting: ['supervisor'],
  evaluate: ['evaluator'],
  recheck: ['evaluator'],
};

const kinds = COMMAND_KINDS.filter((kind) => kind !== 'open' && kind !== 'fire');
export const strides = (most: number, of: readonly CommandKind[] = kinds) =>
  fc.array(
    fc
      .record({
        ...{ kind: fc.constantFrom(...of), pick: fc.nat(999), anybody: fc.nat(9), forward: fc.boolean() },
        minutes: fc.oneof({ weight: 9, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.nat(3_000) }),
      })
      .map(({ anybody, ...stride }): Stride => {
        const likely = WHO_DOES[stride.kind] ?? ['operator', 'operator', 'second', 'supervisor'];
        const all = Object.keys(ACTORS) as Who[];
        return {
          ...stride,
          who: (anybody === 0 ? all : likely)[stride.pick % (anybody === 0 ? all : likely).length],
        };
      }),
    { maxLength: most, size: 'max' },
  );

/** The next command of the straight way, a party's first when it is a party that is waited for. */
function onward(made: MadeCase): [Who, CommandBody] {
  const { state } = made.now;
  const out = state === 'feedback' ? partiesOut(made.now)[0] : undefined;
  const task = (out ?? leadOf(made.now))?.id ?? 't1';
  const byTask: Partial<Record<string, CommandBody>> = {
    offered: { kind: 'accept', task },
    accepted: { kind: 'arrive', task, at: null, reason: 'indoors' },
    enroute: { kind: 'arrive', task, at: null, reason: 'indoors' },
    onScene: { kind: 'feedback', task, result: 'solved', proof: [PROOF] },
  };
  const job = (out ?? leadOf(made.now))?.state ?? 'done';
  switch (state) {
    case 'received':
    case 'verifying':
      return ['operator', { kind: 'register' }];
    case 'registered':
      return ['operator', { kind: 'dispatch', assignee: W1 }];
    case 'suspended':
      return ['operator', { kind: 'resume' }];
    case 'checking':
      return ['verifier', { kind: 'pass', closeCode: 'handled', override: 'deviceFaulty' }];
    default:
      return byTask[job] ? ['operator', byTask[job]] : ['verifier', { kind: 'check' }];
  }
}

/** Who does what by this stride, for the case as it stands. */
export function taken(stride: Stride, made: MadeCase): [Who, CommandBody] {
  return stride.forward ? onward(made) : [stride.who, bodyOf(stride, made)];
}

function bodyOf({ kind, pick }: Stride, made: MadeCase): CommandBody {
  const newest = made.now.tasks.length;
  const task = `t${Math.max(1, pick % 3 === 0 ? (pick % (newest + 1)) + 1 : newest - (pick % 2))}`;
  const until = made.at + ((pick % 9) - 1) * 24 * 60 * MINUTE;
  const assignee = pick % 2 === 0 ? W1 : W2;
  const bodies: Partial<Record<CommandKind, object>> = {
    reject: { reason: 'notOurs' },
    merge: { into: 'c9' },
    unmerge: { reason: 'notTheSame' },
    absorb: { child: 'c8' },
    release: { child: 'c8' },
    alert: { alert: 'A1', active: pick % 4 === 0 },
    dispatch: { assignee },
    accept: { task },
    enroute: { task },
    arrive: { task, at: null, reason: pick % 5 === 0 ? null : 'noSignal' },
    feedback: { task, result: 'solved', proof: pick % 5 === 0 ? [] : [PROOF] },
    return: { task, reason: 'busy' },
    pass: { closeCode: 'handled', override: pick % 2 === 0 ? 'deviceFaulty' : null },
    fail: { reason: 'notDone', assignee },
    suspend: { reason: 'waitsForParts', until },
    extend: { reason: 'waitsForParts', until: Math.max(until, made.now.handleBy + (pick % 9) * MINUTE) },
    cancel: { reason: 'mistaken' },
    reopen: { reason: 'cameBack', assignee },
    evaluate: { satisfaction: (pick % 6) as 0, visited: false },
    escalate: { reason: 'noAnswer' },
    supervise: { asks: 'explain', due: until },
    addParty: { party: pick % 2 === 0 ? 'gas-company' : 'water-company', due: until },
    removeParty: { task, reason: 'notNeeded' },
    cannot: { task, reason: 'noMandate' },
    meeting: { task, outcome: 'assigned' },
    contact: { whom: 'family', outcome: 'noAnswer' },
    tick: { list: 'evacuation', items: [`H-${pick % 7}`, `H-${pick % 3}`], mark: MARKS[pick % MARKS.length] },
    triage: { triage: 'emergency', matter: 'callForHelp' },
    changeLevel: { level: ((pick % 4) + 1) as 1, reason: 'seenOnSite' },
    recheck: { good: pick % 2 === 0 },
  };
  return { kind, ...bodies[kind] } as CommandBody;
}
