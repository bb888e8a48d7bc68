/** The sheet of a spot check, on the screen to enter what was found, on paper with room to write. */
import { useIntl } from 'react-intl';
import type { SheetRow } from '../../worker/quality-api.ts';
import { type SpotState, useQuality, type Verdict } from './store.ts';

const COLUMNS = ['grid', 'name', 'sex', 'birth', 'phone', 'address'] as const;
const VERDICTS: readonly Verdict[] = ['right', 'wrong'];

export function SpotSheet({ spot, printed }: { spot: SpotState; printed: boolean }) {
  const { formatMessage, formatDate } = useIntl();
  const today = formatDate(Date.now(), { dateStyle: 'long' });
  return (
    <div className={printed ? 'quality-sheet' : 'data-scroll quality-sheet'}>
      {printed && <h1>{formatMessage({ id: 'quality.spot.title' }, { today, seed: String(spot.seed) })}</h1>}
      <table className="quality-table">
        <thead>
          <tr>
            <th scope="col">#</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {formatMessage({ id: `quality.sheet.${column}` })}
              </th>
            ))}
            <th scope="col">{formatMessage({ id: 'quality.sheet.found' })}</th>
          </tr>
        </thead>
        <tbody>
          {spot.rows.map((row, i) => (
            <tr key={row.row}>
              <th scope="row" className="data-number">
                {i + 1}
              </th>
              {COLUMNS.map((column) => (
                <td key={column}>
                  <Cell row={row} column={column} />
                </td>
              ))}
              <td>{printed ? <Boxes /> : <Choice spot={spot} row={row.row} number={i + 1} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ row, column }: { row: SheetRow; column: (typeof COLUMNS)[number] }) {
  const { formatMessage } = useIntl();
  const value = row[column];
  if (column === 'sex' && value !== '') return <>{formatMessage({ id: `word.sex.${value}` })}</>;
  return <>{value}</>;
}

function Boxes() {
  const { formatMessage } = useIntl();
  return <>{VERDICTS.map((verdict) => `□ ${formatMessage({ id: `quality.${verdict}` })}`).join('  ')}</>;
}

function Choice({ spot, row, number }: { spot: SpotState; row: number; number: number }) {
  const { formatMessage } = useIntl();
  const judge = useQuality((quality) => quality.judge);
  return (
    <span className="quality-choice">
      {VERDICTS.map((verdict) => (
        <button
          key={verdict}
          type="button"
          disabled={spot.kept}
          aria-pressed={spot.verdicts[row] === verdict}
          aria-label={`${number} ${formatMessage({ id: `quality.${verdict}` })}`}
          onClick={() => judge(row, verdict)}
        >
          {formatMessage({ id: `quality.${verdict}` })}
        </button>
      ))}
    </span>
  );
}
