/** The same by grid: who has most to do. A grid in front narrows the numbers and the list. */
import { useIntl } from 'react-intl';
import type { QualityReport } from '../../../shared/quality/report.ts';
import { useCount } from '../../app/count.tsx';
import { useEngine } from '../../worker/engine-context.tsx';
import { useQuality } from './store.ts';

export function GridTable({ report }: { report: QualityReport }) {
  const { formatMessage, formatNumber } = useIntl();
  const count = useCount();
  const engine = useEngine();
  const { check, grid: front, show } = useQuality();
  const columns = ['records', 'accuracy', 'errors', 'warnings'];
  return (
    <section className="data-section" aria-labelledby="quality-grids">
      <h2 id="quality-grids">{formatMessage({ id: 'quality.grids' })}</h2>
      <table className="quality-table">
        <thead>
          <tr>
            <th scope="col">{formatMessage({ id: 'quality.grid' })}</th>
            {columns.map((column) => (
              <th key={column} scope="col" className="data-number">
                {formatMessage({ id: `quality.column.${column}` })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.grids
            .filter(({ records }) => records > 0)
            .map(({ grid, name, records, passing, errors, warnings }) => (
              <tr key={grid} aria-selected={front === grid}>
                <th scope="row">
                  <button
                    type="button"
                    className="quality-name"
                    aria-pressed={front === grid}
                    onClick={() => void show(engine, check, front === grid ? null : grid)}
                  >
                    {grid < 0 ? formatMessage({ id: 'quality.noGrid' }) : name}
                  </button>
                </th>
                <td className="data-number">{count(records)}</td>
                <td className="data-number">
                  {formatNumber(passing / records, { style: 'percent', maximumFractionDigits: 1 })}
                </td>
                <td className="data-number">{count(errors)}</td>
                <td className="data-number">{count(warnings)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}
