/**
 * What a device measured over its last day or month: mean as a line, least and greatest as a band, its thresholds as dashes. Draws what
 * it is given; the same figures as a table on demand. No alarm colours: past values are no alarm.
 */
import { useId, useState } from 'react';
import { useIntl } from 'react-intl';
import type { DeviceHistory, ReadingSpan } from '../../../shared/query/device-history.ts';
import { useWording } from '../wording.ts';
import { chartOf, figureText, HEIGHT, WIDTH } from './readings-shape.ts';

export interface ReadingsChartProps {
  history: DeviceHistory;
  unit: string;
  low: number | null;
  high: number | null;
}

export function ReadingsChart({ history, unit, low, high }: ReadingsChartProps) {
  const { t } = useWording();
  const intl = useIntl();
  const name = useId();
  const [range, setRange] = useState<'day' | 'month'>('day');
  const [asTable, setAsTable] = useState(false);
  const spans = history[range];
  const time = (seconds: number) =>
    range === 'day'
      ? intl.formatTime(seconds * 1000, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
      : intl.formatDate(seconds * 1000, { month: '2-digit', day: '2-digit' });
  return (
    <section className="twin-block twin-readings" aria-label={t('twin.readings')}>
      <h3>
        {t('twin.readings')} {unit !== '' && <small>{unit}</small>}
      </h3>
      <fieldset className="twin-segments">
        <legend className="visually-hidden">{t('twin.readings.range')}</legend>
        {(['day', 'month'] as const).map((each) => (
          <label key={each}>
            <input type="radio" name={name} checked={range === each} onChange={() => setRange(each)} />
            <span>{t(`twin.readings.${each}`)}</span>
          </label>
        ))}
      </fieldset>
      {spans.length === 0 && <p className="twin-hint">{t('twin.readings.none')}</p>}
      {spans.length > 0 && !asTable && <Chart spans={spans} low={low} high={high} time={time} unit={unit} />}
      {spans.length > 0 && asTable && <Figures spans={spans} time={time} />}
      {spans.length > 0 && (
        <button type="button" className="twin-link" onClick={() => setAsTable(!asTable)}>
          {t(asTable ? 'twin.readings.asChart' : 'twin.readings.asTable')}
        </button>
      )}
    </section>
  );
}

interface ChartProps {
  spans: readonly ReadingSpan[];
  low: number | null;
  high: number | null;
  unit: string;
  time(seconds: number): string;
}

function Chart({ spans, low, high, time, unit }: ChartProps) {
  const { t } = useWording();
  const chart = chartOf(spans, [low, high]);
  const least = Math.min(...spans.map((span) => span.low));
  const most = Math.max(...spans.map((span) => span.high));
  const last = spans[spans.length - 1];
  return (
    <>
      <svg
        className="twin-readings-chart"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={t('twin.readings.say', {
          from: time(spans[0].from),
          to: time(last.from),
          low: `${figureText(least)} ${unit}`,
          high: `${figureText(most)} ${unit}`,
          last: `${figureText(last.mean)} ${unit}`,
        })}
      >
        {chart.ticks.map(({ y, value }) => (
          <g key={value}>
            <line className="twin-readings-rule" x1={chart.left} x2={WIDTH} y1={y} y2={y} />
            <text className="twin-readings-tick" x={chart.left - 4} y={y + 4} textAnchor="end">
              {figureText(value)}
            </text>
          </g>
        ))}
        <path className="twin-readings-band" d={chart.band} />
        <path className="twin-readings-line" d={chart.line} />
        {chart.points.map(({ x, y, from }) => (
          <circle key={from} className="twin-readings-dot" cx={x} cy={y} r="1.8" />
        ))}
        {chart.limits.map(({ y, value }) => (
          <g key={value}>
            <line className="twin-readings-limit" x1={chart.left} x2={WIDTH} y1={y} y2={y} />
            <text className="twin-readings-tick" x={WIDTH - 2} y={y - 3} textAnchor="end">
              {t('twin.readings.limit', { value: figureText(value) })}
            </text>
          </g>
        ))}
        <text className="twin-readings-tick" x={chart.left} y={HEIGHT - 2}>
          {time(spans[0].from)}
        </text>
        <text className="twin-readings-tick" x={WIDTH} y={HEIGHT - 2} textAnchor="end">
          {time(last.from)}
        </text>
      </svg>
      <p className="twin-hint">{t('twin.readings.key')}</p>
    </>
  );
}

function Figures({ spans, time }: Pick<ChartProps, 'spans' | 'time'>) {
  const { t } = useWording();
  return (
    // It scrolls, so the keyboard must reach it.
    <section className="twin-readings-table" tabIndex={0} aria-label={t('twin.readings.figures')}>
      <table>
        <thead>
          <tr>
            {['time', 'low', 'mean', 'high'].map((column) => (
              <th key={column} scope="col">
                {t(`twin.readings.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...spans].reverse().map((span) => (
            <tr key={span.from}>
              <th scope="row">{time(span.from)}</th>
              <td>{figureText(span.low)}</td>
              <td>{figureText(span.mean)}</td>
              <td>{figureText(span.high)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
