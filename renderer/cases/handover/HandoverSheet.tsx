/** A handover of before, on paper: who went and came, the cases that were open then, alerts nobody had seen, feeds that were down. */
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import type { Handover } from '../../../shared/cases/handover.ts';
import { bringCase } from '../../app/bring-case.ts';
import { useSession } from '../../app/session.ts';
import { MOMENT } from '../case-text.ts';
import { PrintFoot, PrintPaper } from '../print/PrintPaper.tsx';
import { useGridNames } from '../use-grid-names.ts';

export function HandoverSheet({ handover, names }: { handover: Handover; names(id: string): string }) {
  const { formatMessage, formatDate } = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => formatMessage({ id }, values);
  const cases = useSession((session) => session.cases);
  const feeds = useSession((session) => session.feeds);
  const gridName = useGridNames();
  const [ready, setReady] = useState(false);
  useEffect(() => {
    let current = true;
    Promise.allSettled(handover.openCases.map(bringCase)).then(() => current && setReady(true));
    return () => {
      current = false;
    };
  }, [handover]);
  if (!ready) return null;
  const due = new Set(handover.due);
  return (
    <PrintPaper table="handover" count={handover.openCases.length}>
      <article className="caseprint-page">
        <h1>{say('cases.handover.title')}</h1>
        <dl className="caseprint-facts">
          <dt>{say('cases.handover.at')}</dt>
          <dd>{formatDate(handover.at, { dateStyle: 'medium', timeStyle: 'short' })}</dd>
          <dt>{say('cases.handover.until')}</dt>
          <dd>{formatDate(handover.until, MOMENT)}</dd>
          <dt>{say('cases.handover.by')}</dt>
          <dd>{names(handover.signedOutBy)}</dd>
          <dt>{say('cases.handover.to')}</dt>
          <dd>
            {handover.signedInBy === ''
              ? say('cases.handover.notYet')
              : `${names(handover.signedInBy)} ${formatDate(handover.takenAt, MOMENT)}`}
          </dd>
        </dl>
        <h2>{say('cases.handover.openThen', { count: handover.openCases.length })}</h2>
        <table>
          <thead>
            <tr>
              {['no', 'level', 'matter', 'place', 'dueThen'].map((head) => (
                <th key={head} scope="col">
                  {say(`cases.handover.${head}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {handover.openCases.map((id) => {
              const file = cases.get(id);
              return (
                <tr key={id}>
                  <td>{file?.caseNo ?? id}</td>
                  <td>{file ? say(`cases.levelOf.${file.level}`) : ''}</td>
                  <td>{file ? say(`cases.matter.${file.matter}`) : ''}</td>
                  <td>{file ? [gridName(file.grid), file.place.text].filter(Boolean).join(' · ') : ''}</td>
                  <td>{due.has(id) ? say('cases.handover.yes') : ''}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
        <p>{say('cases.handover.unseenThen', { count: handover.alerts.length })}</p>
        <p>
          {say('cases.handover.downThen', {
            names:
              handover.feeds.map((id) => feeds.find((feed) => feed.id === id)?.name ?? id).join('、') || '—',
          })}
        </p>
        <div className="caseprint-sign">
          <span>{say('cases.handover.by')}</span>
          <span>{say('cases.handover.to')}</span>
        </div>
        <PrintFoot />
      </article>
    </PrintPaper>
  );
}
