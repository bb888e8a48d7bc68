/** Messages that could not be used: why in words, as they came when somebody asks, and in again one, some or all. Owns the list's look. */
import { Button, Callout, Checkbox, HTMLSelect, Icon } from '@blueprintjs/core';
import { Fragment } from 'react';
import { useIntl } from 'react-intl';
import { useCount } from '../../app/count.tsx';
import { ErrorNote } from '../ErrorNote.tsx';
import { type SetAside, useQuarantine } from './quarantine-store.ts';
import { type Listed, useSources } from './store.ts';

export function Quarantine({ listed, mayChange }: { listed: readonly Listed[]; mayChange: boolean }) {
  const { formatMessage } = useIntl();
  const count = useCount();
  const { entries, dropped, retried, error } = useQuarantine();
  return (
    <section className="data-section" aria-labelledby="sources-quarantine">
      <h2 id="sources-quarantine">
        {formatMessage({ id: 'sources.quarantine' }, { count: count(entries.length) })}
      </h2>
      <p className="data-note">
        {formatMessage({ id: 'sources.quarantine.how' })}
        {dropped > 0 && ` ${formatMessage({ id: 'sources.quarantine.dropped' }, { count: count(dropped) })}`}
      </p>
      <Question listed={listed} mayChange={mayChange} />
      {error && <ErrorNote error={error} />}
      {retried && (
        <Callout role="status" compact icon={retried.kept === 0 ? 'tick-circle' : 'info-sign'}>
          {formatMessage(
            { id: 'sources.retried' },
            { retried: count(retried.retried), kept: count(retried.kept), left: retried.kept },
          )}
        </Callout>
      )}
      {entries.length === 0 ? (
        <p className="sources-none">{formatMessage({ id: 'sources.quarantine.none' })}</p>
      ) : (
        <Entries listed={listed} mayChange={mayChange} />
      )}
    </section>
  );
}

function Question({ listed, mayChange }: { listed: readonly Listed[]; mayChange: boolean }) {
  const { formatMessage } = useIntl();
  const count = useCount();
  const { entries, from, chosen, busy, show, retry } = useQuarantine();
  const ids = entries.map(({ id }) => id);
  return (
    <div className="data-buttons">
      <HTMLSelect
        aria-label={formatMessage({ id: 'sources.quarantine.from' })}
        value={from ?? ''}
        onChange={({ target }) => void show(target.value || null)}
      >
        <option value="">{formatMessage({ id: 'sources.quarantine.all' })}</option>
        {listed.map(({ source }) => (
          <option key={source.id} value={source.id}>
            {source.name}
          </option>
        ))}
      </HTMLSelect>
      {mayChange && (
        <>
          <Button
            icon="repeat"
            disabled={busy || chosen.size === 0}
            text={formatMessage({ id: 'sources.retry.chosen' }, { count: count(chosen.size) })}
            onClick={() => void retry([...chosen])}
          />
          <Button
            icon="repeat"
            disabled={busy || ids.length === 0}
            text={formatMessage({ id: 'sources.retry.all' }, { count: count(ids.length) })}
            onClick={() => void retry(ids)}
          />
        </>
      )}
    </div>
  );
}

function Entries({ listed, mayChange }: { listed: readonly Listed[]; mayChange: boolean }) {
  const { formatMessage } = useIntl();
  const { entries, chosen, open, choose } = useQuarantine();
  const isAll = entries.every(({ id }) => chosen.has(id));
  return (
    <div className="sources-scroll">
      <table className="sources-table">
        <thead>
          <tr>
            {mayChange && (
              <th>
                <Checkbox
                  aria-label={formatMessage({ id: 'sources.choose.all' })}
                  checked={isAll}
                  indeterminate={!isAll && chosen.size > 0}
                  onChange={() =>
                    choose(
                      entries.map(({ id }) => id),
                      !isAll,
                    )
                  }
                />
              </th>
            )}
            <th>{formatMessage({ id: 'sources.quarantine.at' })}</th>
            <th>{formatMessage({ id: 'sources.source' })}</th>
            <th>{formatMessage({ id: 'sources.quarantine.why' })}</th>
            <th className="data-number">{formatMessage({ id: 'sources.quarantine.size' })}</th>
            {mayChange && <th className="sources-actions">{formatMessage({ id: 'sources.actions' })}</th>}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <Fragment key={entry.id}>
              <Entry entry={entry} listed={listed} mayChange={mayChange} />
              {open?.id === entry.id && (
                <tr>
                  <td colSpan={6}>
                    <Raw entry={entry} isKnown={listed.some(({ source }) => source.id === entry.source)} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface EntryProps {
  entry: SetAside;
  listed: readonly Listed[];
  mayChange: boolean;
}

function Entry({ entry, listed, mayChange }: EntryProps) {
  const intl = useIntl();
  const { formatMessage } = intl;
  const { chosen, open, busy, choose, look, shut, retry } = useQuarantine();
  const { id, source, at, reason, bytes, sealed } = entry;
  const time = intl.formatDate(at, { dateStyle: 'short', timeStyle: 'medium' });
  const name = listed.find((each) => each.source.id === source)?.source.name;
  const isOpen = open?.id === id;
  return (
    <tr>
      {mayChange && (
        <td>
          <Checkbox
            aria-label={formatMessage({ id: 'sources.choose' }, { time })}
            checked={chosen.has(id)}
            onChange={({ currentTarget }) => choose([id], currentTarget.checked)}
          />
        </td>
      )}
      <td className="sources-heard">{time}</td>
      <td>{name ?? formatMessage({ id: 'sources.removed' })}</td>
      <td className="sources-why">
        {formatMessage({ id: `feeds.reason.${reason}` })}
        {sealed && <Icon icon="lock" size={12} title={formatMessage({ id: 'sources.sealed' })} />}
      </td>
      <td className="data-number">
        {formatMessage({ id: 'sources.bytes' }, { kb: Math.max(0.1, bytes / 1024) })}
      </td>
      {mayChange && (
        <td className="sources-actions">
          <Button
            variant="minimal"
            icon={isOpen ? 'eye-off' : 'eye-open'}
            disabled={busy}
            aria-expanded={isOpen}
            text={formatMessage({ id: isOpen ? 'sources.raw.shut' : 'sources.raw' })}
            onClick={() => (isOpen ? shut() : void look(id))}
          />
          <Button
            variant="minimal"
            icon="repeat"
            disabled={busy || name === undefined}
            text={formatMessage({ id: 'sources.retry' })}
            onClick={() => void retry([id])}
          />
        </td>
      )}
    </tr>
  );
}

/** The open message, and the way to the settings that would read it. */
function Raw({ entry, isKnown }: { entry: SetAside; isKnown: boolean }) {
  const { formatMessage } = useIntl();
  const raw = useQuarantine((quarantine) => quarantine.open?.raw);
  const open = useSources((sources) => sources.open);
  if (!raw) return null;
  return (
    <div className="sources-raw">
      <span className="sources-small">{raw.topic}</span>
      <pre className="data-sample">{raw.payload}</pre>
      {isKnown && (
        <Button
          icon="edit"
          text={formatMessage({ id: 'sources.raw.use' })}
          onClick={() => void open(entry.source, { ...raw, own: true })}
        />
      )}
    </div>
  );
}
