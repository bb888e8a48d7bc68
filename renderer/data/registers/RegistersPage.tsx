/**
 * Page "registers": lists of people are chosen and described, compared, looked through, and their result taken over. Owns the order of these
 * steps on screen.
 */
import { Button, HTMLSelect } from '@blueprintjs/core';
import { useRef } from 'react';
import { useIntl } from 'react-intl';
import { ROLES } from '../../../shared/model/import-roles.ts';
import { REGISTER_KINDS, type RegisterKind } from '../../../shared/registers/register-list.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import { ErrorNote } from '../ErrorNote.tsx';
import { Loading } from '../SampleCards.tsx';
import { RegisterResult } from './RegisterResult.tsx';
import { type ChosenList, useRegisters } from './store.ts';
import './registers.css';

export function RegistersPage() {
  const { formatMessage } = useIntl();
  const engine = useEngine();
  const { lists, state, summary, compare } = useRegisters();
  const busy = state.name === 'running';
  return (
    <div className="registers-page">
      <section className="data-section" aria-labelledby="registers-lists">
        <h2 id="registers-lists">{formatMessage({ id: 'registers.lists' })}</h2>
        <p className="data-note">{formatMessage({ id: 'registers.hint' })}</p>
        <Chooser disabled={busy || lists.length >= 6} />
        {lists.map((list) => (
          <ListCard key={list.id} list={list} disabled={busy} />
        ))}
        {lists.length > 0 && (
          <div className="data-buttons">
            <Button
              className="data-primary"
              disabled={busy || lists.length < 2}
              text={formatMessage({ id: 'registers.compare' })}
              onClick={() => void compare(engine)}
            />
            {lists.length < 2 && <span className="data-note">{formatMessage({ id: 'registers.two' })}</span>}
          </div>
        )}
        {state.name === 'running' && <Loading progress={state.progress} />}
        {state.name === 'failed' && <ErrorNote error={state.error} />}
      </section>
      {summary && <RegisterResult summary={summary} />}
    </div>
  );
}

function Chooser({ disabled }: { disabled: boolean }) {
  const { formatMessage } = useIntl();
  const engine = useEngine();
  const add = useRegisters((registers) => registers.add);
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="registers-choose">
      <Button
        icon="document-open"
        disabled={disabled}
        text={formatMessage({ id: 'registers.choose' })}
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={formatMessage({ id: 'registers.choose' })}
        onChange={(event) => {
          void add(engine, [...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </div>
  );
}

const DAY_MS = 86_400_000;

function ListCard({ list, disabled }: { list: ChosenList; disabled: boolean }) {
  const { formatMessage } = useIntl();
  const { remove, describe, map } = useRegisters();
  const { fields } = ROLES.residents;
  return (
    <article className="data-card registers-list" aria-label={list.plan.name}>
      <div className="data-file-head">
        <h3>{list.plan.name}</h3>
        <HTMLSelect
          aria-label={formatMessage({ id: 'registers.kind' })}
          value={list.kind}
          disabled={disabled}
          onChange={(event) => describe(list.id, { kind: event.target.value as RegisterKind })}
        >
          {REGISTER_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {formatMessage({ id: `registers.kind.${kind}` })}
            </option>
          ))}
        </HTMLSelect>
        <input
          type="date"
          className="bp6-input"
          aria-label={formatMessage({ id: 'registers.day' })}
          value={new Date(list.day * DAY_MS).toISOString().slice(0, 10)}
          disabled={disabled}
          onChange={(event) => {
            const day = Math.floor(Date.parse(event.target.value) / DAY_MS);
            if (Number.isFinite(day)) describe(list.id, { day });
          }}
        />
        <Button
          icon="cross"
          variant="minimal"
          disabled={disabled}
          aria-label={formatMessage({ id: 'data.takeOff' }, { name: list.plan.name })}
          onClick={() => remove(list.id)}
        />
      </div>
      <details className="data-details">
        <summary>{formatMessage({ id: 'data.columns' }, { count: list.plan.choices.length })}</summary>
        <div className="registers-columns">
          {list.plan.choices.map(({ name, target }) => (
            <label key={name}>
              <span>{name}</span>
              <HTMLSelect
                value={target.to === 'field' ? target.field : ''}
                disabled={disabled}
                onChange={(event) =>
                  map(
                    list.id,
                    name,
                    event.target.value === ''
                      ? { to: 'ignored' }
                      : { to: 'field', field: event.target.value },
                  )
                }
              >
                <option value="">{formatMessage({ id: 'data.ignored' })}</option>
                {Object.keys(fields).map((field) => (
                  <option key={field} value={field}>
                    {formatMessage({ id: `data.field.${field}` })}
                  </option>
                ))}
              </HTMLSelect>
            </label>
          ))}
        </div>
      </details>
    </article>
  );
}
