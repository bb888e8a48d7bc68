/** The sheet of one grid to take along: the homes with boxes to tick and room to write. For paper only. */
import { useIntl } from 'react-intl';
import { type Round, VISIT_STATES } from '../../../shared/work/round.ts';
import type { GridPart } from './store.ts';

export function RoundSheet({ round, part, workers }: { round: Round; part: GridPart; workers: string[] }) {
  const { formatMessage, formatDate } = useIntl();
  const grid = part.grid < 0 ? formatMessage({ id: 'quality.noGrid' }) : part.name;
  const states = VISIT_STATES.filter((state) => state !== 'todo');
  return (
    <section>
      <h1>
        {round.name} · {grid}
      </h1>
      <p>
        {formatMessage(
          { id: 'rounds.sheet.head' },
          {
            workers: workers.join('、') || '—',
            due:
              round.dueDay > 0
                ? formatDate(round.dueDay * 86_400_000, { dateStyle: 'medium', timeZone: 'UTC' })
                : '—',
            today: formatDate(Date.now(), { dateStyle: 'medium' }),
          },
        )}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">{formatMessage({ id: 'quality.sheet.address' })}</th>
            <th scope="col">{formatMessage({ id: 'twin.people' })}</th>
            {round.items.map((item, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the place in the checklist is the item.
              <th key={i} scope="col">
                {item}
              </th>
            ))}
            <th scope="col">{formatMessage({ id: 'quality.sheet.found' })}</th>
            <th scope="col">{formatMessage({ id: 'rounds.note' })}</th>
          </tr>
        </thead>
        <tbody>
          {part.homes.map((home, i) => (
            <tr key={home.id}>
              <th scope="row">{i + 1}</th>
              <td>{home.label || home.id}</td>
              <td>{home.people}</td>
              {round.items.map((_, item) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the place in the checklist is the item.
                <td key={item}>{home.visit?.ticked.includes(item) ? '☑' : '□'}</td>
              ))}
              <td>
                {states
                  .map(
                    (state) =>
                      `${home.visit?.state === state ? '☑' : '□'} ${formatMessage({ id: `rounds.state.${state}` })}`,
                  )
                  .join('  ')}
              </td>
              <td />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
