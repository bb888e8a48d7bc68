/**
 * The printed pages of the plan as a whole: the overview, and the notice of the change for everybody. Owns their layout. The notice names
 * buildings and grids alone: no count and no person.
 */
import { useIntl } from 'react-intl';
import type { PlanSheets, SheetCode } from '../../../shared/partition/sheets/plan-sheets.ts';
import type { PaperSize } from './GridSheets.tsx';
import { SheetMap } from './SheetMap.tsx';

interface PageProps {
  sheets: PlanSheets;
  paper: PaperSize;
  foot: string;
  name: string;
}

const MEASURES = ['buildings', 'households', 'residents', 'aged60', 'keyPopulation'] as const;

export function OverviewPage({ sheets, paper, foot, name }: PageProps) {
  const { formatMessage, formatNumber } = useIntl();
  const shown = MEASURES.filter((measure) => sheets.measures.includes(measure));
  const of = (counts: readonly number[], measure: string) => counts[sheets.measures.indexOf(measure)] ?? 0;
  return (
    <section className="planprint-page">
      <h1>{formatMessage({ id: 'planprint.overview.title' }, { name })}</h1>
      <SheetMap
        sheets={sheets}
        grid={null}
        paper={{ width: paper.width, height: Math.round(paper.height * 0.5) }}
        numbers="none"
      />
      <table className="planprint-list">
        <thead>
          <tr>
            <th scope="col">{formatMessage({ id: 'planprint.form.name' })}</th>
            <th scope="col">{formatMessage({ id: 'planprint.form.code' })}</th>
            <th scope="col">{formatMessage({ id: 'planprint.area' })} ha</th>
            {shown.map((measure) => (
              <th key={measure} scope="col">
                {formatMessage({ id: `planfile.measure.${measure}` })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sheets.grids.map((grid) => (
            <tr key={grid.id}>
              <th scope="row">{grid.name}</th>
              <td>{grid.code}</td>
              <td className="planprint-number">
                {formatNumber(grid.area / 10_000, { maximumFractionDigits: 2, minimumFractionDigits: 2 })}
              </td>
              {shown.map((measure) => (
                <td key={measure} className="planprint-number">
                  {formatNumber(of(grid.counts, measure))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{formatMessage({ id: 'grids.total' })}</th>
            <td />
            <td className="planprint-number">
              {formatNumber(sheets.grids.reduce((sum, { area }) => sum + area, 0) / 10_000, {
                maximumFractionDigits: 2,
                minimumFractionDigits: 2,
              })}
            </td>
            {shown.map((measure) => (
              <td key={measure} className="planprint-number">
                {formatNumber(sheets.grids.reduce((sum, { counts }) => sum + of(counts, measure), 0))}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
      <footer>{foot}</footer>
    </section>
  );
}

/** Old codes that do not go on as they were; a code that stays is told in one line with the others. */
function CodeChanges({ sheets }: Pick<PageProps, 'sheets'>) {
  const { formatMessage } = useIntl();
  const changed = sheets.codes.filter(({ fate }) => fate !== 'kept');
  if (changed.length === 0) return null;
  const words = (grids: readonly SheetCode[]) => grids.map(({ code, name }) => `${code} ${name}`).join('、');
  return (
    <>
      <h2>{formatMessage({ id: 'planprint.notice.codes' })}</h2>
      <table className="planprint-list">
        <thead>
          <tr>
            <th scope="col">{formatMessage({ id: 'plan.codes.old' })}</th>
            <th scope="col">{formatMessage({ id: 'plan.codes.fate' })}</th>
            <th scope="col">{formatMessage({ id: 'plan.codes.new' })}</th>
          </tr>
        </thead>
        <tbody>
          {changed.map(({ fate, before, after }) => (
            <tr key={before?.code ?? `new ${after[0]?.code}`}>
              <th scope="row">{before ? words([before]) : '—'}</th>
              <td>{formatMessage({ id: `plan.codes.fate.${fate}` })}</td>
              <td>{words(after) || '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {changed.length < sheets.codes.length && (
        <p className="planprint-text">{formatMessage({ id: 'planprint.notice.codesKept' })}</p>
      )}
    </>
  );
}

export interface NoticeProps extends PageProps {
  /** As it is printed; '' for not settled. */
  day: string;
  /** In the words of who prints. */
  call: string;
}

export function NoticePage({ sheets, paper, foot, name, day, call }: NoticeProps) {
  const { formatMessage } = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => formatMessage({ id }, values);
  const pairs = new Map<string, string[]>();
  for (const { label, from, to } of sheets.moves) {
    const key = JSON.stringify([from, to]);
    pairs.set(key, [...(pairs.get(key) ?? []), label]);
  }
  const none = say('planprint.notice.noGrid');
  return (
    <section className="planprint-page">
      <h1>{say('planprint.notice.title', { name })}</h1>
      <p className="planprint-text">
        {say(day === '' ? 'planprint.notice.text' : 'planprint.notice.textFrom', { day })}
      </p>
      {pairs.size === 0 && <p className="planprint-text">{say('planprint.notice.nobody')}</p>}
      {pairs.size > 0 && (
        <table className="planprint-list">
          <thead>
            <tr>
              <th scope="col">{say('plan.moves.building')}</th>
              <th scope="col">{say('plan.moves.from')}</th>
              <th scope="col">{say('plan.moves.to')}</th>
            </tr>
          </thead>
          <tbody>
            {[...pairs].map(([key, labels]) => {
              const [from, to] = JSON.parse(key) as [string, string];
              return (
                <tr key={key}>
                  <th scope="row">{labels.join('、')}</th>
                  <td>{from || none}</td>
                  <td>
                    <b>{to || none}</b>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      <CodeChanges sheets={sheets} />
      <p className="planprint-text">{say('planprint.notice.call', { call: call || '________________' })}</p>
      <SheetMap
        sheets={sheets}
        grid={null}
        paper={{ width: paper.width, height: Math.round(paper.height * 0.42) }}
        numbers="none"
      />
      <p className="planprint-seal">{say('planprint.notice.seal')}</p>
      <footer>{foot}</footer>
    </section>
  );
}
