/** A destination while it is set up: where it is, what it is told, its credentials, and what a trial said. */
import { Button, Checkbox, FormGroup, InputGroup, TextArea } from '@blueprintjs/core';
import { type FormEvent, useEffect, useRef } from 'react';
import { useIntl } from 'react-intl';
import type { SecretName } from '../../../shared/feeds/source.ts';
import { FAMILIES } from '../../../shared/uplink/destination.ts';
import {
  type DestinationDraft,
  DRAFT_FIELDS,
  DRAFT_SECRETS,
  DRAFT_SWITCHES,
} from '../../../shared/uplink/destination-draft.ts';
import { useUplink } from './store.ts';

export function DestinationForm({ draft }: { draft: DestinationDraft }) {
  const { formatMessage } = useIntl();
  const say = (id: string) => formatMessage({ id });
  const { isNew, busy, faults, trial, change, save, test, leave } = useUplink();
  const title = useRef<HTMLHeadingElement>(null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => title.current?.scrollIntoView({ block: 'nearest' }), []);
  useEffect(() => {
    if (faults.length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [faults]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  return (
    <section className="data-section sources-form" aria-labelledby="uplink-form">
      <h2 id="uplink-form" ref={title}>
        {formatMessage({ id: isNew ? 'uplink.new' : 'uplink.change' }, { name: draft.name })}
      </h2>
      <form ref={form} onSubmit={submit} className="sources-columns">
        <div>
          {(['name', ...DRAFT_FIELDS[draft.type]] as const).map((name) => (
            <Field key={name} draft={draft} name={name} />
          ))}
          {faults.includes('plain') && <p className="sources-fault">{say('uplink.fault.plain')}</p>}
          {DRAFT_SWITCHES.map((name) => (
            <Checkbox
              key={name}
              checked={draft[name]}
              onChange={({ currentTarget }) => change({ [name]: currentTarget.checked })}
            >
              {say(`uplink.switch.${name}`)}
              <span className="sources-small">{say(`uplink.switch.${name}.help`)}</span>
            </Checkbox>
          ))}
        </div>
        <div>
          <fieldset className="sources-secrets">
            <legend>{say('uplink.sends')}</legend>
            {FAMILIES.map((family) => (
              <Checkbox
                key={family}
                checked={draft.sends.includes(family)}
                onChange={({ currentTarget }) => {
                  const others = draft.sends.filter((each) => each !== family);
                  change({ sends: currentTarget.checked ? [...others, family] : others });
                }}
              >
                {say(`uplink.family.${family}`)}
              </Checkbox>
            ))}
          </fieldset>
          <fieldset className="sources-secrets">
            <legend>{say('uplink.secrets')}</legend>
            <p className="data-note">{say('uplink.secrets.note')}</p>
            {DRAFT_SECRETS[draft.type].map((name) => (
              <Secret key={name} draft={draft} name={name} />
            ))}
          </fieldset>
        </div>
        <div className="sources-end">
          {trial && (
            <p role="status">
              {trial.why === ''
                ? say('uplink.trial.fine')
                : formatMessage({ id: 'uplink.trial.failed' }, { why: say(`uplink.why.${trial.why}`) })}
              {trial.status >= 400 && ` (${trial.status}) ${trial.said}`}
            </p>
          )}
          <div className="data-buttons">
            <Button
              type="submit"
              className="data-primary"
              loading={busy === 'save'}
              text={say(draft.enabled ? 'uplink.save.start' : 'uplink.save')}
            />
            <Button
              icon="exchange"
              loading={busy === 'test'}
              text={say('uplink.test')}
              onClick={() => void test()}
            />
            <Button variant="minimal" text={say('uplink.cancel')} onClick={leave} />
          </div>
        </div>
      </form>
    </section>
  );
}

function Field({ draft, name }: { draft: DestinationDraft; name: 'name' | 'url' | 'every' | 'topic' }) {
  const { formatMessage } = useIntl();
  const { faults, change } = useUplink();
  const isWrong = faults.includes(name);
  const id = `uplink-${name}`;
  const help = name === 'url' ? `uplink.help.${draft.type}.url` : `uplink.help.${name}`;
  return (
    <FormGroup
      label={formatMessage({ id: `uplink.field.${name}` })}
      labelFor={id}
      intent={isWrong ? 'danger' : 'none'}
      helperText={
        <span id={`${id}-help`} className={isWrong ? 'sources-fault' : undefined}>
          {formatMessage({ id: isWrong ? `uplink.fault.${name}` : help })}
        </span>
      }
    >
      <InputGroup
        id={id}
        value={draft[name]}
        autoComplete="off"
        spellCheck={false}
        fill
        aria-invalid={isWrong}
        aria-describedby={`${id}-help`}
        onChange={({ target }) => change({ [name]: target.value })}
      />
    </FormGroup>
  );
}

const FILES: readonly SecretName[] = ['ca', 'certificate', 'key'];

function Secret({ draft, name }: { draft: DestinationDraft; name: SecretName }) {
  const { formatMessage } = useIntl();
  const change = useUplink((uplink) => uplink.change);
  const kept = useUplink(
    ({ listed }) => listed?.find(({ destination }) => destination.id === draft.id)?.secrets,
  );
  const id = `uplink-secret-${name}`;
  const field = {
    ...{ id, value: draft.secrets[name] ?? '', spellCheck: false, fill: true },
    placeholder: formatMessage({ id: `sources.secret.is.${kept?.includes(name) ? 'kept' : 'none'}` }),
  };
  const onChange = (text: string) => change({ secrets: { ...draft.secrets, [name]: text } });
  return (
    <FormGroup label={formatMessage({ id: `sources.secret.${name}` })} labelFor={id}>
      {FILES.includes(name) ? (
        <TextArea {...field} rows={1} autoComplete="off" onChange={({ target }) => onChange(target.value)} />
      ) : (
        <InputGroup
          {...field}
          type={name === 'user' ? 'text' : 'password'}
          autoComplete={name === 'user' ? 'off' : 'new-password'}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </FormGroup>
  );
}
