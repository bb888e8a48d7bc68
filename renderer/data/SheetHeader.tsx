/**
 * The first rows of a sheet with the rows that were taken for its header, to be checked and changed.
 */
import { FormGroup, HTMLSelect, HTMLTable } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import type { HeaderChoice } from '../../shared/formats/sheet-header.ts';
import type { SheetPreview } from '../../shared/formats/sheet-opener.ts';
import type { DataDeskEngine } from './desk-engine.tsx';
import type { ReadyDeskFile } from './FileCard.tsx';
import { readingOf } from './import-desk.ts';
import { useData } from './store.ts';

const ROWS = 8;
const COLUMNS = 12;

interface Props {
  file: ReadyDeskFile;
  sheet: SheetPreview;
  engine: DataDeskEngine;
}

export function SheetHeader({ file, sheet, engine }: Props) {
  const { formatMessage } = useIntl();
  const { busy, lookAgain, desk } = useData();
  const { header, rows, layer } = sheet;
  const id = `header-${file.key}-${layer}`;
  const choose = (change: Partial<HeaderChoice>) => {
    const { headers } = readingOf(desk, file.key);
    const { headerRow, headerRows } = { ...header, ...change };
    void lookAgain(engine, file.key, { headers: { ...headers, [layer]: { headerRow, headerRows } } });
  };
  const isHeader = (number: number) =>
    header.headerRow > 0 && number >= header.headerRow && number < header.headerRow + header.headerRows;
  return (
    <details className="data-details" open={header.confidence < 0.6}>
      <summary>
        {formatMessage(
          { id: header.headerRow === 0 ? 'import.header.none' : 'import.header' },
          { row: header.headerRow, rows: header.headerRows },
        )}
      </summary>
      <div className="data-options">
        <FormGroup label={formatMessage({ id: 'import.header.row' })} labelFor={id}>
          <HTMLSelect
            id={id}
            value={header.headerRow}
            disabled={busy}
            onChange={(event) => choose({ headerRow: Number(event.target.value) })}
          >
            <option value={0}>{formatMessage({ id: 'import.header.none' })}</option>
            {rows.map(({ number }) => (
              <option key={number} value={number}>
                {number}
              </option>
            ))}
          </HTMLSelect>
        </FormGroup>
        <FormGroup label={formatMessage({ id: 'import.header.rows' })} labelFor={`${id}-rows`}>
          <HTMLSelect
            id={`${id}-rows`}
            value={header.headerRows}
            disabled={busy || header.headerRow === 0}
            onChange={(event) => choose({ headerRows: Number(event.target.value) })}
          >
            {[1, 2, 3].map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </HTMLSelect>
        </FormGroup>
      </div>
      <div
        className="data-scroll"
        role="region"
        tabIndex={0}
        aria-label={formatMessage({ id: 'import.header.preview' }, { sheet: layer })}
      >
        <HTMLTable compact className="data-sheet">
          <tbody>
            {rows.slice(0, ROWS).map(({ number, cells }) => (
              <tr key={number} className={isHeader(number) ? 'data-sheet-header' : undefined}>
                <th scope="row" className="data-number">
                  {number}
                </th>
                {Array.from({ length: Math.min(COLUMNS, cells.length) }, (_, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the columns of a sheet have no other name
                  <td key={column}>{cells[column]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </HTMLTable>
      </div>
    </details>
  );
}
