/** Chooses the columns of the record grid. Personal ones are marked. */
import type { TableName } from '../../shared/model/tables.ts';
import { startColumns, toggleColumn } from './column-choice.ts';
import { PersonalMark } from './PersonalMark.tsx';
import { Popup } from './Popup.tsx';
import { isPersonal, shownColumns, useWording } from './wording.ts';

export interface ColumnPopupProps {
  table: TableName;
  /** Columns that files brought beyond the model's. */
  extra: readonly string[];
  columns: string[];
  onColumns(columns: string[]): void;
}

export function ColumnPopup({ table, extra, columns, onColumns }: ColumnPopupProps) {
  const { t, column } = useWording();
  return (
    <Popup label={t('twin.columns')}>
      {() => (
        <div className="twin-form">
          <ul className="twin-facets">
            {[...shownColumns(table), ...extra].map((each) => (
              <li key={each}>
                <label>
                  <input
                    type="checkbox"
                    checked={columns.includes(each)}
                    onChange={() => onColumns(toggleColumn(columns, each))}
                  />
                  <span>{column(table, each)}</span>
                  {isPersonal(table, each) && <PersonalMark />}
                </label>
              </li>
            ))}
          </ul>
          <button type="button" className="twin-link" onClick={() => onColumns(startColumns(table, extra))}>
            {t('twin.columns.reset')}
          </button>
        </div>
      )}
    </Popup>
  );
}
