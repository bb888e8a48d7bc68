/**
 * The sample communities: one card each, with progress, cancel and the time the last load took.
 */
import { Button, ProgressBar } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import type { SampleId } from '../../shared/model/bundle.ts';
import { type DataDeskEngine, useDeskEngine } from './desk-engine.tsx';
import { ErrorNote } from './ErrorNote.tsx';
import { useData } from './store.ts';

const SAMPLES: SampleId[] = ['y', 'zjl', 'gusu', 'cun'];

export function SampleCards() {
  const { formatMessage } = useIntl();
  const engine = useDeskEngine();
  return (
    <section className="data-section" aria-labelledby="data-samples">
      <h2 id="data-samples">{formatMessage({ id: 'data.samples' })}</h2>
      <p className="data-note">{formatMessage({ id: 'data.samples.text' })}</p>
      <div className="data-cards">
        {SAMPLES.map((sample) => (
          <SampleCard key={sample} sample={sample} engine={engine} />
        ))}
      </div>
    </section>
  );
}

function SampleCard({ sample, engine }: { sample: SampleId; engine: DataDeskEngine | null }) {
  const { formatMessage } = useIntl();
  const state = useData((data) => data.sample);
  const busy = useData((data) => data.busy);
  const load = useData((data) => data.loadSample);
  const mine = state.name !== 'idle' && state.sample === sample ? state : null;
  const name = formatMessage({ id: `data.sample.${sample}` });
  return (
    <article className="data-card" aria-label={name}>
      <h3>{name}</h3>
      <p className="data-note">{formatMessage({ id: `data.sample.${sample}.text` })}</p>
      {mine?.name === 'done' && (
        <p className="data-note" role="status">
          {formatMessage({ id: 'data.sample.took' }, { seconds: mine.ms / 1000 })}
        </p>
      )}
      {mine?.name === 'failed' && <ErrorNote error={mine.error} />}
      {mine?.name === 'loading' ? (
        <Loading progress={mine.progress} onCancel={() => void engine?.cancel()} />
      ) : (
        <Button
          size="small"
          disabled={busy || !engine}
          text={formatMessage({ id: 'data.sample.load' })}
          aria-label={formatMessage({ id: 'data.sample.loadNamed' }, { name })}
          onClick={() => engine && void load(engine, sample)}
        />
      )}
    </article>
  );
}

/** A bar with its stage and a way out. */
export function Loading({
  progress,
  since,
  onCancel,
}: {
  progress: { stage: string; done: number; total: number } | null;
  /** When the stage began, on the clock of the page; absent: no rate is told. */
  since?: number;
  /** Absent: it cannot be stopped. */
  onCancel?(): void;
}) {
  const { formatMessage, messages } = useIntl();
  const share = progress && progress.total > 0 ? progress.done / progress.total : 0;
  const id = progress
    ? progress.stage.startsWith('stage.')
      ? progress.stage
      : `stage.${progress.stage}`
    : 'data.waiting';
  const stage = formatMessage({ id: id in messages ? id : 'data.waiting' });
  return (
    <div className="data-loading">
      <div className="data-loading-line">
        <span role="status">{stage}</span>
        <span className="data-number">{formatMessage({ id: 'data.share' }, { share })}</span>
        {progress && since !== undefined && <Rate progress={progress} since={since} />}
        {onCancel && <Button size="small" text={formatMessage({ id: 'data.cancel' })} onClick={onCancel} />}
      </div>
      <ProgressBar value={share} stripes={false} animate={false} aria-label={stage} />
    </div>
  );
}

/** Stages whose amounts are bytes of files. */
const BY_BYTES = new Set(['stage.preview', 'stage.read']);
/** Before that, a rate says nothing. */
const RATE_AFTER_MS = 800;

/** How fast it goes and how long this stage will take. */
function Rate({
  progress,
  since,
}: {
  progress: { stage: string; done: number; total: number };
  since: number;
}) {
  const { formatMessage } = useIntl();
  const elapsed = performance.now() - since;
  const { stage, done, total } = progress;
  if (elapsed < RATE_AFTER_MS || done <= 0 || total <= done) return null;
  const seconds = (elapsed * (total - done)) / done / 1000;
  return (
    <span className="data-number data-note">
      {BY_BYTES.has(stage) &&
        formatMessage({ id: 'import.rate' }, { rate: done / 1_048_576 / (elapsed / 1000) })}{' '}
      {formatMessage({ id: 'import.remaining' }, { seconds: Math.max(1, Math.round(seconds)) })}
    </span>
  );
}
