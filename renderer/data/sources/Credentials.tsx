/** The credentials of a source: written here and never shown again. What is set is only said to be; it can be replaced or taken away. */
import { Button, Callout, FormGroup, InputGroup, TextArea } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import type { SecretName } from '../../../shared/feeds/source.ts';
import { SECRETS, type SourceDraft } from '../../../shared/feeds/source-draft.ts';
import { useSources } from './store.ts';

/** Texts of several lines. */
const FILES: readonly SecretName[] = ['ca', 'certificate', 'key'];

export function Credentials({ draft }: { draft: SourceDraft }) {
  const { formatMessage } = useIntl();
  const { kept } = useSources();
  const names = SECRETS[draft.type];
  if (names.length === 0) return null;
  const isFile = (name: SecretName) => FILES.includes(name);
  const few = names.filter((name) => !isFile(name));
  const files = names.filter(isFile);
  return (
    <fieldset className="sources-secrets">
      <legend>{formatMessage({ id: 'sources.secrets' })}</legend>
      {kept === null ? (
        <Callout icon="lock" compact>
          {formatMessage({ id: 'sources.secrets.locked' })}
        </Callout>
      ) : (
        <>
          <p className="data-note">{formatMessage({ id: 'sources.secrets.note' })}</p>
          {few.map((name) => (
            <Secret key={name} draft={draft} name={name} isKept={kept.includes(name)} />
          ))}
          {files.length > 0 && (
            <details className="data-details" open={files.some((name) => kept.includes(name))}>
              <summary>{formatMessage({ id: 'sources.secrets.files' })}</summary>
              {files.map((name) => (
                <Secret key={name} draft={draft} name={name} isKept={kept.includes(name)} />
              ))}
            </details>
          )}
        </>
      )}
    </fieldset>
  );
}

function Secret({ draft, name, isKept }: { draft: SourceDraft; name: SecretName; isKept: boolean }) {
  const { formatMessage } = useIntl();
  const change = useSources((sources) => sources.change);
  const isCleared = draft.cleared.includes(name);
  const id = `sources-secret-${name}`;
  const state = !isKept ? 'none' : isCleared ? 'cleared' : 'kept';
  const field = {
    ...{ id, value: draft.secrets[name], spellCheck: false, fill: true },
    placeholder: formatMessage({ id: `sources.secret.is.${state}` }),
  };
  const onChange = (text: string) => change({ secrets: { ...draft.secrets, [name]: text } });
  const others = draft.cleared.filter((each) => each !== name);
  return (
    <FormGroup label={formatMessage({ id: `sources.secret.${name}` })} labelFor={id}>
      <div className="sources-secret">
        {FILES.includes(name) ? (
          <TextArea
            {...field}
            rows={2}
            autoComplete="off"
            onChange={({ target }) => onChange(target.value)}
          />
        ) : (
          <InputGroup
            {...field}
            type={name === 'user' ? 'text' : 'password'}
            autoComplete={name === 'user' ? 'off' : 'new-password'}
            onChange={({ target }) => onChange(target.value)}
          />
        )}
        {isKept && draft.secrets[name] === '' && (
          <Button
            variant="minimal"
            icon={isCleared ? 'undo' : 'cross'}
            text={formatMessage({ id: isCleared ? 'sources.secret.keep' : 'sources.secret.clear' })}
            onClick={() => change({ cleared: isCleared ? others : [...others, name] })}
          />
        )}
      </div>
    </FormGroup>
  );
}
