/** The heading row of the record grid: names, sort direction, the mark of personal columns, the way to statistics. */
import type { TableName } from '../../shared/model/tables.ts';
import { PersonalMark } from './PersonalMark.tsx';
import { isNumeric, isPersonal, useWording } from './wording.ts';

export interface Sort {
  column: string;
  descending: boolean;
}

export interface GridHeadingProps {
  table: TableName;
  columns: string[];
  template: string;
  width: number;
  sort: Sort | null;
  /** Focused column; -1: none here. */
  active: number;
  onSort(column: string): void;
  onStatistics(column: string): void;
  onFocus(column: number): void;
}

function sortWord(sort: Sort | null, column: string): 'ascending' | 'descending' | 'none' {
  if (sort?.column !== column) return 'none';
  return sort.descending ? 'descending' : 'ascending';
}

export function GridHeading(props: GridHeadingProps) {
  const { table, columns, template, width, sort, active, onSort, onStatistics, onFocus } = props;
  const wording = useWording();
  return (
    <div role="rowgroup" className="twin-grid-head" style={{ minWidth: width }}>
      <div
        role="row"
        aria-rowindex={1}
        data-row={-1}
        className="twin-grid-heads"
        style={{ gridTemplateColumns: template }}
      >
        {columns.map((column, at) => (
          <div
            key={column}
            role="columnheader"
            aria-colindex={at + 1}
            aria-sort={sortWord(sort, column)}
            aria-keyshortcuts="Enter S"
            data-column={at}
            data-numeric={isNumeric(table, column)}
            tabIndex={active === at ? 0 : -1}
            onClick={() => onSort(column)}
            onFocus={() => active !== at && onFocus(at)}
          >
            <span className="twin-grid-name">{wording.column(table, column)}</span>
            {isPersonal(table, column) && <PersonalMark />}
            <SortMark way={sortWord(sort, column)} />
            <button
              type="button"
              tabIndex={-1}
              className="twin-grid-statistics"
              aria-label={wording.t('twin.statistics.of', { column: wording.column(table, column) })}
              title={wording.t('twin.statistics')}
              onClick={(event) => {
                event.stopPropagation();
                onStatistics(column);
              }}
            >
              <svg viewBox="0 0 16 16" aria-hidden="true">
                <path d="M3 13V8m3.500 5V4M10 13V6.500m3 6.500V9.500" />
              </svg>
            </button>
          </div>
        ))}
      </div>
    </div>
  );
}

function SortMark({ way }: { way: 'ascending' | 'descending' | 'none' }) {
  if (way === 'none') return null;
  return (
    <svg className="twin-sort" viewBox="0 0 16 16" aria-hidden="true">
      <path d={way === 'ascending' ? 'm4 10 4-4 4 4' : 'm4 6 4 4 4-4'} />
    </svg>
  );
}
