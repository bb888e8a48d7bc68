/** Which posts there are and which kinds of shift: added, timed, taken away with all that is planned for them. Hands on a new roster. */
import { Button, HTMLSelect, InputGroup } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { POST_KINDS, type Post, type Roster } from '../../../shared/cases/roster.ts';
import { withoutPost, withoutShift } from '../../../shared/cases/roster-week.ts';
import { clockText, postName, shiftName } from './roster-words.ts';

interface Props {
  roster: Roster;
  /** Codes of the grids that workers have. */
  grids: readonly string[];
  community: string;
  onChange(roster: Roster): void;
  /** Shows a row in which nobody is planned yet. */
  onRow(place: { post: string; shift: string }): void;
}

const minutesOf = (text: string): number | null => {
  const [hours, minutes] = text.split(':').map(Number);
  return Number.isInteger(hours) && Number.isInteger(minutes) ? hours * 60 + minutes : null;
};

export function PostsAndShifts({ roster, grids, community, onChange, onRow }: Props) {
  const intl = useIntl();
  const say = (id: string, values?: Record<string, string>) => intl.formatMessage({ id }, values);
  const [kind, setKind] = useState<Post['kind']>('communityDuty');
  const [grid, setGrid] = useState(grids[0] ?? '');
  const [rank, setRank] = useState<Post['rank']>('a');
  const [post, setPost] = useState(roster.posts[0]?.id ?? '');
  const [shift, setShift] = useState(roster.shifts[0]?.id ?? '');
  const [name, setName] = useState('');
  // As the register's own roster names them, so that the same place is the same post.
  const made: Post =
    kind === 'grid'
      ? { id: `grid:${grid}:${rank}`, kind, grid, community, rank }
      : { id: 'duty', kind, grid: '', community, rank: 'a' };
  const isThere = roster.posts.some(({ id }) => id === made.id);
  const known = roster.posts.some(({ id }) => id === post) ? post : (roster.posts[0]?.id ?? '');
  const inShift = roster.shifts.some(({ id }) => id === shift) ? shift : (roster.shifts[0]?.id ?? '');
  const setTime = (id: string, end: 'from' | 'until', text: string) => {
    const minutes = minutesOf(text);
    if (minutes === null) return;
    onChange({
      ...roster,
      shifts: roster.shifts.map((each) => (each.id === id ? { ...each, [end]: minutes } : each)),
    });
  };
  return (
    <details className="roster-more">
      <summary>{say('cases.roster.more')}</summary>
      <h3>{say('cases.roster.shifts')}</h3>
      <ul>
        {roster.shifts.map(({ id, from, until }) => (
          <li key={id}>
            <b>{shiftName(intl, id)}</b>
            <InputGroup
              type="time"
              size="small"
              aria-label={say('cases.roster.from', { name: shiftName(intl, id) })}
              value={clockText(from)}
              onValueChange={(text) => setTime(id, 'from', text)}
            />
            <InputGroup
              type="time"
              size="small"
              aria-label={say('cases.roster.until', { name: shiftName(intl, id) })}
              value={clockText(until)}
              onValueChange={(text) => setTime(id, 'until', text)}
            />
            <Button
              variant="minimal"
              size="small"
              icon="trash"
              aria-label={say('cases.roster.takeOff', { name: shiftName(intl, id) })}
              onClick={() => onChange(withoutShift(roster, id))}
            />
          </li>
        ))}
      </ul>
      <div className="roster-buttons">
        <InputGroup
          size="small"
          maxLength={20}
          aria-label={say('cases.roster.newShift')}
          placeholder={say('cases.roster.newShift')}
          value={name}
          onValueChange={setName}
        />
        <Button
          size="small"
          disabled={name.trim() === '' || roster.shifts.some(({ id }) => id === name.trim())}
          text={say('cases.roster.addShift')}
          onClick={() => {
            onChange({ ...roster, shifts: [...roster.shifts, { id: name.trim(), from: 480, until: 1_200 }] });
            setName('');
          }}
        />
      </div>
      <h3>{say('cases.roster.posts')}</h3>
      <div className="roster-buttons">
        <HTMLSelect
          aria-label={say('cases.roster.kind')}
          value={kind}
          options={POST_KINDS.map((value) => ({ value, label: say(`cases.post.${value}`) }))}
          onChange={({ currentTarget }) => setKind(currentTarget.value as Post['kind'])}
        />
        {kind === 'grid' && (
          <>
            <HTMLSelect
              aria-label={say('cases.grid')}
              value={grid}
              options={[...grids]}
              onChange={({ currentTarget }) => setGrid(currentTarget.value)}
            />
            <HTMLSelect
              aria-label={say('cases.roster.rank')}
              value={rank}
              options={[
                { value: 'a', label: say('cases.roster.rank.a') },
                { value: 'b', label: say('cases.roster.rank.b') },
              ]}
              onChange={({ currentTarget }) => setRank(currentTarget.value as Post['rank'])}
            />
          </>
        )}
        <Button
          size="small"
          disabled={isThere || (kind === 'grid' && grid === '')}
          text={say('cases.roster.addPost')}
          onClick={() => onChange({ ...roster, posts: [...roster.posts, made] })}
        />
      </div>
      <h3>{say('cases.roster.rows')}</h3>
      <div className="roster-buttons">
        <HTMLSelect
          aria-label={say('cases.roster.post')}
          value={known}
          options={roster.posts.map((each) => ({ value: each.id, label: postName(intl, each) }))}
          onChange={({ currentTarget }) => setPost(currentTarget.value)}
        />
        <HTMLSelect
          aria-label={say('cases.roster.shift')}
          value={inShift}
          options={roster.shifts.map(({ id }) => ({ value: id, label: shiftName(intl, id) }))}
          onChange={({ currentTarget }) => setShift(currentTarget.value)}
        />
        <Button
          size="small"
          disabled={known === '' || inShift === ''}
          text={say('cases.roster.addRow')}
          onClick={() => onRow({ post: known, shift: inShift })}
        />
        <Button
          size="small"
          disabled={known === ''}
          text={say('cases.roster.removePost')}
          onClick={() => onChange(withoutPost(roster, known))}
        />
      </div>
    </details>
  );
}
