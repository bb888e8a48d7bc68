/** A message as it came or as it is written here, and what becomes of it with the settings as they stand. */
import { Button, Callout, InputGroup, TextArea } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import { type Trial, useSources } from './store.ts';

export function SampleTrial() {
  const { formatMessage } = useIntl();
  const { isNew, sample, trial, busy, take, test } = useSources();
  const { topic, payload, own } = sample;
  return (
    <div className="sources-trial">
      <h3>{formatMessage({ id: 'sources.sample' })}</h3>
      <p className="data-note">
        {formatMessage({ id: isNew ? 'sources.sample.new' : 'sources.sample.how' })}
      </p>
      <InputGroup
        size="small"
        aria-label={formatMessage({ id: 'sources.sample.topic' })}
        placeholder={formatMessage({ id: 'sources.sample.topic' })}
        spellCheck={false}
        value={topic}
        onChange={({ target }) => take({ topic: target.value, payload, own: true })}
      />
      <TextArea
        fill
        rows={5}
        className="sources-payload"
        aria-label={formatMessage({ id: 'sources.sample.payload' })}
        placeholder={formatMessage({ id: 'sources.sample.payload' })}
        spellCheck={false}
        value={payload}
        onChange={({ target }) => take({ topic, payload: target.value, own: target.value !== '' })}
      />
      <div className="data-buttons">
        <Button
          icon="lab-test"
          loading={busy === 'test'}
          text={formatMessage({ id: 'sources.test' })}
          onClick={() => void test(sample)}
        />
        {!isNew && own && (
          <Button
            variant="minimal"
            icon="download"
            disabled={busy !== null}
            text={formatMessage({ id: 'sources.sample.last' })}
            onClick={() => void test(null)}
          />
        )}
      </div>
      {trial && <Outcome trial={trial} />}
    </div>
  );
}

function Outcome({ trial }: { trial: Trial }) {
  const { formatMessage } = useIntl();
  const { why, tried } = trial;
  const way = formatMessage({ id: why === '' ? 'sources.test.reached' : `feeds.why.${why}` });
  return (
    <div role="status" className="sources-outcome">
      <Callout
        compact
        icon={why === '' ? 'tick-circle' : 'error'}
        intent={why === '' ? 'success' : 'warning'}
      >
        {way}
      </Callout>
      {!tried && (
        <Callout compact icon="info-sign">
          {formatMessage({ id: 'sources.test.noMessage' })}
        </Callout>
      )}
      {tried?.reason && (
        <Callout compact icon="error" intent="warning">
          {formatMessage(
            { id: 'sources.test.aside' },
            { reason: formatMessage({ id: `feeds.reason.${tried.reason}` }) },
          )}
        </Callout>
      )}
      {tried?.said && <Said said={tried.said} />}
    </div>
  );
}

function Said({ said }: { said: NonNullable<NonNullable<Trial['tried']>['said']> }) {
  const intl = useIntl();
  const { formatMessage } = intl;
  const { device, kind, value, active, occurredAt, seq } = said;
  return (
    <Callout compact icon="tick-circle" intent="success">
      {formatMessage(
        { id: 'sources.test.taken' },
        {
          device,
          kind: formatMessage({ id: `word.deviceKind.${kind}` }),
          value: intl.formatNumber(value, { maximumFractionDigits: 6 }),
          state: formatMessage({ id: active ? 'sources.test.alarm' : 'sources.test.calm' }),
        },
      )}
      <span className="sources-small">
        {occurredAt === null
          ? formatMessage({ id: 'sources.test.noTime' })
          : intl.formatDate(occurredAt, { dateStyle: 'short', timeStyle: 'medium' })}
        {seq !== null && ` · ${formatMessage({ id: 'sources.test.seq' }, { seq: String(seq) })}`}
      </span>
    </Callout>
  );
}
