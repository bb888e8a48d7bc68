/** A source while it is set up: its own settings and credentials on the left, how its messages are read and what became of one on the right. */
import { Button, Checkbox, FormGroup, InputGroup, TextArea } from '@blueprintjs/core';
import { type FormEvent, useEffect, useRef } from 'react';
import { useIntl } from 'react-intl';
import { SETTINGS, type SettingName, type SourceDraft } from '../../../shared/feeds/source-draft.ts';
import { Credentials } from './Credentials.tsx';
import { MappingFields } from './MappingFields.tsx';
import { SampleTrial } from './SampleTrial.tsx';
import { useSources } from './store.ts';

/** Lists with an entry a line. */
const LISTS: readonly SettingName[] = ['life', 'bulk'];

export function SourceForm({ draft }: { draft: SourceDraft }) {
  const { formatMessage } = useIntl();
  const say = (id: string) => formatMessage({ id });
  const { isNew, busy, faults, change, save, leave } = useSources();
  const title = useRef<HTMLHeadingElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const shown = useRef(0);
  useEffect(() => title.current?.scrollIntoView({ block: 'nearest' }), []);
  useEffect(() => {
    // Whoever pressed is led to the first fault; whoever types is left where they are.
    if (faults.length > shown.current)
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    shown.current = faults.length;
  }, [faults]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  const type = say(`sources.type.${draft.type}`);
  return (
    <section className="data-section sources-form" aria-labelledby="sources-form">
      <h2 id="sources-form" ref={title}>
        {formatMessage({ id: isNew ? 'sources.new' : 'sources.change' }, { type, name: draft.name })}
      </h2>
      <form ref={form} onSubmit={submit} className="sources-columns">
        <div>
          <Setting draft={draft} name="name" />
          {SETTINGS[draft.type].map((name) => (
            <Setting key={name} draft={draft} name={name} />
          ))}
          {faults.includes('topics') && <p className="sources-fault">{say('sources.fault.topics')}</p>}
          {draft.type === 'mqtt' && (
            <Switch name="canary" isOn={draft.canary} onChange={(canary) => change({ canary })} />
          )}
          <Switch name="drill" isOn={draft.drill} onChange={(drill) => change({ drill })} />
          <Switch name="enabled" isOn={draft.enabled} onChange={(enabled) => change({ enabled })} />
          <Credentials draft={draft} />
        </div>
        <div>
          <MappingFields draft={draft} />
          <SampleTrial />
        </div>
        <div className="sources-end">
          {faults.length > 0 && (
            <p className="sources-fault" role="alert">
              {formatMessage({ id: 'sources.faults' }, { count: faults.length })}
            </p>
          )}
          <div className="data-buttons">
            <Button
              type="submit"
              className="data-primary"
              loading={busy === 'save'}
              text={say(draft.enabled ? 'sources.save.start' : 'sources.save')}
            />
            <Button variant="minimal" text={say('sources.cancel')} onClick={leave} />
          </div>
        </div>
      </form>
    </section>
  );
}

/** One text with its label, what it is for and what is wrong with it. */
function Setting({ draft, name }: { draft: SourceDraft; name: SettingName | 'name' }) {
  const { formatMessage, messages } = useIntl();
  const { faults, change } = useSources();
  const isWrong = faults.includes(name);
  const id = `sources-${name}`;
  const value = name === 'name' ? draft.name : draft.settings[name];
  const onChange = (text: string) =>
    change(name === 'name' ? { name: text } : { settings: { ...draft.settings, [name]: text } });
  // An address means something else to a broker than to a list.
  const help = [`sources.help.${draft.type}.${name}`, `sources.help.${name}`].find(
    (each) => each in messages,
  );
  const fault = [`sources.fault.${draft.type}.${name}`, `sources.fault.${name}`].find(
    (each) => each in messages,
  );
  const field = {
    ...{ id, value, autoComplete: 'off', spellCheck: false, fill: true },
    'aria-invalid': isWrong,
    'aria-describedby': `${id}-help`,
  };
  return (
    <FormGroup
      label={formatMessage({ id: `sources.setting.${name}` })}
      labelFor={id}
      intent={isWrong ? 'danger' : 'none'}
      helperText={
        <span id={`${id}-help`} className={isWrong ? 'sources-fault' : undefined}>
          {isWrong ? formatMessage({ id: fault }) : help && formatMessage({ id: help })}
        </span>
      }
    >
      {name !== 'name' && LISTS.includes(name) ? (
        <TextArea {...field} rows={2} onChange={({ target }) => onChange(target.value)} />
      ) : (
        <InputGroup {...field} onChange={({ target }) => onChange(target.value)} />
      )}
    </FormGroup>
  );
}

interface SwitchProps {
  name: 'canary' | 'drill' | 'enabled';
  isOn: boolean;
  onChange(isOn: boolean): void;
}

function Switch({ name, isOn, onChange }: SwitchProps) {
  const { formatMessage } = useIntl();
  return (
    <Checkbox checked={isOn} onChange={({ currentTarget }) => onChange(currentTarget.checked)}>
      {formatMessage({ id: `sources.switch.${name}` })}
      <span className="sources-small">{formatMessage({ id: `sources.switch.${name}.help` })}</span>
    </Checkbox>
  );
}
