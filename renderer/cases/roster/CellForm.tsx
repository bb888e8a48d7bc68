/** Who comes in one shift of one day: every week, that day alone, or one for another. Hands on a new roster; decides nothing. */
import { Button, HTMLSelect, SegmentedControl } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { dayNumberOf, plannedFor, type Roster, weekdayOf } from '../../../shared/cases/roster.ts';
import { planDay, planWeekly, swapDay } from '../../../shared/cases/roster-week.ts';
import type { ChosenCell } from './RosterTable.tsx';
import { dayName, postName, shiftName, weekdayName } from './roster-words.ts';

interface Props {
  roster: Roster;
  cell: ChosenCell;
  /** Who can be planned, by id. */
  workers: readonly { id: string; name: string }[];
  names(id: string): string;
  onChange(roster: Roster): void;
  onClose(): void;
}

export function CellForm({ roster, cell, workers, names, onChange, onClose }: Props) {
  const intl = useIntl();
  const say = (id: string, values?: Record<string, string>) => intl.formatMessage({ id }, values);
  const { post, shift, day } = cell;
  const number = dayNumberOf(day);
  const weekday = weekdayOf(number) as Roster['weekly'][number]['weekday'];
  const own = roster.days.some((each) => each.post === post && each.shift === shift && each.day === day);
  const [every, setEvery] = useState(!own);
  const weekly = roster.weekly
    .filter((each) => each.post === post && each.shift === shift && each.weekday === weekday)
    .map(({ worker }) => worker);
  const planned = plannedFor(roster, post, shift, number);
  const shown = every ? weekly : planned;
  const plan = (next: readonly string[]) =>
    onChange(
      every
        ? planWeekly(roster, { post, shift, weekday }, next)
        : planDay(roster, { post, shift, day }, next),
    );
  const place = roster.posts.find(({ id }) => id === post);
  const others = (taken: readonly string[]) => [
    { value: '', label: say('cases.roster.choose') },
    ...workers.filter(({ id }) => !taken.includes(id)).map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <section className="roster-form" aria-label={say('cases.roster.cell')}>
      <header>
        <b>
          {place ? postName(intl, place) : post} · {shiftName(intl, shift)} · {weekdayName(intl, day)}{' '}
          {dayName(intl, day)}
        </b>
        <Button
          variant="minimal"
          size="small"
          icon="cross"
          aria-label={say('cases.close')}
          onClick={onClose}
        />
      </header>
      <SegmentedControl
        size="small"
        value={every ? 'every' : 'day'}
        onValueChange={(value) => setEvery(value === 'every')}
        options={[
          { value: 'every', label: say('cases.roster.every', { day: weekdayName(intl, day) }) },
          { value: 'day', label: say('cases.roster.onlyDay', { day: dayName(intl, day) }) },
        ]}
      />
      <ul>
        {shown.map((worker) => (
          <li key={worker}>
            <span>{names(worker)}</span>
            {!every && (
              <HTMLSelect
                aria-label={say('cases.roster.swap', { name: names(worker) })}
                value={
                  roster.swaps.findLast(
                    (each) =>
                      each.post === post &&
                      each.shift === shift &&
                      each.day === day &&
                      each.worker === worker,
                  )?.instead ?? ''
                }
                options={[
                  { value: '', label: say('cases.roster.noSwap') },
                  ...workers
                    .filter(({ id }) => id !== worker)
                    .map(({ id, name }) => ({ value: id, label: say('cases.roster.by', { name }) })),
                ]}
                onChange={({ currentTarget }) =>
                  onChange(swapDay(roster, { post, shift, day, worker }, currentTarget.value))
                }
              />
            )}
            <Button
              variant="minimal"
              size="small"
              icon="trash"
              aria-label={say('cases.roster.takeOff', { name: names(worker) })}
              onClick={() => plan(shown.filter((each) => each !== worker))}
            />
          </li>
        ))}
      </ul>
      <div className="roster-buttons">
        <HTMLSelect
          aria-label={say('cases.roster.add')}
          value=""
          options={others(shown)}
          onChange={({ currentTarget }) => {
            if (currentTarget.value !== '') plan([...shown, currentTarget.value]);
          }}
        />
        {!every && own && (
          <Button
            size="small"
            text={say('cases.roster.asWeekly')}
            onClick={() => onChange(planDay(roster, { post, shift, day }, null))}
          />
        )}
        {!every && !own && planned.length > 0 && (
          <Button size="small" text={say('cases.roster.nobodyComes')} onClick={() => plan([])} />
        )}
      </div>
    </section>
  );
}
