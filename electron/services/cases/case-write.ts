/**
 * One write to cases: a command with all that follows by itself (registering, dispatching, the other half of a merge), decided on a copy and
 * handed over whole, so that it stands in the journal together or not at all. Decides by shared/cases alone; writes nothing itself.
 */
import { randomUUID } from 'node:crypto';
import type { Case } from '../../../shared/cases/case.ts';
import { SYSTEM } from '../../../shared/cases/case-actor.ts';
import { chainEvent, headOf } from '../../../shared/cases/case-chain.ts';
import type { CaseCommand, CommandBody } from '../../../shared/cases/case-command.ts';
import type { CaseEffect } from '../../../shared/cases/case-effects.ts';
import type { CaseEvent, CaseEventDraft } from '../../../shared/cases/case-event.ts';
import { type Actor, type CaseWorld, refusal } from '../../../shared/cases/case-guards.ts';
import { carryOut, type Outcome } from '../../../shared/cases/case-transitions.ts';
import type { Choice } from '../../../shared/cases/dispatch.ts';
import type { CaseBook } from './case-book.ts';

/** What a write needs to know beside the cases. */
export interface WriteWorld extends Omit<CaseWorld, 'other'> {
  /** Name of the machine that acts instead of this one, '' where it is not known; null: this one acts. */
  observing: string | null;
  /** Whom a case goes to now. */
  choose(file: Case): Choice;
}

/** What was decided, with its case as it is after it. */
export interface Made {
  event: CaseEventDraft;
  after: Case;
  effects: readonly CaseEffect[];
}

/** A chain of commands that follow each other by themselves ends long before: a longer one is a fault of the rules. */
const MOST_FOLLOWING = 200;

export class CaseWrite {
  readonly made: Made[] = [];
  private readonly book: CaseBook;
  private readonly world: WriteWorld;
  private readonly numbers = new Map<string, number>();
  private readonly files = new Map<string, Case>();
  /** What was made, by case: a burst of alarms is one write of thousands. */
  private readonly drafts = new Map<string, CaseEventDraft[]>();

  constructor(book: CaseBook, world: WriteWorld) {
    this.book = book;
    this.world = world;
  }

  /** `20261130-0001` and on, by China's day: also several in one write have numbers of their own. */
  newNumber(day: string): string {
    const last = (this.numbers.get(day) ?? this.book.lastNumber(day)) + 1;
    this.numbers.set(day, last);
    return `${day}-${String(last).padStart(4, '0')}`;
  }

  /** The case as this write leaves it. */
  get(caseId: string): Case | null {
    return this.files.get(caseId) ?? this.book.get(caseId);
  }

  /**
   * Carries out a command and what follows it. A refusal of what follows by itself is dropped: the command stands without it, and a clock of
   * the case brings it back to somebody.
   */
  run(command: CaseCommand, actor: Actor): Outcome {
    const { observing } = this.world;
    if (observing !== null)
      return { ok: false, refusal: refusal('observer', { holder: observing || '—' }), since: [] };
    const outcome = this.one(command, actor);
    if (!outcome.ok || outcome.repeated) return outcome;
    const waiting = [...this.following(outcome.after, outcome.effects)];
    for (let turns = 0; waiting.length > 0 && turns < MOST_FOLLOWING; turns++) {
      const next = waiting.shift();
      if (!next) break;
      const file = this.get(next.caseId);
      if (!file) continue;
      const followed = this.one(systemCommand(file, next.does), SYSTEM);
      if (followed.ok) waiting.push(...this.following(followed.after, followed.effects));
    }
    return { ...outcome, after: this.get(command.caseId) ?? outcome.after };
  }

  /** As the system, on the case as this write leaves it. */
  system(caseId: string, does: CommandBody): Outcome | null {
    const file = this.get(caseId);
    return file && this.run(systemCommand(file, does), SYSTEM);
  }

  private one(command: CaseCommand, actor: Actor): Outcome {
    const { does } = command;
    const file = this.get(command.caseId);
    const other = does.kind === 'merge' ? does.into : does.kind === 'unmerge' ? (file?.parent ?? '') : '';
    const world: CaseWorld = { ...this.world, other: other === '' ? null : this.get(other) };
    const outcome = carryOut(file, this.eventsOf(command.caseId), command, actor, world);
    if (outcome.ok && !outcome.repeated) {
      const { event, after, effects } = outcome;
      this.files.set(command.caseId, after);
      this.made.push({ event, after, effects });
      const drafts = this.drafts.get(command.caseId);
      if (drafts) drafts.push(event);
      else this.drafts.set(command.caseId, [event]);
    }
    return outcome;
  }

  private eventsOf(caseId: string): CaseEventDraft[] {
    return [...this.book.eventsOf(caseId), ...(this.drafts.get(caseId) ?? [])];
  }

  private following(file: Case, effects: readonly CaseEffect[]): { caseId: string; does: CommandBody }[] {
    return effects.flatMap((effect) => {
      if (effect.kind === 'then') return [{ caseId: effect.caseId, does: effect.does }];
      if (effect.kind !== 'assign') return [];
      const { assignee } = this.world.choose(file);
      return [{ caseId: file.caseId, does: { kind: 'dispatch' as const, assignee } }];
    });
  }

  /** The events in the chains of their cases, in the order in which they were decided. */
  async chained(): Promise<CaseEvent[]> {
    const last = new Map<string, CaseEvent>();
    const events: CaseEvent[] = [];
    for (const { event } of this.made) {
      const { caseId } = event;
      const before = last.get(caseId) ?? this.book.eventsOf(caseId).at(-1) ?? null;
      const next = await chainEvent(headOf(before), event);
      last.set(caseId, next);
      events.push(next);
    }
    return events;
  }
}

function systemCommand(file: Case, does: CommandBody): CaseCommand {
  return { id: `s-${randomUUID()}`, caseId: file.caseId, version: file.version, does, sealed: null };
}
