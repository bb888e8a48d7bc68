/** Accuracy over the generations, and the spot checks with their intervals. */
import { useIntl } from 'react-intl';
import { wilson } from '../../../shared/quality/spot-check.ts';
import { useQuality } from './store.ts';

const WIDTH = 360;
const HEIGHT = 72;

export function Trend() {
  const { formatMessage, formatNumber, formatDate } = useIntl();
  const { points, spots } = useQuality((quality) => quality.history);
  const percent = (share: number) => formatNumber(share, { style: 'percent', maximumFractionDigits: 1 });
  const day = (at: number) => formatDate(at, { dateStyle: 'short', timeStyle: 'short' });
  const shares = points.map(({ passing, records }) => (records === 0 ? 0 : passing / records));
  return (
    <section className="data-section" aria-labelledby="quality-trend">
      <h2 id="quality-trend">{formatMessage({ id: 'quality.trend' })}</h2>
      {points.length > 1 && <Line shares={shares} />}
      <table className="quality-table quality-trend">
        <thead>
          <tr>
            <th scope="col">{formatMessage({ id: 'quality.trend.at' })}</th>
            <th scope="col">{formatMessage({ id: 'quality.trend.what' })}</th>
            <th scope="col" className="data-number">
              {formatMessage({ id: 'quality.column.accuracy' })}
            </th>
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map(({ at, generation }, i) => (
            <tr key={generation}>
              <td>{day(at)}</td>
              <td>{formatMessage({ id: 'quality.trend.generation' })}</td>
              <td className="data-number">{percent(shares[points.length - 1 - i])}</td>
            </tr>
          ))}
          {spots.toReversed().map(({ at, right, wrong }) => {
            const { value, low, high } = wilson(right, right + wrong);
            return (
              <tr key={at}>
                <td>{day(at)}</td>
                <td>{formatMessage({ id: 'quality.trend.spot' }, { checked: right + wrong })}</td>
                <td className="data-number">
                  {percent(value)} ({percent(low)}–{percent(high)})
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** From the lowest to the highest share, one step a generation. */
function Line({ shares }: { shares: number[] }) {
  const { formatMessage } = useIntl();
  const low = Math.min(...shares);
  const span = Math.max(0.001, Math.max(...shares) - low);
  const places = shares.map((share, i) => {
    const x = 6 + (i * (WIDTH - 12)) / Math.max(1, shares.length - 1);
    return [x, HEIGHT - 6 - ((share - low) / span) * (HEIGHT - 12)] as const;
  });
  return (
    <svg
      className="quality-line"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={formatMessage({ id: 'quality.trend' })}
    >
      <polyline points={places.map((place) => place.join(',')).join(' ')} />
      {places.map(([x, y]) => (
        <circle key={x} cx={x} cy={y} r={3} />
      ))}
    </svg>
  );
}
