/** A week as a table: a row for each post and shift, a column for each day. Arrow keys go from cell to cell. Shows and lets choose; changes nothing. */
import { Tag } from '@blueprintjs/core';
import type { KeyboardEvent } from 'react';
import { useIntl } from 'react-intl';
import type { Roster } from '../../../shared/cases/roster.ts';
import type { WeekCell, WeekRow } from '../../../shared/cases/roster-week.ts';
import { dayName, postName, shiftName, shiftSpan, weekdayName } from './roster-words.ts';

export interface ChosenCell {
  post: string;
  shift: string;
  day: string;
}

interface Props {
  roster: Roster;
  rows: readonly WeekRow[];
  /** `post shift day` of cells without anybody who should be there. */
  gaps: ReadonlySet<string>;
  today: string;
  chosen: ChosenCell | null;
  names(id: string): string;
  onChoose(cell: ChosenCell): void;
}

export const cellKey = ({ post, shift, day }: ChosenCell): string => `${post}\n${shift}\n${day}`;

const STEPS: Readonly<Record<string, [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

function step(event: KeyboardEvent<HTMLTableElement>): void {
  const by = STEPS[event.key];
  const cell = document.activeElement?.closest('td');
  const row = cell?.closest('tr');
  if (!by || !cell || !row) return;
  event.preventDefault();
  const to = event.currentTarget.rows[row.rowIndex + by[0]]?.cells[cell.cellIndex + by[1]];
  to?.querySelector('button')?.focus();
}

export function RosterTable({ roster, rows, gaps, today, chosen, names, onChoose }: Props) {
  const intl = useIntl();
  const posts = new Map(roster.posts.map((post) => [post.id, post]));
  const shifts = new Map(roster.shifts.map((shift) => [shift.id, shift]));
  const days = rows[0]?.cells ?? [];
  return (
    <table className="roster-table" onKeyDown={step}>
      <caption className="visually-hidden">{intl.formatMessage({ id: 'cases.page.roster' })}</caption>
      <thead>
        <tr>
          <th scope="col">{intl.formatMessage({ id: 'cases.roster.post' })}</th>
          {days.map(({ day }) => (
            <th key={day} scope="col" data-today={day === today}>
              {weekdayName(intl, day)} <small>{dayName(intl, day)}</small>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ post, shift, cells }) => {
          const place = posts.get(post);
          const kind = shifts.get(shift);
          return (
            <tr key={`${post}\n${shift}`}>
              <th scope="row">
                {place ? postName(intl, place) : post}
                <small>
                  {shiftName(intl, shift)} {kind && shiftSpan(kind)}
                </small>
              </th>
              {cells.map((cell) => {
                const at = { post, shift, day: cell.day };
                return (
                  <td key={cell.day} data-today={cell.day === today}>
                    <button
                      type="button"
                      aria-current={chosen !== null && cellKey(chosen) === cellKey(at)}
                      onClick={() => onChoose(at)}
                    >
                      <CellText cell={cell} gap={gaps.has(cellKey(at))} names={names} />
                    </button>
                  </td>
                );
              })}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function CellText({ cell, gap, names }: { cell: WeekCell; gap: boolean; names(id: string): string }) {
  const { formatMessage } = useIntl();
  const { workers, own } = cell;
  return (
    <>
      {workers.map(({ worker, insteadOf }) => (
        <span key={worker}>
          {names(worker)}
          {insteadOf !== '' && (
            <small>{formatMessage({ id: 'cases.roster.for' }, { name: names(insteadOf) })}</small>
          )}
        </span>
      ))}
      {workers.length === 0 && (
        <span className="roster-nobody" data-gap={gap}>
          {formatMessage({ id: 'cases.roster.nobody' })}
        </span>
      )}
      {own && <Tag minimal>{formatMessage({ id: 'cases.roster.ownDay' })}</Tag>}
    </>
  );
}
