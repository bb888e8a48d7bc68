/** The values of one device over a day, with the limits of its rule. Draws what it is given; a summary stands in its name. */
import { useIntl } from 'react-intl';
import type { SignalRule } from '../../../shared/cases/alert-rules.ts';
import './rules.css';

const WIDTH = 320;
const HEIGHT = 96;
const EDGE = 6;
/** Columns that are told apart: of each the lowest and the highest are drawn, so that no peak is lost. */
const COLUMNS = 150;

interface Props {
  values: readonly { at: number; value: number }[];
  until: number;
  rule: Pick<SignalRule, 'high' | 'low'>;
  unit: string;
}

export function ReadingChart({ values, until, rule, unit }: Props) {
  const intl = useIntl();
  const last = values.at(-1);
  if (!last) return null;
  const from = values[0].at;
  const limits = [rule.high, rule.low].filter(
    (limit) => limit !== null && Number.isFinite(limit),
  ) as number[];
  const lowest = values.reduce((least, { value }) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const highest = values.reduce((most, { value }) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const bottom = Math.min(lowest, ...limits);
  const span = Math.max(highest, ...limits) - bottom || 1;
  const x = (at: number) => ((at - from) / Math.max(1, until - from)) * WIDTH;
  const y = (value: number) => HEIGHT - EDGE - ((value - bottom) / span) * (HEIGHT - 2 * EDGE);
  const number = (value: number) => intl.formatNumber(value, { maximumFractionDigits: 2 });
  const name = intl.formatMessage(
    { id: 'cases.readings.name' },
    {
      lowest: number(lowest),
      highest: number(highest),
      limits: limits.length > 0 ? intl.formatList(limits.map(number)) : '—',
      unit,
    },
  );
  return (
    <figure className="rules-chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={name}>
        <polyline
          // A value holds until the next one.
          points={[...drawn(values, from, until), { at: until, value: last.value }]
            .map(({ at, value }) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`)
            .join(' ')}
        />
        {limits.map((limit) => (
          <line key={limit} x1={0} x2={WIDTH} y1={y(limit)} y2={y(limit)} />
        ))}
      </svg>
      <figcaption>{name}</figcaption>
    </figure>
  );
}

/** As many points as can be told apart. */
function drawn(values: Props['values'], from: number, until: number): Props['values'] {
  if (values.length <= 2 * COLUMNS) return values;
  const width = Math.max(1, until - from) / COLUMNS;
  const columns = new Map<number, { at: number; value: number }[]>();
  for (const each of values) {
    const column = Math.floor((each.at - from) / width);
    const [low, high] = columns.get(column) ?? [each, each];
    columns.set(column, [each.value < low.value ? each : low, each.value > high.value ? each : high]);
  }
  return [...columns.values()].flat().sort((a, b) => a.at - b.at);
}
