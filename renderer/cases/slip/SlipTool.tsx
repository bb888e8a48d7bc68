/** Tool of a case: its dispatch slip on one page of A4. Words of persons are not on it: what is sealed stays in the file. */
import './slip.css';
import { useIntl } from 'react-intl';
import { leadOf } from '../../../shared/cases/case.ts';
import { openClocks } from '../../../shared/cases/case-order.ts';
import type { CaseToolProps } from '../case-pages.tsx';
import { PageHead } from '../PageHead.tsx';
import { PrintFoot, PrintPaper } from '../print/PrintPaper.tsx';
import { useGridNames } from '../use-grid-names.ts';
import { useNames } from '../use-names.ts';
import { Barcode } from './Barcode.tsx';
import { PlaceMap } from './PlaceMap.tsx';

/** Clocks that only remind, or tell the next level: nothing for whoever has the job. */
const REMINDERS: readonly string[] = ['escalate', 'handleSoon', 'acknowledge', 'unassigned'];
/** Lines for what is written on the way. */
const LINES = ['1', '2', '3', '4'];

export function SlipTool({ file, onClose }: CaseToolProps) {
  const { formatMessage, formatDate } = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => formatMessage({ id }, values);
  const names = useNames();
  const gridName = useGridNames();
  const lead = leadOf(file);
  const parties = file.tasks.filter((task) => !task.lead && task.state !== 'cancelled');
  const time = (at: number) => (at > 0 ? formatDate(at, { dateStyle: 'medium', timeStyle: 'short' }) : '—');
  return (
    <>
      <PageHead title={say('cases.tool.slip')} onClose={onClose} />
      <div className="cases-scroll">
        <PrintPaper table="caseSlip" count={1}>
          <article className="caseprint-page slip">
            {file.drill && <p className="caseprint-drill">{say('cases.slip.drill')}</p>}
            <header>
              <h1>{say('cases.slip.title')}</h1>
              <Barcode text={file.caseNo} label={say('cases.slip.code', { no: file.caseNo })} />
            </header>
            <dl className="caseprint-facts">
              <dt>{say('cases.field.matter')}</dt>
              <dd>
                {say(`cases.category.${file.category}`)} · {say(`cases.matter.${file.matter}`)}
              </dd>
              <dt>{say('cases.field.level')}</dt>
              <dd>{say(`cases.levelOf.${file.level}`)}</dd>
              <dt>{say('cases.source')}</dt>
              <dd>{say(`cases.source.${file.source}`)}</dd>
              <dt>{say('cases.received')}</dt>
              <dd>{time(file.receivedAt)}</dd>
              <dt>{say('cases.grid')}</dt>
              <dd>{gridName(file.grid) || '—'}</dd>
              <dt>{say('alert.place')}</dt>
              <dd>{file.place.text || '—'}</dd>
              <dt>{say('cases.slip.who')}</dt>
              <dd>{lead ? names(lead.assignee.id) : '—'}</dd>
              <dt>{say('cases.slip.handleBy')}</dt>
              <dd>{time(file.handleBy)}</dd>
              {file.progressCode !== '' && (
                <>
                  <dt>{say('cases.progressCode')}</dt>
                  <dd>{file.progressCode}</dd>
                </>
              )}
            </dl>
            <PlaceMap place={file.place} />
            <table>
              <thead>
                <tr>
                  <th scope="col">{say('cases.slip.clock')}</th>
                  <th scope="col">{say('cases.slip.dueAt')}</th>
                  <th scope="col">{say('cases.slip.actual')}</th>
                </tr>
              </thead>
              <tbody>
                {openClocks(file)
                  .filter(({ kind }) => !REMINDERS.includes(kind))
                  .map((clock) => (
                    <tr key={clock.key}>
                      <td>{say(`cases.timer.${clock.kind}`)}</td>
                      <td>{time(clock.dueAt)}</td>
                      <td />
                    </tr>
                  ))}
                {parties.map((task) => (
                  <tr key={task.id}>
                    <td>
                      {say('cases.coParty')} {names(task.assignee.id)}
                    </td>
                    <td>{time(task.dueAt)}</td>
                    <td />
                  </tr>
                ))}
              </tbody>
            </table>
            <h2>{say('cases.slip.notes')}</h2>
            {LINES.map((line) => (
              <div key={line} className="slip-line" />
            ))}
            <div className="caseprint-sign">
              <span>{say('cases.slip.signHandler')}</span>
              <span>{say('cases.slip.signReporter')}</span>
            </div>
            <PrintFoot />
          </article>
        </PrintPaper>
      </div>
    </>
  );
}
