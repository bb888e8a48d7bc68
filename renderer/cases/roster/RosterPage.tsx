/** The duty roster week by week: who is on duty now, where nobody is, and the plan itself, which an administrator changes. Others read it. */
import { Button, InputGroup } from '@blueprintjs/core';
import { useMemo, useState } from 'react';
import { useIntl } from 'react-intl';
import { chinaDayOf, dayText } from '../../../shared/cases/china-day.ts';
import { onDutyAt, type Roster, rosterFaults } from '../../../shared/cases/roster.ts';
import { gapsOf, mondayOf, weekRow, weekRows } from '../../../shared/cases/roster-week.ts';
import type { CaseSettings } from '../../../shared/host/case-schemas.ts';
import { useScope } from '../../app/access/seat.ts';
import { useNow } from '../../app/alert-age.ts';
import { useCaseDirectory } from '../../app/case-directory.ts';
import { configureCases, useCaseSession } from '../../app/case-session.ts';
import type { CasePageProps } from '../case-pages.tsx';
import { errorText } from '../error-text.ts';
import { PageHead } from '../PageHead.tsx';
import { Problem } from '../Problem.tsx';
import { useNames } from '../use-names.ts';
import { CellForm } from './CellForm.tsx';
import { GapList } from './GapList.tsx';
import { PostsAndShifts } from './PostsAndShifts.tsx';
import { type ChosenCell, cellKey, RosterTable } from './RosterTable.tsx';
import { dayName, postName } from './roster-words.ts';
import './roster.css';

/** Rows shown at once: a district has hundreds of posts, and they are found by name. */
const MOST_ROWS = 60;
const MINUTE = 60_000;

export function RosterPage({ onClose }: CasePageProps) {
  const settings = useCaseSession((session) => session.settings);
  const { formatMessage } = useIntl();
  return (
    <>
      <PageHead title={formatMessage({ id: 'cases.page.roster' })} onClose={onClose} />
      {settings && <RosterEditor settings={settings} />}
    </>
  );
}

function RosterEditor({ settings }: { settings: CaseSettings }) {
  const intl = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => intl.formatMessage({ id }, values);
  const names = useNames();
  const { workers, community } = useCaseDirectory();
  const may = useScope('desk.administer') === 'all';
  const minute = Math.floor(useNow() / MINUTE) * MINUTE;
  const [edited, setEdited] = useState<Roster | null>(null);
  const [week, setWeek] = useState(() => mondayOf(Date.now()));
  const [find, setFind] = useState('');
  const [chosen, setChosen] = useState<ChosenCell | null>(null);
  const [extra, setExtra] = useState<{ post: string; shift: string }[]>([]);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const roster = edited ?? settings.roster;
  const planned = useMemo(() => weekRows(roster, week), [roster, week]);
  const gaps = useMemo(() => gapsOf(roster, week), [roster, week]);
  const faults = useMemo(() => (edited ? rosterFaults(edited) : []), [edited]);
  const posts = useMemo(() => new Map(roster.posts.map((post) => [post.id, post])), [roster]);
  const empty = extra.filter(
    (place) =>
      posts.has(place.post) && !planned.some((row) => row.post === place.post && row.shift === place.shift),
  );
  const rows = [...empty.map((place) => weekRow(roster, place, week)), ...planned].filter(
    ({ post, cells }) => {
      const text = find.trim().toLowerCase();
      const place = posts.get(post);
      const told = [
        place ? postName(intl, place) : post,
        ...cells.flatMap((cell) => cell.workers.map(({ worker }) => names(worker))),
      ];
      return text === '' || told.some((each) => each.toLowerCase().includes(text));
    },
  );
  const people = useMemo(
    () =>
      workers
        .filter(({ role }) => role === 'gridWorker' || role === 'communityWorker')
        .map(({ id, name, grid }) => ({ id, name: grid === '' ? name : `${name}（${grid}）` })),
    [workers],
  );
  const grids = useMemo(
    () => [...new Set(workers.map(({ grid }) => grid).filter((grid) => grid !== ''))].sort(),
    [workers],
  );
  const keep = async (own: Roster | null) => {
    setBusy(true);
    setProblem('');
    try {
      await configureCases({ roster: own });
      setEdited(null);
      setExtra([]);
    } catch (error) {
      setProblem(errorText(intl, error));
    } finally {
      setBusy(false);
    }
  };
  const change = (next: Roster) => setEdited(next);
  return (
    <>
      <div className="cases-scroll roster">
        <OnDutyNow roster={roster} now={minute} names={names} />
        <GapList gaps={gaps} roster={roster} />
        <div className="roster-week">
          <Button
            size="small"
            icon="chevron-left"
            aria-label={say('cases.roster.weekBefore')}
            onClick={() => setWeek(week - 7)}
          />
          <b>
            {dayName(intl, dayText(week))} – {dayName(intl, dayText(week + 6))}
          </b>
          <Button
            size="small"
            icon="chevron-right"
            aria-label={say('cases.roster.weekAfter')}
            onClick={() => setWeek(week + 7)}
          />
          <Button
            size="small"
            text={say('cases.roster.thisWeek')}
            onClick={() => setWeek(mondayOf(Date.now()))}
          />
          <InputGroup
            size="small"
            type="search"
            leftIcon="search"
            aria-label={say('cases.roster.find')}
            placeholder={say('cases.roster.find')}
            value={find}
            onValueChange={setFind}
          />
        </div>
        {may && chosen && (
          <CellForm
            key={cellKey(chosen)}
            roster={roster}
            cell={chosen}
            workers={people}
            names={names}
            onChange={change}
            onClose={() => setChosen(null)}
          />
        )}
        <RosterTable
          roster={roster}
          rows={rows.slice(0, MOST_ROWS)}
          gaps={new Set(gaps.map(cellKey))}
          today={dayText(chinaDayOf(minute))}
          chosen={chosen}
          names={names}
          onChoose={setChosen}
        />
        {rows.length > MOST_ROWS && (
          <p className="cases-more">{say('cases.roster.moreRows', { count: rows.length - MOST_ROWS })}</p>
        )}
        {may ? (
          <PostsAndShifts
            roster={roster}
            grids={grids}
            community={community}
            onChange={change}
            onRow={(place) => setExtra([...extra, place])}
          />
        ) : (
          <p>{say('cases.rules.readOnly')}</p>
        )}
      </div>
      {may && (
        <footer className="rules-foot">
          <Problem
            text={problem || (faults.length > 0 ? say(`cases.roster.fault.${faults[0].reason}`) : '')}
          />
          <span role="status">
            {edited
              ? say('cases.rules.unsaved')
              : say(settings.ownRoster ? 'cases.roster.own' : 'cases.roster.register')}
          </span>
          {settings.ownRoster && (
            <Button disabled={busy} text={say('cases.roster.fromRegister')} onClick={() => void keep(null)} />
          )}
          <Button
            disabled={busy || !edited}
            text={say('cases.rules.discard')}
            onClick={() => setEdited(null)}
          />
          <Button
            intent="primary"
            disabled={busy || !edited || faults.length > 0}
            text={say('cases.roster.save')}
            onClick={() => void keep(roster)}
          />
        </footer>
      )}
    </>
  );
}

function OnDutyNow({ roster, now, names }: { roster: Roster; now: number; names(id: string): string }) {
  const intl = useIntl();
  const { duty, kept, grids } = useMemo(() => {
    const ofKind = (kind: string) => roster.posts.filter((post) => post.kind === kind);
    const staffed = (post: string) => onDutyAt(roster, post, now);
    const grids = new Set(ofKind('grid').map(({ grid }) => grid));
    const kept = new Set(ofKind('grid').flatMap(({ id, grid }) => (staffed(id).length > 0 ? [grid] : [])));
    const duty = ofKind('communityDuty').flatMap(({ id }) => staffed(id).map(({ worker }) => worker));
    return { duty: [...new Set(duty)], kept: kept.size, grids: grids.size };
  }, [roster, now]);
  return (
    <p className="roster-now" role="status">
      <b>{intl.formatMessage({ id: 'cases.roster.now' })}</b>{' '}
      {intl.formatMessage(
        { id: 'cases.roster.nowDuty' },
        {
          names:
            duty.length > 0
              ? intl.formatList(duty.map(names))
              : intl.formatMessage({ id: 'cases.roster.nobody' }),
        },
      )}
      {grids > 0 && ` ${intl.formatMessage({ id: 'cases.roster.nowGrids' }, { kept, grids })}`}
    </p>
  );
}
