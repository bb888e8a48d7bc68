/** What was changed of the open record: when, by whom, from what to what, and taking a change back. Owns its looks; changes come from the worker. */
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import type { PersonListing } from '../../shared/host/access-schemas.ts';
import type { TableName } from '../../shared/model/tables.ts';
import { hasVault, listPeople } from '../app/access/seat.ts';
import { undoEdit, useEdits } from '../app/edit-session.ts';
import { useSession } from '../app/session.ts';
import type { EditHistoryEntry, FieldChange } from '../worker/edit-api.ts';
import { useEngine } from '../worker/engine-context.tsx';
import { PersonalMark } from './PersonalMark.tsx';
import type { RecordKey } from './store.ts';
import { useMayEdit } from './use-may-edit.ts';
import { useWording } from './wording.ts';

export function RecordHistory({ record }: { record: RecordKey }) {
  const { t, count } = useWording();
  const entries = useHistory(record);
  const people = usePeople(entries.some(({ by }) => by !== ''));
  const may = useMayEdit(record);
  if (entries.length === 0) return null;
  return (
    <section className="twin-block edit-history">
      <details>
        <summary>
          {t('edit.history')} <small>{count(entries.length)}</small>
        </summary>
        <ol>
          {entries.map((entry) => (
            <Entry
              key={entry.edit}
              table={record.table}
              entry={entry}
              by={people.find(({ id }) => id === entry.by)?.name ?? entry.by}
              mayUndo={may && !entry.undone}
            />
          ))}
        </ol>
      </details>
    </section>
  );
}

interface EntryProps {
  table: TableName;
  entry: EditHistoryEntry;
  by: string;
  mayUndo: boolean;
}

function Entry({ table, entry, by, mayUndo }: EntryProps) {
  const { t } = useWording();
  const intl = useIntl();
  const engine = useEngine();
  const busy = useEdits((edits) => edits.busy);
  const when = intl.formatDate(entry.at, {
    ...({ year: 'numeric', month: '2-digit', day: '2-digit' } as const),
    ...({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const),
  });
  return (
    <li>
      <p>
        <time dateTime={new Date(entry.at).toISOString()}>{when}</time>
        {by !== '' && <span>{by}</span>}
        <span>{t(entry.undoOf ? 'edit.history.undo' : `edit.history.${entry.op}`)}</span>
        {entry.undone && <small>{t('edit.history.undone')}</small>}
      </p>
      <ul>
        {entry.fields.map((field) => (
          <Change key={field.column} table={table} field={field} />
        ))}
      </ul>
      {mayUndo && (
        <button
          type="button"
          className="twin-link"
          disabled={busy}
          onClick={() => void undoEdit(engine, entry.edit)}
        >
          {t('edit.undoThis')}
        </button>
      )}
    </li>
  );
}

function Change({ table, field }: { table: TableName; field: FieldChange }) {
  const { t, column, value } = useWording();
  return (
    <li>
      <b>{column(table, field.column)}</b>
      {field.personal && <PersonalMark />}{' '}
      {t('edit.history.from', {
        before: value(table, field.column, field.before),
        after: value(table, field.column, field.after),
      })}
    </li>
  );
}

function useHistory({ table, row }: RecordKey): EditHistoryEntry[] {
  const engine = useEngine();
  const records = useSession((session) => session.records);
  const [entries, setEntries] = useState<EditHistoryEntry[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: records changed, the history grew.
  useEffect(() => {
    let current = true;
    engine.editHistory({ table, row }).then(
      (found) => current && setEntries(found),
      () => current && setEntries([]),
    );
    return () => {
      current = false;
    };
  }, [engine, table, row, records]);
  return entries;
}

/** Names of those who changed something; their ids where the names cannot be read. */
function usePeople(wanted: boolean): PersonListing[] {
  const [people, setPeople] = useState<PersonListing[]>([]);
  useEffect(() => {
    if (!wanted || !hasVault()) return;
    let current = true;
    listPeople().then(
      (found) => current && setPeople(found),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [wanted]);
  return people;
}
