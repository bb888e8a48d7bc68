/** Page of the desk: the agenda of the joint meeting, as it is printed. */
import { useMemo } from 'react';
import { useIntl } from 'react-intl';
import { agendaOf } from '../../../shared/cases/agenda.ts';
import { EmptyState } from '../../app/EmptyState.tsx';
import { useSession } from '../../app/session.ts';
import type { CasePageProps } from '../case-pages.tsx';
import { PageHead } from '../PageHead.tsx';
import { PrintFoot, PrintPaper } from '../print/PrintPaper.tsx';
import { useGridNames } from '../use-grid-names.ts';
import { useNames } from '../use-names.ts';

const HEADS = ['no', 'case', 'matter', 'place', 'party', 'why', 'since', 'decision'] as const;

export function AgendaPage({ onClose }: CasePageProps) {
  const { formatMessage, formatDate } = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => formatMessage({ id }, values);
  const names = useNames();
  const gridName = useGridNames();
  const cases = useSession((session) => session.cases);
  const points = useMemo(() => agendaOf(cases.values()), [cases]);
  return (
    <>
      <PageHead title={say('cases.page.agenda')} onClose={onClose} />
      <div className="cases-scroll">
        {points.length === 0 ? (
          <EmptyState
            icon="people"
            title={say('cases.agenda.none')}
            description={say('cases.agenda.none.text')}
          />
        ) : (
          <PrintPaper table="agenda" count={points.length}>
            <article className="caseprint-page">
              <h1>{say('cases.agenda.title')}</h1>
              <p>{say('cases.agenda.count', { count: points.length })}</p>
              <table>
                <thead>
                  <tr>
                    {HEADS.map((head) => (
                      <th key={head} scope="col">
                        {say(`cases.agenda.${head}`)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {points.map(({ file, entry }, i) => (
                    <tr key={`${file.caseId} ${entry.task} ${entry.since}`}>
                      <td>{i + 1}</td>
                      <td>{file.caseNo}</td>
                      <td>{say(`cases.matter.${file.matter}`)}</td>
                      <td>{[gridName(file.grid), file.place.text].filter(Boolean).join(' · ')}</td>
                      <td>{names(entry.party)}</td>
                      <td>{say(`cases.reason.${entry.reason}`)}</td>
                      <td>{formatDate(entry.since, { dateStyle: 'short' })}</td>
                      <td />
                    </tr>
                  ))}
                </tbody>
              </table>
              <div className="caseprint-sign">
                <span>{say('cases.agenda.chair')}</span>
                <span>{say('cases.agenda.minutes')}</span>
              </div>
              <PrintFoot />
            </article>
          </PrintPaper>
        )}
      </div>
    </>
  );
}
