/** Codes of the register as people say them, for the tools of a case: words of a column, labels, metres. Wording only. */
import { useIntl } from 'react-intl';
import { TABLES, type TableName } from '../../../shared/model/tables.ts';

export interface Words {
  /** A word of a column's vocabulary; '' for what is not known. */
  value(table: TableName, column: string, word: string): string;
  tag(id: string): string;
  /** 35 m, 1.2 km. */
  distance(metres: number): string;
  age(years: number): string;
}

/** The column that says what kind a record is, where it is not `kind`. */
const KIND_COLUMNS: Partial<Record<TableName, string>> = {
  buildings: 'use',
  homes: 'tenure',
  workers: 'role',
};

export const kindColumn = (table: TableName): string => KIND_COLUMNS[table] ?? 'kind';

export function useWords(): Words {
  const { formatMessage, messages } = useIntl();
  const first = (id: string, fallback: string) => (id in messages ? formatMessage({ id }) : fallback);
  return {
    value(table, column, word) {
      const spec = TABLES[table].columns[column];
      return word !== '' && spec?.kind === 'dict' && spec.words
        ? first(`word.${spec.words}.${word}`, word)
        : word;
    },
    tag: (id) => first(`tag.${id}`, id),
    distance: (metres) =>
      metres < 1_000
        ? formatMessage({ id: 'twin.metres' }, { value: Math.round(metres) })
        : formatMessage({ id: 'twin.kilometres' }, { value: (metres / 1_000).toFixed(1) }),
    age: (years) => formatMessage({ id: 'twin.age.years' }, { age: years }),
  };
}
