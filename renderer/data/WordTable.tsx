/**
 * The values found in a column of words and what each is understood as; each can be told otherwise. Values nobody understands come first.
 */
import { HTMLSelect, HTMLTable } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { LayerPlan, ValueCount, WordChoice } from '../../shared/model/import-plan.ts';
import { readWord } from '../../shared/model/import-values.ts';
import { type Vocabulary, WORDS } from '../../shared/model/words.ts';
import { useCount } from '../app/count.tsx';
import { setWord } from './import-desk.ts';
import { useData } from './store.ts';

interface Props {
  plan: LayerPlan;
  column: string;
  vocabulary: Vocabulary;
  values: readonly ValueCount[];
  chosen: readonly WordChoice[];
  disabled: boolean;
}

export function WordTable({ plan, column, vocabulary, values, chosen, disabled }: Props) {
  const { formatMessage } = useIntl();
  const counted = useCount();
  const change = useData((data) => data.change);
  const rows = values.map(({ value, count }) => {
    const told = chosen.find((each) => each.value === value);
    const guessed = readWord(value, vocabulary);
    return { value, count, told: told?.word ?? null, guessed };
  });
  const open = rows.filter(({ told, guessed }) => told === null && guessed === null);
  const [opened] = useState(open.length > 0);
  const sorted = [...open, ...rows.filter((row) => !open.includes(row))];
  return (
    <details className="data-details data-word-table" open={opened || open.length > 0}>
      <summary>
        {formatMessage({ id: 'import.words' }, { count: rows.length })}
        {open.length > 0 && (
          <span className="data-note">
            {' '}
            {formatMessage({ id: 'import.words.open' }, { count: open.length })}
          </span>
        )}
      </summary>
      <HTMLTable compact>
        <tbody>
          {sorted.map(({ value, count, told, guessed }) => (
            <tr key={value}>
              <th scope="row">{value}</th>
              <td className="data-number">{counted(count)}</td>
              <td>
                <HTMLSelect
                  value={told === null ? (guessed ?? '') : told}
                  disabled={disabled}
                  aria-label={formatMessage({ id: 'import.words.of' }, { value })}
                  onChange={(event) => {
                    const word = event.target.value;
                    change((desk) => setWord(desk, plan, column, value, word === guessed ? null : word));
                  }}
                >
                  <option value="">{formatMessage({ id: 'import.words.empty' })}</option>
                  {WORDS[vocabulary].map((word) => (
                    <option key={word} value={word}>
                      {formatMessage({ id: `word.${vocabulary}.${word}` })}
                    </option>
                  ))}
                </HTMLSelect>
              </td>
            </tr>
          ))}
        </tbody>
      </HTMLTable>
    </details>
  );
}
