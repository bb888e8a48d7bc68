/**
 * An online basemap: off until an administrator gives an address. Says what leaves this machine, what is wrong with an address, and how it
 * goes. The host checks again and fetches; the page never leaves its own origin.
 */
import { Button, Callout, Checkbox, FormGroup, HTMLSelect, InputGroup } from '@blueprintjs/core';
import { useEffect, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import * as v from 'valibot';
import { useStore } from 'zustand';
import {
  addressFault,
  type OnlineBasemap,
  OnlineBasemapSchema,
} from '../../../shared/host/online-basemap.ts';
import { useScope } from '../../app/access/seat.ts';
import { onlineBasemap, readOnlineBasemap, saveOnlineBasemap } from '../../app/online-basemap.ts';
import { ErrorNote } from '../ErrorNote.tsx';
import type { ShownError } from '../import-desk.ts';
import { shownError } from '../store.ts';

const BLANK: OnlineBasemap = {
  name: '',
  address: '',
  subdomains: [],
  attribution: '',
  minZoom: 0,
  maxZoom: 18,
  datum: 'wgs84',
  plainHttp: false,
};

export function OnlineBasemapForm() {
  const { formatMessage } = useIntl();
  const may = useScope('desk.administer') === 'all';
  const status = useStore(onlineBasemap);
  const [draft, setDraft] = useState<OnlineBasemap>(BLANK);
  const [outcome, setOutcome] = useState<{ busy: boolean; error: ShownError | null }>({
    busy: false,
    error: null,
  });
  const version = status.basemap?.version ?? '';
  // The settings that were asked for must not overwrite what was typed meanwhile.
  const typed = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other settings were made, here or elsewhere.
  useEffect(() => {
    if (!may) return;
    typed.current = false;
    readOnlineBasemap().then(
      (settings) => {
        if (!typed.current) setDraft(settings ?? BLANK);
      },
      // Without them the form begins empty.
      () => undefined,
    );
  }, [may, version]);
  const checked = v.safeParse(OnlineBasemapSchema, draft);
  const save = async (basemap: OnlineBasemap | null) => {
    setOutcome({ busy: true, error: null });
    try {
      await saveOnlineBasemap(basemap);
      setOutcome({ busy: false, error: null });
    } catch (cause) {
      const error = shownError(cause);
      const code = isPrivate(cause) ? 'basemap-private' : error.code;
      setOutcome({ busy: false, error: { ...error, code } });
    }
  };
  return (
    <form
      className="exchange-form online-basemap"
      onSubmit={(event) => {
        event.preventDefault();
        if (checked.success) void save(checked.output);
      }}
    >
      <Callout compact>{formatMessage({ id: may ? 'basemap.warning' : 'basemap.noRight' })}</Callout>
      {may && (
        <Fields
          draft={draft}
          onChange={(part) => {
            typed.current = true;
            setDraft({ ...draft, ...part });
          }}
        />
      )}
      {outcome.error && <ErrorNote error={outcome.error} />}
      {status.basemap && (
        <p className="exchange-done" role="status">
          {formatMessage({ id: 'basemap.on' }, { name: status.basemap.name, host: status.basemap.host })}{' '}
          {formatMessage({ id: `basemap.state.${status.state}` })}
          {status.why !== '' && ` ${formatMessage({ id: `basemap.why.${status.why}` })}`}
        </p>
      )}
      {may && (
        <div className="online-basemap-actions">
          <Button
            type="submit"
            intent="primary"
            disabled={!checked.success || outcome.busy}
            text={formatMessage({ id: status.basemap ? 'basemap.change' : 'basemap.turnOn' })}
          />
          {status.basemap && (
            <Button
              text={formatMessage({ id: 'basemap.turnOff' })}
              disabled={outcome.busy}
              onClick={() => void save(null)}
            />
          )}
        </div>
      )}
    </form>
  );
}

function isPrivate(cause: unknown): boolean {
  return cause instanceof Error && 'detail' in cause && cause.detail === 'private';
}

interface FieldsProps {
  draft: OnlineBasemap;
  onChange(part: Partial<OnlineBasemap>): void;
}

/** The first thing wrong with the address, as a message id; null while nothing is typed or all is well. */
function addressNote(draft: OnlineBasemap): string | null {
  const fault = draft.address.trim() === '' ? null : addressFault(draft);
  return fault && `error.basemap-address-${fault}`;
}

function Fields({ draft, onChange }: FieldsProps) {
  const { formatMessage } = useIntl();
  const say = (id: string) => formatMessage({ id });
  const note = addressNote(draft);
  const zoom = (part: 'minZoom' | 'maxZoom') => (
    <HTMLSelect
      value={draft[part]}
      aria-label={say(`basemap.${part}`)}
      options={Array.from({ length: 23 }, (_, z) => z)}
      onChange={(event) => onChange({ [part]: Number(event.currentTarget.value) })}
    />
  );
  return (
    <>
      <FormGroup
        className="online-basemap-address"
        label={say('basemap.address')}
        labelFor="basemap-address"
        helperText={note ? say(note) : say('basemap.address.hint')}
      >
        <InputGroup
          id="basemap-address"
          value={draft.address}
          spellCheck={false}
          placeholder="https://…/{z}/{x}/{y}.png"
          onChange={(event) => onChange({ address: event.currentTarget.value })}
        />
      </FormGroup>
      <FormGroup
        label={say('basemap.subdomains')}
        labelFor="basemap-subdomains"
        helperText={say('basemap.subdomains.hint')}
      >
        <InputGroup
          id="basemap-subdomains"
          value={draft.subdomains.join(' ')}
          onChange={(event) =>
            onChange({ subdomains: event.currentTarget.value.split(/[\s,，、]+/).filter(Boolean) })
          }
        />
      </FormGroup>
      <div className="online-basemap-row">
        <FormGroup label={say('basemap.name')} labelFor="basemap-name">
          <InputGroup
            id="basemap-name"
            maxLength={60}
            value={draft.name}
            onChange={(event) => onChange({ name: event.currentTarget.value })}
          />
        </FormGroup>
        <FormGroup label={say('basemap.attribution')} labelFor="basemap-attribution">
          <InputGroup
            id="basemap-attribution"
            maxLength={200}
            value={draft.attribution}
            onChange={(event) => onChange({ attribution: event.currentTarget.value })}
          />
        </FormGroup>
      </div>
      <div className="online-basemap-row">
        <FormGroup label={say('basemap.datum')} helperText={say(`basemap.datum.${draft.datum}.hint`)}>
          <HTMLSelect
            value={draft.datum}
            aria-label={say('basemap.datum')}
            options={(['wgs84', 'gcj02'] as const).map((value) => ({
              value,
              label: say(`basemap.datum.${value}`),
            }))}
            onChange={(event) =>
              onChange({ datum: event.currentTarget.value === 'gcj02' ? 'gcj02' : 'wgs84' })
            }
          />
        </FormGroup>
        <FormGroup label={say('basemap.zooms')}>
          {zoom('minZoom')} – {zoom('maxZoom')}
        </FormGroup>
      </div>
      {/^http:/i.test(draft.address.trim()) && (
        <Checkbox
          checked={draft.plainHttp}
          label={say('basemap.plainHttp')}
          onChange={(event) => onChange({ plainHttp: event.currentTarget.checked })}
        />
      )}
    </>
  );
}
