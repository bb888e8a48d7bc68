/** A list that is worked through on a case, with a box to tick at each line: each tick is an event of the case. Owns no list. */
import { Checkbox, Tag } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import type { Case } from '../../../shared/cases/case.ts';
import { type PlanList, ticksOf } from '../../../shared/cases/plan-list.ts';
import { MOMENT } from '../case-text.ts';
import type { Act } from './use-act.ts';

export function PlanTicks({ file, list, act }: { file: Case; list: PlanList; act: Act }) {
  const { locale, formatMessage, formatDate } = useIntl();
  const language = locale.startsWith('zh') ? 'zh' : 'en';
  const ticks = ticksOf(file, list.id);
  const done = list.items.filter(({ id }) => ticks.has(id)).length;
  return (
    <section className="tool-plan" aria-label={list[language]}>
      <h3>
        {list[language]}{' '}
        <Tag minimal>{formatMessage({ id: 'cases.tool.done' }, { done, of: list.items.length })}</Tag>
      </h3>
      <ol>
        {list.items.map((item) => {
          const tick = ticks.get(item.id);
          return (
            <li key={item.id} data-done={tick !== undefined}>
              <Checkbox
                checked={tick !== undefined}
                disabled={act.busy}
                label={item[language]}
                onChange={() =>
                  void act.run([
                    { kind: 'tick', list: list.id, items: [item.id], mark: tick ? 'open' : 'done' },
                  ])
                }
              />
              {tick ? (
                <time dateTime={new Date(tick.at).toISOString()}>{formatDate(tick.at, MOMENT)}</time>
              ) : (
                item.hint && <p>{item.hint[language]}</p>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
