/** When a post has nobody in the week shown: `周三 夜班 无人`. */
import { useIntl } from 'react-intl';
import type { Roster } from '../../../shared/cases/roster.ts';
import type { Gap } from '../../../shared/cases/roster-week.ts';
import { clockText, postName, shiftName, weekdayName } from './roster-words.ts';

const MOST = 8;

export function GapList({ gaps, roster }: { gaps: readonly Gap[]; roster: Roster }) {
  const intl = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => intl.formatMessage({ id }, values);
  const posts = new Map(roster.posts.map((post) => [post.id, post]));
  if (gaps.length === 0) return <p className="roster-gaps">{say('cases.roster.noGaps')}</p>;
  return (
    <section className="roster-gaps" aria-label={say('cases.roster.gaps', { count: gaps.length })}>
      <b>{say('cases.roster.gaps', { count: gaps.length })}</b>
      <ul>
        {gaps.slice(0, MOST).map(({ post, shift, day, from, until }) => {
          const place = posts.get(post);
          return (
            <li key={`${post}\n${shift}\n${day}\n${from}`}>
              {say('cases.roster.gap', {
                post: place ? postName(intl, place) : post,
                day: weekdayName(intl, day),
                shift: shift === '' ? '' : shiftName(intl, shift),
                from: clockText(from),
                until: clockText(until),
              })}
            </li>
          );
        })}
        {gaps.length > MOST && <li>{say('cases.roster.moreGaps', { count: gaps.length - MOST })}</li>}
      </ul>
    </section>
  );
}
