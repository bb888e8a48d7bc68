/** Cases in words: spans, refusals with their facts, what an event says. Wording only; what is true is decided in shared/cases. */
import type { IntlShape } from 'react-intl';
import type { Alert } from '../../shared/cases/alert.ts';
import type { CaseEventDraft } from '../../shared/cases/case-event.ts';
import type { Refusal } from '../../shared/cases/case-guards.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/** 'in 5 min' or '5 min late'. */
export function spanText(intl: IntlShape, milliseconds: number): string {
  const size = Math.abs(milliseconds);
  const [count, unit] =
    size < MINUTE
      ? [Math.floor(size / 1000), 'seconds']
      : size < HOUR
        ? [Math.floor(size / MINUTE), 'minutes']
        : size < 2 * DAY
          ? [Math.floor(size / HOUR), 'hours']
          : [Math.floor(size / DAY), 'days'];
  const span = intl.formatMessage({ id: `age.${unit}` }, { count });
  return intl.formatMessage({ id: milliseconds >= 0 ? 'cases.left' : 'cases.late' }, { span });
}

/** Facts that are words of ours are said in the person's language. */
export function refusalText(intl: IntlShape, { reason, facts }: Refusal): string {
  const say = (id: string) => intl.formatMessage({ id });
  const values: Record<string, string | number> = { ...facts };
  if (typeof facts['roles'] === 'string') {
    const roles = facts['roles'].split(',').map((role) => say(`cases.role.${role}`));
    values['roles'] = intl.formatList(roles, { type: 'disjunction' });
  }
  if (typeof facts['state'] === 'string') {
    const list = reason === 'taskState' ? 'task' : 'state';
    values['state'] = say(`cases.${list}.${facts['state']}`);
  }
  return intl.formatMessage({ id: `cases.refused.${reason}` }, values);
}

/** Words of a body that say more than its name: reasons, results, whom it was given to. */
const TELLING: Readonly<Record<string, string>> = {
  reason: 'reason',
  result: 'result',
  closeCode: 'closeCode',
  override: 'reason',
  outcome: 'contactOutcome',
  whom: 'contact',
  next: 'contactNext',
  list: 'list',
  mark: 'mark',
  triage: 'triage',
  asks: 'asks',
};

/** What an event says beside its name; ''. `nameOf`: how an assignee is called. */
export function eventDetail(
  intl: IntlShape,
  { does, begins }: CaseEventDraft,
  nameOf: (id: string) => string,
): string {
  const told: string[] = [];
  for (const [field, value] of Object.entries(does)) {
    if (field === 'assignee' && typeof value === 'object' && value !== null && 'id' in value)
      told.push(nameOf(String(value.id)));
    if (field === 'party') told.push(nameOf(String(value)));
    const list = does.kind === 'meeting' && field === 'outcome' ? 'meeting' : TELLING[field];
    if (list && typeof value === 'string' && value !== '')
      told.push(intl.formatMessage({ id: `cases.${list}.${value}` }));
    if (field === 'items' && Array.isArray(value))
      told.push(intl.formatMessage({ id: 'cases.items' }, { count: value.length }));
    if (field === 'key') told.push(intl.formatMessage({ id: `cases.timer.${String(value).split(':')[0]}` }));
    if (field === 'active') told.push(intl.formatMessage({ id: value ? 'alert.new' : 'alert.cleared' }));
    if (field === 'satisfaction') told.push(intl.formatMessage({ id: `cases.satisfaction.${value}` }));
  }
  const main = begins.find(({ kind }) => kind === 'handle');
  if (main) told.push(intl.formatMessage({ id: 'cases.dueBy' }, { at: intl.formatDate(main.dueAt, MOMENT) }));
  return told.join(' · ');
}

export const MOMENT = { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;

/** Message id of where an alert stands. */
export function alertState(alert: Pick<Alert, 'active' | 'acknowledged'>): string {
  if (alert.active) return alert.acknowledged ? 'alert.acknowledged' : 'alert.new';
  return 'alert.cleared';
}
