/**
 * The quality desk: how good the register is, what is wrong where, the records behind it and their repair, the check on
 * foot. Owns the arrangement of its parts.
 */
import { Spinner } from '@blueprintjs/core';
import { useEffect } from 'react';
import { useIntl } from 'react-intl';
import type { QualityReport } from '../../../shared/quality/report.ts';
import { useCount } from '../../app/count.tsx';
import { EmptyState } from '../../app/EmptyState.tsx';
import { useSession } from '../../app/session.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import { ErrorNote } from '../ErrorNote.tsx';
import { CheckTable } from './CheckTable.tsx';
import { GridTable } from './GridTable.tsx';
import { RecordList } from './RecordList.tsx';
import { RepairPreview } from './RepairPreview.tsx';
import { SpotCheck } from './SpotCheck.tsx';
import { useQuality } from './store.ts';
import { Trend } from './Trend.tsx';
import './quality.css';

export function QualityPage() {
  const { formatMessage } = useIntl();
  const engine = useEngine();
  const generation = useSession((session) => session.community?.generation ?? '');
  const revision = useSession((session) => session.revision);
  const { report, error, load } = useQuality();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision says that records or grids changed.
  useEffect(() => {
    if (generation !== '') void load(engine, generation);
  }, [engine, generation, revision, load]);
  return (
    <div className="quality" aria-busy={report === null}>
      {error && <ErrorNote error={error} />}
      {report ? (
        <Desk report={report} />
      ) : (
        !error && (
          <EmptyState icon={<Spinner size={24} />} title={formatMessage({ id: 'quality.checking' })} />
        )
      )}
    </div>
  );
}

function Desk({ report }: { report: QualityReport }) {
  const { check, repair } = useQuality();
  return (
    <>
      <Figures report={report} />
      <div className="quality-columns">
        <div>
          <CheckTable report={report} />
          <GridTable report={report} />
        </div>
        <div>
          {repair && <RepairPreview repair={repair} />}
          {check && <RecordList check={check} report={report} />}
          <SpotCheck />
          <Trend />
        </div>
      </div>
    </>
  );
}

function Figures({ report }: { report: QualityReport }) {
  const { formatMessage, formatNumber } = useIntl();
  const count = useCount();
  const people = report.entities.find(({ entity }) => entity === 'residents');
  const sum = (severity: string) =>
    report.checks.reduce((all, each) => all + (each.severity === severity ? (each.count ?? 0) : 0), 0);
  const records = report.entities.reduce((all, each) => all + each.records, 0);
  const passing = report.entities.reduce((all, each) => all + each.passing, 0);
  const rate = (part: number, whole: number) =>
    whole === 0 ? '–' : formatNumber(part / whole, { style: 'percent', maximumFractionDigits: 2 });
  const figures = [
    {
      id: 'accuracy',
      value: rate(people?.passing ?? 0, people?.records ?? 0),
      values: { part: count(people?.passing ?? 0), whole: count(people?.records ?? 0) },
    },
    {
      id: 'accuracyAll',
      value: rate(passing, records),
      values: { part: count(passing), whole: count(records) },
    },
    {
      id: 'correlation',
      value: rate(report.linked, report.residents),
      values: { part: count(report.linked), whole: count(report.residents) },
    },
    { id: 'errors', value: count(sum('error')), values: {} },
    { id: 'warnings', value: count(sum('warning')), values: {} },
  ];
  return (
    <dl className="quality-figures">
      {figures.map(({ id, value, values }) => (
        <div key={id} data-figure={id}>
          <dt>{formatMessage({ id: `quality.figure.${id}` })}</dt>
          <dd>{value}</dd>
          <small>{formatMessage({ id: `quality.of.${id}` }, values)}</small>
        </div>
      ))}
    </dl>
  );
}
