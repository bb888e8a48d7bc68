/**
 * A second, small account of joint handling, written from the rules and not from the program: one lead, parties beside, checking when all are
 * back. It knows only whether a command is taken and where the case then stands.
 */
import type { CommandBody } from '../../../../shared/cases/case-command.ts';
import type { Who } from './made-case.ts';

type Job = 'offered' | 'accepted' | 'there' | 'done' | 'gone';
interface ModelTask {
  whose: string;
  lead: boolean;
  job: Job;
}

const OWNER: Partial<Record<Who, string>> = {
  worker: 'w1',
  other: 'w2',
  gas: 'gas-company',
  water: 'water-company',
};

export class JointModel {
  state = 'registered';
  tasks: ModelTask[] = [];
  pool = new Set<number>();
  active = true;

  /** True: it is taken. */
  take(who: Who, does: CommandBody, now: number): boolean {
    const underWay = ['registered', 'dispatched', 'accepted', 'onSite', 'feedback'].includes(this.state);
    const desk = who === 'operator' || who === 'second' || who === 'supervisor';
    switch (does.kind) {
      case 'dispatch': {
        if (!(desk || who === 'system') || !['registered', 'dispatched'].includes(this.state)) return false;
        for (const task of this.tasks) if (task.lead && task.job === 'offered') task.job = 'gone';
        this.tasks.push({ whose: does.assignee.id, lead: true, job: 'offered' });
        this.state = 'dispatched';
        return true;
      }
      case 'accept':
        return underWay && this.move(who, does.task, ['offered'], 'accepted', 'accepted');
      case 'arrive':
        return underWay && does.reason !== null && this.move(who, does.task, ['accepted'], 'there', 'onSite');
      case 'feedback':
        return underWay && does.proof.length > 0 && this.move(who, does.task, ['there'], 'done', 'feedback');
      case 'return':
        return underWay && this.move(who, does.task, ['offered', 'accepted'], 'gone', 'registered');
      case 'cannot': {
        const index = Number(does.task.slice(1)) - 1;
        if (!underWay || who === 'worker' || who === 'other' || this.tasks[index]?.lead !== false)
          return false;
        if (!this.move(who, does.task, ['offered', 'accepted', 'there'], 'gone', null)) return false;
        this.pool.add(index);
        return true;
      }
      case 'meeting':
        return (
          who === 'supervisor' && this.state !== 'closed' && this.pool.delete(Number(does.task.slice(1)) - 1)
        );
      case 'addParty': {
        const has = this.tasks.some(
          ({ whose, job, lead }) => whose === does.party && (lead ? job !== 'gone' : this.isOut(job)),
        );
        if (!desk || !underWay || has || does.due <= now) return false;
        this.tasks.push({ whose: does.party, lead: false, job: 'offered' });
        return true;
      }
      case 'removeParty': {
        const task = this.tasks[Number(does.task.slice(1)) - 1];
        if (!desk || !underWay || !task || task.lead || !this.isOut(task.job)) return false;
        task.job = 'gone';
        return true;
      }
      case 'alert':
        if (who !== 'system') return false;
        this.active = does.active;
        return true;
      case 'check':
        if (who !== 'verifier' || this.state !== 'feedback' || this.partiesOut()) return false;
        this.state = 'checking';
        return true;
      case 'pass':
        if (who !== 'verifier' || this.state !== 'checking' || this.pool.size > 0) return false;
        if (this.active && does.override === null) return false;
        this.state = 'closed';
        return true;
      case 'fail':
        if (who !== 'verifier' || this.state !== 'checking') return false;
        this.tasks.push({ whose: does.assignee.id, lead: true, job: 'offered' });
        this.state = 'dispatched';
        return true;
      default:
        return false;
    }
  }

  private isOut(job: Job): boolean {
    return job === 'offered' || job === 'accepted' || job === 'there';
  }

  private partiesOut(): boolean {
    return this.tasks.some(({ lead, job }) => !lead && this.isOut(job));
  }

  private move(who: Who, id: string, from: Job[], to: Job, state: string | null): boolean {
    const task = this.tasks[Number(id.slice(1)) - 1];
    const mine = who === 'operator' || who === 'second' || (task && OWNER[who] === task.whose);
    if (!task || !mine || !from.includes(task.job)) return false;
    task.job = to;
    if (task.lead && state) this.state = state;
    return true;
  }
}
