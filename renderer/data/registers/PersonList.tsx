/**
 * The persons of one work list with the values of all lists side by side; what differs is marked, and which value is taken. Owns the table
 * and its pages.
 */
import { Button } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import { TABLES } from '../../../shared/model/tables.ts';
import type { ComparedPerson } from '../../../shared/registers/register-compare.ts';
import type { RegisterField } from '../../../shared/registers/register-list.ts';
import { EmptyState } from '../../app/EmptyState.tsx';
import { useEngine } from '../../worker/engine-context.tsx';
import type { RegisterSummary } from '../../worker/register-api.ts';
import { PERSONS_SHOWN, useRegisters } from './store.ts';

export function PersonList({ summary }: { summary: RegisterSummary }) {
  const { formatMessage } = useIntl();
  const engine = useEngine();
  const { shown, from, show } = useRegisters();
  if (!shown) return null;
  if (shown.total === 0) return <EmptyState title={formatMessage({ id: 'registers.none' })} />;
  const to = Math.min(shown.total, from + PERSONS_SHOWN);
  return (
    <>
      <div className="data-scroll registers-people">
        {shown.persons.map((person) => (
          <Person key={person.person} person={person} summary={summary} />
        ))}
      </div>
      <div className="data-buttons">
        <Button
          icon="chevron-left"
          aria-label={formatMessage({ id: 'links.before' })}
          disabled={from === 0}
          onClick={() => void show(engine, { from: Math.max(0, from - PERSONS_SHOWN) })}
        />
        <span>{formatMessage({ id: 'links.range' }, { from: from + 1, to, count: shown.total })}</span>
        <Button
          icon="chevron-right"
          aria-label={formatMessage({ id: 'links.after' })}
          disabled={to === shown.total}
          onClick={() => void show(engine, { from: from + PERSONS_SHOWN })}
        />
      </div>
    </>
  );
}

function Person({ person, summary }: { person: ComparedPerson; summary: RegisterSummary }) {
  const { formatMessage } = useIntl();
  const word = useFieldWord();
  const present = summary.lists
    .map((list, place) => ({ list, place }))
    .filter(({ place }) => person.fields.some(({ values }) => values[place] !== ''));
  return (
    <table className="registers-person">
      <caption>
        {formatMessage({ id: `registers.way.${person.way}` })}
        {person.way !== 'alone' &&
          ` · ${formatMessage({ id: 'links.confidence' }, { percent: person.confidence })}`}
      </caption>
      <thead>
        <tr>
          <th />
          {present.map(({ list }) => (
            <th key={list.id}>{list.name}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {person.fields.map(({ field, values, differs, from }) => (
          <tr key={field} data-differs={differs || undefined}>
            <th scope="row">{formatMessage({ id: `data.field.${field}` })}</th>
            {present.map(({ list, place }) => (
              <td key={list.id} data-chosen={(differs && from === place) || undefined}>
                {word(field, values[place])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Coded values in the person's language. */
function useFieldWord(): (field: RegisterField, value: string) => string {
  const { formatMessage, messages } = useIntl();
  return (field, value) => {
    const spec = TABLES.residents.columns[field];
    const id = spec?.kind === 'dict' ? `word.${spec.words}.${value}` : '';
    return id in messages ? formatMessage({ id }) : value;
  };
}
