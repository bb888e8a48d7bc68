/**
 * Page of the desk: the indicators of a time, of all or of one grid or kind of matter, with what each number rests on and the cases behind it.
 * Owns the choice of what is looked at; the numbers are made of events elsewhere.
 */
import './indicators.css';
import { Button, HTMLSelect, SegmentedControl } from '@blueprintjs/core';
import { useMemo, useState } from 'react';
import { useIntl } from 'react-intl';
import { chinaDayOf, dayText } from '../../../shared/cases/china-day.ts';
import {
  type CaseMeasure,
  casesBehind,
  groupsOf,
  type IndicatorId,
  indicatorCells,
  indicatorsOf,
  SHARE_IDS,
  WAIT_IDS,
} from '../../../shared/cases/indicators.ts';
import { type Period, type Span, spanOf } from '../../../shared/cases/period.ts';
import { writeCsv } from '../../../shared/formats/csv-writer.ts';
import { noteExport } from '../../app/access/audit-notes.ts';
import { bringCase } from '../../app/bring-case.ts';
import { fileStem } from '../../app/file-name.ts';
import { currentEngine } from '../../app/open-session.ts';
import { saveFile } from '../../app/save-file.ts';
import { useSession } from '../../app/session.ts';
import type { CasePageProps } from '../case-pages.tsx';
import { MOMENT } from '../case-text.ts';
import { errorText } from '../error-text.ts';
import { PageHead } from '../PageHead.tsx';
import { PeriodChoice } from '../PeriodChoice.tsx';
import { Problem } from '../Problem.tsx';
import { useAsked } from '../use-asked.ts';
import { useGridNames } from '../use-grid-names.ts';
import { INDICATOR_IDS, indicatorText, measureText } from './indicator-text.ts';

const NO_SPAN: Span = { from: 0, until: 0 };
/** Cases that are listed behind a number; the rest is for the file. */
const MOST_BEHIND = 100;

export function IndicatorsPage({ onClose, onCase }: CasePageProps) {
  const intl = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => intl.formatMessage({ id }, values);
  const gridName = useGridNames();
  const [period, setPeriod] = useState<Period>(() => {
    const today = dayText(chinaDayOf(Date.now()));
    return { kind: 'week', first: today, last: today };
  });
  const [by, setBy] = useState<'grid' | 'matter'>('grid');
  const [grid, setGrid] = useState('*');
  const [matter, setMatter] = useState('*');
  const [asked, setAsked] = useState<IndicatorId>('received');
  const [problem, setProblem] = useState('');
  const span = spanOf(period, Date.now());
  const { from, until } = span ?? NO_SPAN;
  const all = useAsked(
    `${from} ${until}`,
    () => currentEngine().caseMeasures({ from, until, now: Date.now() }),
    ({ cases }) => cases,
  );
  const shown = useMemo(
    () =>
      (all ?? []).filter(
        (each) => (grid === '*' || each.grid === grid) && (matter === '*' || each.matter === matter),
      ),
    [all, grid, matter],
  );
  const found = useMemo(() => indicatorsOf(shown), [shown]);
  const nameOf = (kind: 'grid' | 'matter', key: string) =>
    kind === 'matter' ? say(`cases.matter.${key}`) : gridName(key) || say('cases.noGrid');
  const choices = (kind: 'grid' | 'matter') => [
    { value: '*', label: say(`cases.every.${kind}`) },
    ...groupsOf(all ?? [], kind).map(({ key }) => ({ value: key, label: nameOf(kind, key) })),
  ];
  const save = async () => {
    setProblem('');
    try {
      const { community } = useSession.getState();
      const rows = [
        [say('cases.every'), '', ...indicatorCells(found)],
        ...(['grid', 'matter'] as const).flatMap((kind) =>
          groupsOf(shown, kind).map(({ key, measures }) => [
            say(`cases.by.${kind}`),
            nameOf(kind, key),
            ...indicatorCells(indicatorsOf(measures)),
          ]),
        ),
      ];
      await noteExport({
        ...{ count: rows.length, format: 'csv', table: 'indicators', personal: 0, purpose: null },
      });
      const heads = [say('cases.indicator.of'), say('cases.indicator.key'), ...headings(say)];
      const file = new Blob([...writeCsv(heads, rows)] as BlobPart[], { type: 'text/csv;charset=utf-8' });
      saveFile(file, `${community ? fileStem(community) : 'linli'}-${say('cases.page.indicators')}.csv`);
    } catch (error) {
      setProblem(errorText(intl, error));
    }
  };
  const open = (caseId: string) =>
    void bringCase(caseId).then(
      (there) => there && onCase(caseId),
      (error) => setProblem(errorText(intl, error)),
    );
  return (
    <>
      <PageHead title={say('cases.page.indicators')} onClose={onClose}>
        <Button
          size="small"
          icon="export"
          disabled={!all}
          text={say('cases.indicators.save')}
          onClick={() => void save()}
        />
      </PageHead>
      <div className="cases-scroll indicators">
        <div className="cases-choices">
          <PeriodChoice period={period} onChange={setPeriod} />
          <HTMLSelect
            aria-label={say('cases.by.grid')}
            value={grid}
            options={choices('grid')}
            onChange={({ currentTarget }) => setGrid(currentTarget.value)}
          />
          <HTMLSelect
            aria-label={say('cases.by.matter')}
            value={matter}
            options={choices('matter')}
            onChange={({ currentTarget }) => setMatter(currentTarget.value)}
          />
        </div>
        <Problem text={span ? '' : say('cases.period.wrong')} />
        <Problem text={problem} />
        <ul className="indicators-cards" aria-busy={all === null}>
          {INDICATOR_IDS.map((id) => {
            const { value, base } = indicatorText(intl, found, id);
            return (
              <li key={id}>
                <button type="button" aria-pressed={asked === id} onClick={() => setAsked(id)}>
                  <span>{say(`cases.indicator.${id}`)}</span>
                  <b data-indicator={id}>{value}</b>
                  <small>{base}</small>
                </button>
              </li>
            );
          })}
        </ul>
        <div className="cases-choices">
          <SegmentedControl
            size="small"
            role="radiogroup"
            value={by}
            onValueChange={(value) => setBy(value === 'matter' ? 'matter' : 'grid')}
            options={(['grid', 'matter'] as const).map((value) => ({
              value,
              label: say(`cases.by.${value}`),
            }))}
          />
          <span className="cases-hint">{say('cases.indicators.hint')}</span>
        </div>
        <Groups
          measures={shown}
          by={by}
          nameOf={(key) => nameOf(by, key)}
          onChoose={(key) => (by === 'grid' ? setGrid(key) : setMatter(key))}
        />
        <h3>{say('cases.indicators.behind', { name: say(`cases.indicator.${asked}`) })}</h3>
        <Behind measures={shown} asked={asked} gridName={gridName} onOpen={open} />
      </div>
    </>
  );
}

/** One line a grid or a kind of matter; a press looks at it alone. */
function Groups({
  measures,
  by,
  nameOf,
  onChoose,
}: {
  measures: readonly CaseMeasure[];
  by: 'grid' | 'matter';
  nameOf(key: string): string;
  onChoose(key: string): void;
}) {
  const intl = useIntl();
  const groups = useMemo(() => groupsOf(measures, by), [measures, by]);
  return (
    <div className="indicators-table">
      <table>
        <thead>
          <tr>
            <th scope="col">{intl.formatMessage({ id: `cases.by.${by}` })}</th>
            {INDICATOR_IDS.map((id) => (
              <th key={id} scope="col">
                {intl.formatMessage({ id: `cases.indicator.${id}.short` })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map(({ key, measures: own }) => {
            const found = indicatorsOf(own);
            return (
              <tr key={key}>
                <th scope="row">
                  <button type="button" onClick={() => onChoose(key)}>
                    {nameOf(key)}
                  </button>
                </th>
                {INDICATOR_IDS.map((id) => {
                  const { value, base, n } = indicatorText(intl, found, id);
                  return (
                    <td key={id} title={base}>
                      {value}
                      {id !== 'received' && <small>n = {intl.formatNumber(n)}</small>}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
      {groups.length === 0 && (
        <p className="cases-hint">{intl.formatMessage({ id: 'cases.indicators.none' })}</p>
      )}
    </div>
  );
}

function Behind({
  measures,
  asked,
  gridName,
  onOpen,
}: {
  measures: readonly CaseMeasure[];
  asked: IndicatorId;
  gridName(code: string): string;
  onOpen(caseId: string): void;
}) {
  const intl = useIntl();
  const behind = useMemo(() => casesBehind(measures, asked), [measures, asked]);
  return (
    <>
      <ul className="indicators-behind">
        {behind.slice(0, MOST_BEHIND).map((each) => (
          <li key={each.caseId}>
            <button type="button" onClick={() => onOpen(each.caseId)}>
              <b>{each.caseNo}</b>
              <span>{intl.formatMessage({ id: `cases.matter.${each.matter}` })}</span>
              <span>{gridName(each.grid) || '—'}</span>
              <span>{intl.formatDate(each.receivedAt, MOMENT)}</span>
              <span>{measureText(intl, each, asked)}</span>
            </button>
          </li>
        ))}
      </ul>
      {behind.length > MOST_BEHIND && (
        <p className="cases-hint">
          {intl.formatMessage({ id: 'cases.indicators.more' }, { count: behind.length - MOST_BEHIND })}
        </p>
      )}
      {behind.length === 0 && (
        <p className="cases-hint">{intl.formatMessage({ id: 'cases.indicators.none' })}</p>
      )}
    </>
  );
}

/** Headings of `indicatorCells`, in its order. */
function headings(say: (id: string) => string): string[] {
  const of = (id: IndicatorId, part: string) =>
    `${say(`cases.indicator.${id}`)} ${say(`cases.column.${part}`)}`;
  return [
    say('cases.indicator.received'),
    say('cases.indicator.registered'),
    ...WAIT_IDS.flatMap((id) => [of(id, 'n'), of(id, 'p50'), of(id, 'p90')]),
    ...SHARE_IDS.flatMap((id) => [of(id, 'of'), of(id, 'n'), of(id, 'rate')]),
    say('cases.indicator.satisfaction'),
  ];
}
