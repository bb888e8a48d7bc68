/** Cases carried through by short lines: who does what at which minute. Refusals come back as their reason. */

import type { Case } from '../../../../shared/cases/case.ts';
import type { CaseCommand, CommandBody } from '../../../../shared/cases/case-command.ts';
import type { CaseEffect } from '../../../../shared/cases/case-effects.ts';
import type { CaseEventDraft } from '../../../../shared/cases/case-event.ts';
import type { Actor, CaseWorld } from '../../../../shared/cases/case-guards.ts';
import { decide } from '../../../../shared/cases/case-transitions.ts';
import type { CaseRole } from '../../../../shared/cases/case-words.ts';
import { DEFAULT_CASE_RULES } from '../../../../shared/cases/default-rules.ts';
import { workCalendar } from '../../../../shared/cases/work-calendar.ts';

/** Monday, 30 November 2026, 10:00 in China. */
export const START = Date.UTC(2026, 10, 30, 2);
export const MINUTE = 60_000;
export const CALENDAR = workCalendar(DEFAULT_CASE_RULES.workTime);

const actor = (id: string, roles: CaseRole[], assignees: string[] = []): Actor => ({ id, roles, assignees });
export const ACTORS = {
  operator: actor('p-op', ['operator']),
  second: actor('p-op2', ['operator']),
  worker: actor('p-worker', ['worker'], ['w1']),
  other: actor('p-worker2', ['worker'], ['w2']),
  gas: actor('p-gas', ['party'], ['gas-company']),
  water: actor('p-water', ['party'], ['water-company']),
  verifier: actor('p-check', ['verifier']),
  supervisor: actor('p-street', ['supervisor']),
  evaluator: actor('p-eval', ['evaluator']),
  system: actor('system', ['system']),
};
export type Who = keyof typeof ACTORS;

export const W1 = { kind: 'worker' as const, id: 'w1' };
export const W2 = { kind: 'worker' as const, id: 'w2' };
export const PLACE = { lng: 120.6, lat: 31.3, building: 'B4', text: '4幢1单元3层' };
export const PROOF = { kind: 'photo' as const, hash: 'ab'.repeat(32), lng: null, lat: null, at: START };

export type Opening = Extract<CommandBody, { kind: 'open' }>;
export const opening = (more: Partial<Opening> = {}): Opening => ({
  ...{
    kind: 'open',
    caseNo: '2026-0001',
    source: 'device',
    device: 'manhole',
    matter: 'manholeCover',
    level: 3,
  },
  ...{
    grid: 'G1',
    place: PLACE,
    alert: 'A1',
    receivedAt: START,
    drill: false,
    progressCode: '',
    follows: '',
  },
  ...more,
});

/** One case under the hand: `act` moves it or says why not. */
export class MadeCase {
  file: Case | null = null;
  readonly events: CaseEventDraft[] = [];
  effects: CaseEffect[] = [];
  at = START;
  readonly world: Omit<CaseWorld, 'now'>;
  readonly caseId: string;

  constructor(world: Partial<CaseWorld> = {}, caseId = 'c1') {
    this.world = { rules: DEFAULT_CASE_RULES, calendar: CALENDAR, ...world };
    this.caseId = caseId;
  }

  /** Throws when there is none yet. */
  get now(): Case {
    if (!this.file) throw new Error('not opened');
    return this.file;
  }

  act(
    who: Who,
    does: CommandBody,
    { other, sealed = null, version }: Partial<CaseCommand & CaseWorld> = {},
  ): string {
    const command: CaseCommand = {
      ...{ id: `k${this.caseId}.${this.events.length + 1}`, caseId: this.caseId, does, sealed },
      version: version ?? this.file?.version ?? 0,
    };
    const decision = decide(this.file, command, ACTORS[who], { ...this.world, now: this.at, other });
    if (!decision.ok) return decision.refusal.reason;
    this.events.push(decision.event);
    this.file = decision.after;
    this.effects = decision.effects;
    return decision.after.state;
  }

  /** Minutes pass. */
  wait(minutes: number): this {
    this.at += minutes * MINUTE;
    return this;
  }

  /** Each clock that is due by now runs out, the earliest first. Gives the keys in order. */
  ring(): string[] {
    const rung: string[] = [];
    for (;;) {
      const due = this.now.clocks
        .filter((clock) => !clock.firedAt && !clock.endedAt && !clock.heldAt && clock.dueAt <= this.at)
        .sort((a, b) => a.dueAt - b.dueAt)[0];
      if (!due) return rung;
      this.act('system', { kind: 'fire', key: due.key });
      rung.push(due.key);
    }
  }

  /** Opened, filed, given to w1. */
  static dispatched(more: Partial<Opening> = {}): MadeCase {
    const made = new MadeCase();
    made.act('system', opening(more));
    made.wait(1).act('operator', { kind: 'register' });
    made.act('operator', { kind: 'dispatch', assignee: W1 });
    return made;
  }

  /** Taken, gone to, done and told. */
  toFeedback(task = 't1', who: Who = 'worker'): this {
    this.wait(1).act(who, { kind: 'accept', task });
    this.wait(5).act(who, { kind: 'arrive', task, at: { lng: 120.6, lat: 31.3 }, reason: null });
    this.wait(10).act(who, { kind: 'feedback', task, result: 'solved', proof: [PROOF] });
    return this;
  }
}
