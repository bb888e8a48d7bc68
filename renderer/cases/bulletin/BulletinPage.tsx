/**
 * Page of the desk: the public bulletin of a period and the contact sheet of the grids, as they are printed. Names nobody but workers, who serve in
 * public, and no place finer than a grid; their own numbers are personal in the register, so the community's is printed.
 */
import { useMemo, useState } from 'react';
import { useIntl } from 'react-intl';
import { bulletinOf } from '../../../shared/cases/bulletin.ts';
import { chinaDayOf, dayText } from '../../../shared/cases/china-day.ts';
import { type Period, spanOf } from '../../../shared/cases/period.ts';
import { currentEngine } from '../../app/open-session.ts';
import { useSession } from '../../app/session.ts';
import type { CasePageProps } from '../case-pages.tsx';
import { PageHead } from '../PageHead.tsx';
import { PeriodChoice } from '../PeriodChoice.tsx';
import { PrintFoot, PrintPaper } from '../print/PrintPaper.tsx';
import { useAsked } from '../use-asked.ts';
import { useGridNames } from '../use-grid-names.ts';

const NO_GRIDS: never[] = [];

export function BulletinPage({ onClose }: CasePageProps) {
  const { formatMessage, formatDate, formatNumber } = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => formatMessage({ id }, values);
  const gridName = useGridNames();
  const grids = useSession(({ community }) => community?.grids ?? NO_GRIDS);
  const [call, setCall] = useState('');
  const [period, setPeriod] = useState<Period>(() => {
    const today = dayText(chinaDayOf(Date.now()));
    return { kind: 'month', first: today, last: today };
  });
  const span = spanOf(period, Date.now());
  const { from, until } = span ?? { from: 0, until: 0 };
  const measures = useAsked(
    `${from} ${until}`,
    () => currentEngine().caseMeasures({ from, until, now: Date.now() }),
    ({ cases }) => cases,
  );
  const { received, closed, onTime, satisfied, ...lines } = useMemo(
    () =>
      bulletinOf(
        measures ?? [],
        grids.map(({ code }) => code),
      ),
    [measures, grids],
  );
  const count = (value: number | null) => (value === null ? say('cases.bulletin.few') : formatNumber(value));
  const rate = (value: number | null) => (value === null ? '—' : `${value}%`);
  const day = (at: number) => formatDate(at, { dateStyle: 'medium', timeZone: 'Asia/Shanghai' });
  return (
    <>
      <PageHead title={say('cases.page.bulletin')} onClose={onClose} />
      <div className="cases-scroll">
        <div className="cases-choices">
          <PeriodChoice period={period} onChange={setPeriod} />
        </div>
        <PrintPaper
          table="bulletin"
          count={lines.matters.length + lines.grids.length}
          beside={
            <input
              type="text"
              className="bp6-input bp6-small"
              aria-label={say('cases.bulletin.call')}
              placeholder={say('cases.bulletin.call')}
              maxLength={40}
              value={call}
              onChange={({ currentTarget }) => setCall(currentTarget.value)}
            />
          }
        >
          <article className="caseprint-page">
            <h1>{say('cases.bulletin.title')}</h1>
            <p>{span ? `${day(span.from)} – ${day(span.until - 1)}` : say('cases.period.wrong')}</p>
            <dl className="caseprint-facts">
              <dt>{say('cases.bulletin.received')}</dt>
              <dd data-bulletin="received">{count(received)}</dd>
              <dt>{say('cases.bulletin.closed')}</dt>
              <dd>{count(closed)}</dd>
              <dt>{say('cases.indicator.onTime')}</dt>
              <dd>{rate(onTime)}</dd>
              <dt>{say('cases.indicator.satisfied')}</dt>
              <dd>{rate(satisfied)}</dd>
            </dl>
            <Counts
              title={say('cases.bulletin.byMatter')}
              rows={lines.matters.map(({ key, closed: own }) => [say(`cases.matter.${key}`), count(own)])}
              empty={say('cases.bulletin.noMatter')}
            />
            <Counts
              title={say('cases.bulletin.byGrid')}
              rows={lines.grids.map(({ key, closed: own }) => [gridName(key), count(own)])}
              empty={say('cases.bulletin.noGrid')}
            />
            <p className="caseprint-foot">{say('cases.bulletin.rule')}</p>
            <PrintFoot />
          </article>
          <article className="caseprint-page">
            <h1>{say('cases.bulletin.contacts')}</h1>
            <table>
              <thead>
                <tr>
                  {['grid', 'workers', 'call'].map((head) => (
                    <th key={head} scope="col">
                      {say(`cases.bulletin.contact.${head}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {grids.map(({ code, name, workers }) => (
                  <tr key={code}>
                    <td>{name || code}</td>
                    <td>{workers.join('、') || '—'}</td>
                    <td>{call.trim() || '—'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <PrintFoot />
          </article>
        </PrintPaper>
      </div>
    </>
  );
}

function Counts({ title, rows, empty }: { title: string; rows: string[][]; empty: string }) {
  return (
    <>
      <h2>{title}</h2>
      {rows.length === 0 && <p>{empty}</p>}
      {rows.length > 0 && (
        <table>
          <tbody>
            {rows.map(([name, count]) => (
              <tr key={name}>
                <td>{name}</td>
                <td className="caseprint-number">{count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
