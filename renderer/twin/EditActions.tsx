/**
 * What may be done to the open record: change it, move a person, note that somebody left, add what belongs to it. Owns which actions a table
 * has; they open a form or ask once more. Nothing is offered to whoever may not.
 */
import { useState } from 'react';
import { rulesOf } from '../../shared/edits/edit-rules.ts';
import type { TableName } from '../../shared/model/tables.ts';
import { useEngine } from '../worker/engine-context.tsx';
import { type FormPreset, useForm } from './form-store.ts';
import { Popup } from './Popup.tsx';
import { RemoveForm } from './RemoveForm.tsx';
import { errorCode } from './store.ts';
import { type EditedRecord, useMayEdit } from './use-may-edit.ts';
import { useWording } from './wording.ts';

export interface EditActionsProps {
  record: EditedRecord;
  /** A reason was given to see its personal values. */
  revealed?: boolean;
}

/** What can be added to a record of a table, and by which link it belongs to it. */
const ADDED: Partial<Record<TableName, readonly { table: TableName; column: string }[]>> = {
  residents: [
    { table: 'contacts', column: 'resident' },
    { table: 'services', column: 'resident' },
    { table: 'vehicles', column: 'resident' },
  ],
  homes: [
    { table: 'residents', column: 'home' },
    { table: 'vehicles', column: 'home' },
    { table: 'devices', column: 'home' },
  ],
  buildings: [
    { table: 'homes', column: 'building' },
    { table: 'devices', column: 'building' },
    { table: 'cameras', column: 'building' },
    { table: 'facilities', column: 'building' },
    { table: 'organisations', column: 'building' },
  ],
};

const MOVE = ['home', 'household', 'relation'] as const;

export function EditActions({ record, revealed = false }: EditActionsProps) {
  const { t, table } = useWording();
  const engine = useEngine();
  const [failure, setFailure] = useState('');
  const { error } = useWording();
  if (!useMayEdit(record)) return null;
  const rules = rulesOf(record.table);
  const open = async (only?: readonly string[], title?: string) => {
    setFailure('');
    try {
      useForm
        .getState()
        .change(await engine.formRecord({ table: record.table, row: record.row, revealed }), only, title);
    } catch (thrown) {
      setFailure(errorCode(thrown));
    }
  };
  const added = ADDED[record.table] ?? [];
  return (
    <>
      <div className="twin-actions edit-actions">
        <button type="button" className="twin-button" onClick={() => void open()}>
          {t('edit.open')}
        </button>
        {record.table === 'residents' && (
          <button type="button" className="twin-button" onClick={() => void open(MOVE, 'move')}>
            {t('edit.move')}
          </button>
        )}
        {added.length > 0 && (
          <Popup label={t('edit.add')} align="start">
            {(close) => (
              <ul className="edit-add">
                {added.map(({ table: child, column }) => (
                  <li key={child}>
                    <button
                      type="button"
                      className="twin-link"
                      onClick={() => {
                        close();
                        useForm.getState().create(child, presetOf(record, child, column));
                      }}
                    >
                      {t('edit.form.create', { table: table(child) })}
                    </button>
                  </li>
                ))}
              </ul>
            )}
          </Popup>
        )}
        {rules?.remove && (
          <Popup label={t(record.table === 'residents' ? 'edit.left' : 'edit.remove')}>
            {(close) => <RemoveForm record={record} onDone={close} />}
          </Popup>
        )}
      </div>
      {failure !== '' && (
        <p role="alert" className="twin-hint">
          {error(failure)}
        </p>
      )}
    </>
  );
}

/** What a new record starts with beside this one. */
function presetOf(record: EditedRecord, child: TableName, column: string): FormPreset {
  const values: FormPreset['values'] = {};
  if (child === 'contacts') values['order'] = 1;
  if (child === 'services') values['at'] = Math.floor(Date.now() / 1000);
  if (child === 'residents') Object.assign(values, { presence: 'present', household: 'new' });
  if (child === 'devices' || child === 'cameras') values['health'] = 'ok';
  return { values, links: { [column]: { row: record.row, label: record.title } } };
}
