/** What the limits in hand would have made of the readings of the last day, beside what those in force would have; and one device drawn. */
import { HTMLSelect } from '@blueprintjs/core';
import { useMemo, useState } from 'react';
import { useIntl } from 'react-intl';
import type { SignalRule } from '../../../shared/cases/alert-rules.ts';
import { UNIT_OF_KIND } from '../../../shared/cases/default-signals.ts';
import { alarmsOf, type Series } from '../../../shared/cases/reading-series.ts';
import type { DeviceKind } from '../../../shared/model/words.ts';
import { ReadingChart } from './ReadingChart.tsx';
import { useReadings } from './use-readings.ts';

/** Devices to choose from, the liveliest first. */
const MOST_DEVICES = 50;

interface Props {
  kind: DeviceKind;
  rule: SignalRule;
  inForce: SignalRule;
  /** The rule in hand cannot be used. */
  faulty: boolean;
}

export function RulePreview({ kind, rule, inForce, faulty }: Props) {
  const intl = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => intl.formatMessage({ id }, values);
  const past = useReadings(kind, null);
  const [chosen, setChosen] = useState('');
  const series = past?.series;
  const now = useMemo(() => (series ? alarmsOf(inForce, series) : 0), [series, inForce]);
  const then = useMemo(() => (series && !faulty ? alarmsOf(rule, series) : 0), [series, rule, faulty]);
  const liveliest = useMemo(
    () => [...(series ?? [])].sort((a, b) => spread(b) - spread(a)).slice(0, MOST_DEVICES),
    [series],
  );
  if (!past) return null;
  if (liveliest.length === 0) return <p className="rules-preview">{say('cases.rules.noReadings')}</p>;
  const shown = liveliest.find(({ device }) => device === chosen) ?? liveliest[0];
  const readings = past.series.reduce((sum, { values }) => sum + values.length, 0);
  const judged = past.series.reduce((sum, { measured }) => sum + measured, 0);
  return (
    <section className="rules-preview" aria-label={say('cases.rules.preview')}>
      <output>{faulty ? say('cases.rules.previewFault') : say('cases.rules.wouldBe', { then, now })}</output>
      <small>
        {say('cases.rules.readings', {
          since: intl.formatTime(past.from, { hour: '2-digit', minute: '2-digit' }),
          readings,
          devices: past.series.length,
          judged,
        })}
      </small>
      <HTMLSelect
        aria-label={say('alert.device')}
        value={shown.device}
        options={liveliest.map(({ device }) => device)}
        onChange={({ currentTarget }) => setChosen(currentTarget.value)}
      />
      <ReadingChart values={shown.values} until={past.until} rule={rule} unit={UNIT_OF_KIND[kind]} />
    </section>
  );
}

function spread({ values }: Series): number {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { value } of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return most - least;
}
