/**
 * Takes what comes down, once each: an order opens a case, a returned case goes back to work, everything else is listed. What became of it is in the
 * journal before its sender is told that we have it, and goes back up from there. Decides nothing about cases: the engine does.
 */
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { type Case, leadOf } from '../../../shared/cases/case.ts';
import { UPPER_LEVEL } from '../../../shared/cases/case-actor.ts';
import type { CommandBody } from '../../../shared/cases/case-command.ts';
import { REASONS_OF } from '../../../shared/cases/case-words.ts';
import { parsePayload } from '../../../shared/feeds/payload.ts';
import type { CaseAnswer } from '../../../shared/host/case-schemas.ts';
import { HostError } from '../../../shared/host/host-error.ts';
import { type InEvent, InEventSchema } from '../../../shared/uplink/cloud-event.ts';
import { type Asked, askedBy, type Returned } from '../../../shared/uplink/down-events.ts';
import { eventKey, type Received } from '../../../shared/uplink/received.ts';
import { type AuditActor, NOBODY } from '../audit-log.ts';
import type { CaseBook } from '../cases/case-book.ts';
import type { CaseEngine } from '../cases/case-engine.ts';
import type { Journal } from '../journal.ts';
import type { Outbox } from './outbox.ts';

export interface DownlinkParts {
  journal: Journal;
  outbox: Outbox;
  engine: Pick<CaseEngine, 'report' | 'command'>;
  cases: CaseBook;
}

type End = Pick<Received, 'outcome' | 'caseId' | 'reason'>;
const end = (outcome: Received['outcome'], caseId = '', reason: Received['reason'] = ''): End => ({
  ...{ outcome, caseId, reason },
});

export class Downlink {
  private readonly parts: DownlinkParts;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(parts: DownlinkParts) {
    this.parts = parts;
  }

  /** Resolves when it is dealt with and on the disk. Rejects with what the disk says: it is to come again. */
  receiveBytes(destination: string, bytes: Uint8Array): Promise<void> {
    const parsed = parsePayload(bytes);
    return this.receive(
      destination,
      'value' in parsed ? parsed.value : createHash('sha256').update(bytes).digest('hex'),
    );
  }

  receive(destination: string, sent: unknown): Promise<void> {
    return this.inTurn(async () => {
      const read = v.safeParse(InEventSchema, sent);
      const event: InEvent = read.success ? read.output : unreadable(sent);
      const named = { event: event.id, from: event.source };
      if (this.parts.outbox.known(eventKey(named))) return;
      const asked: Asked = read.success ? askedBy(event.type, event.data) : { what: 'layout' };
      const done = await this.carryOut(asked, eventKey(named), NOBODY);
      await this.write({
        ...{ kind: 'uplink.received', destination, ...named, type: event.type, ...done, decided: false },
        ...('data' in asked && { asked: asked.data }),
      });
    });
  }

  /** What somebody decided about one that could not be carried out. Rejects with HostError 'not-found' when there is no such one. */
  decide(key: string, decision: 'retry' | 'skip'): Promise<void> {
    return this.inTurn(async () => {
      const known = this.parts.outbox.known(key);
      if (known?.outcome !== 'conflict') throw new HostError('not-found', 'received');
      const { outcome, caseId, reason } =
        decision === 'skip'
          ? end('dismissed', known.caseId, known.reason)
          : await this.carryOut(askedBy(known.type, withoutVersion(known.asked)), key, NOBODY);
      await this.write({ ...known, outcome, caseId, reason, decided: true });
    });
  }

  private async carryOut(asked: Asked, key: string, audit: AuditActor): Promise<End> {
    // The same event has the same command: sent again after a kill it does nothing again.
    const id = `u-${createHash('sha256').update(key).digest('hex').slice(0, 40)}`;
    switch (asked.what) {
      case 'order': {
        const answer = await this.parts.engine.report(id, asked.report, null, { actor: UPPER_LEVEL, audit });
        return endOf(answer, '');
      }
      case 'returned':
        return this.giveBack(id, asked.returned, audit);
      case 'layout':
        return end('conflict', '', 'layout');
      default:
        return end(asked.what);
    }
  }

  private async giveBack(id: string, returned: Returned, audit: AuditActor): Promise<End> {
    const { caseId, n } = returned;
    const file = this.parts.cases.get(caseId);
    if (!file) return end('conflict', caseId, 'missing');
    const does = returning(file, returned);
    const command = { id, caseId, version: n ?? file.version, does, sealed: null };
    // Under way it is the desk that takes the task off whoever has it.
    const actor = does.kind === 'return' ? { ...UPPER_LEVEL, roles: ['operator' as const] } : UPPER_LEVEL;
    return endOf(await this.parts.engine.command(command, { actor, audit }), caseId);
  }

  private async write(received: Received): Promise<void> {
    await this.parts.journal.append([received]);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => {});
    return done;
  }
}

function endOf(answer: CaseAnswer, caseId: string): End {
  return answer.ok ? end('applied', answer.caseId) : end('conflict', caseId, answer.refusal.reason);
}

/** A closed case is opened again for whoever had it; in every other state it is the table's to say whether a task can be returned. */
function returning(file: Case, { reason }: Returned): CommandBody {
  const lead = leadOf(file);
  if (file.state === 'closed' || file.state === 'evaluated') {
    const assignee = lead?.assignee ?? { kind: 'communityDuty' as const, id: 'duty' };
    return { kind: 'reopen', reason: wordOf(REASONS_OF.reopen, reason), assignee };
  }
  return { kind: 'return', task: lead?.id ?? 't1', reason: wordOf(REASONS_OF.return, reason) };
}

function wordOf<W extends string>(words: readonly W[], word: string): W {
  return words.find((each) => each === word) ?? (words[words.length - 1] as W);
}

/** Somebody looked at the case as it is now. */
function withoutVersion(asked: Received['asked']): Record<string, unknown> {
  const { n: _n, ...rest } = asked ?? {};
  return rest;
}

/** What is no event has a name all the same, so that it is listed once. */
function unreadable(sent: unknown): InEvent {
  const text = typeof sent === 'string' ? sent : JSON.stringify(sent ?? null);
  const hash = createHash('sha256').update(text).digest('hex');
  return { specversion: '1.0', id: hash.slice(0, 32), source: 'unreadable', type: 'unreadable' };
}
