/** Every check with its number; the one in front shows its records beside. */
import { useIntl } from 'react-intl';
import type { CheckCount, QualityReport } from '../../../shared/quality/report.ts';
import { useCount } from '../../app/count.tsx';
import { useEngine } from '../../worker/engine-context.tsx';
import { useQuality } from './store.ts';

export function CheckTable({ report }: { report: QualityReport }) {
  const { formatMessage } = useIntl();
  return (
    <section className="data-section" aria-labelledby="quality-checks">
      <h2 id="quality-checks">{formatMessage({ id: 'quality.checks' })}</h2>
      <table className="quality-table">
        <thead>
          <tr>
            <th scope="col">{formatMessage({ id: 'quality.check' })}</th>
            <th scope="col">{formatMessage({ id: 'quality.entity' })}</th>
            <th scope="col">{formatMessage({ id: 'quality.severity' })}</th>
            <th scope="col" className="data-number">
              {formatMessage({ id: 'quality.count' })}
            </th>
          </tr>
        </thead>
        <tbody>
          {report.checks.map((check) => (
            <Row key={check.id} check={check} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ check }: { check: CheckCount }) {
  const { formatMessage } = useIntl();
  const count = useCount();
  const engine = useEngine();
  const { check: front, grid, show } = useQuality();
  const shown = grid === null ? check.count : (check.byGrid.at(grid) ?? 0);
  return (
    <tr data-check={check.id} aria-selected={front === check.id}>
      <th scope="row">
        <button
          type="button"
          className="quality-name"
          aria-pressed={front === check.id}
          disabled={!check.count}
          onClick={() => void show(engine, front === check.id ? null : check.id, grid)}
        >
          {formatMessage({ id: `quality.check.${check.id}` })}
        </button>
      </th>
      <td>{formatMessage({ id: `table.${check.entity}` })}</td>
      <td>
        <span className="quality-severity" data-severity={check.severity}>
          {formatMessage({ id: `quality.severity.${check.severity}` })}
        </span>
      </td>
      <td className="data-number">
        {check.count === null || shown === null ? formatMessage({ id: 'quality.closed' }) : count(shown)}
      </td>
    </tr>
  );
}
