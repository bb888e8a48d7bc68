/** What a repair will change, before anything is changed: how many records, and ten of them before and after. */
import { Button } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import { TABLES, type TableName } from '../../../shared/model/tables.ts';
import { useCount } from '../../app/count.tsx';
import { type RepairState, useQuality } from './store.ts';

export function RepairPreview({ repair: { preview, writing } }: { repair: RepairState }) {
  const { formatMessage } = useIntl();
  const count = useCount();
  const word = useWord(preview.table);
  const { apply, leaveRepair } = useQuality();
  return (
    <section className="data-section data-decision quality-repair" aria-labelledby="quality-repair">
      <h2 id="quality-repair">{formatMessage({ id: `quality.fix.${preview.fix}` })}</h2>
      <p>{formatMessage({ id: 'quality.repair.count' }, { count: count(preview.count) })}</p>
      {preview.count > 0 && (
        <div className="data-scroll">
          <table className="quality-table">
            <thead>
              <tr>
                <th scope="col">{formatMessage({ id: 'quality.repair.row' })}</th>
                {preview.columns.map((column) => (
                  <th key={column} scope="col">
                    {formatMessage({ id: `column.${preview.table}.${column}` })}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {preview.rows.map(({ row, before, after }) => (
                <tr key={row}>
                  <th scope="row" className="data-number">
                    {row + 1}
                  </th>
                  {preview.columns.map((column, i) => (
                    <td key={column}>
                      {before[i] === after[i] ? (
                        word(column, after[i])
                      ) : (
                        <>
                          <del>{word(column, before[i])}</del> <ins>{word(column, after[i])}</ins>
                        </>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="data-note">{formatMessage({ id: 'quality.repair.note' })}</p>
      <div className="data-buttons">
        <Button
          className="data-primary"
          disabled={preview.count === 0}
          loading={writing}
          text={formatMessage({ id: 'quality.repair.apply' })}
          onClick={() => void apply()}
        />
        <Button
          disabled={writing}
          text={formatMessage({ id: 'quality.repair.leave' })}
          onClick={leaveRepair}
        />
      </div>
    </section>
  );
}

function useWord(table: TableName): (column: string, value: string | number) => string {
  const { formatMessage, messages } = useIntl();
  return (column, value) => {
    if (value === '') return formatMessage({ id: 'quality.unknown' });
    const spec = TABLES[table].columns[column];
    const id = spec?.kind === 'dict' && spec.words ? `word.${spec.words}.${value}` : '';
    return id in messages ? formatMessage({ id }) : String(value);
  };
}
