/**
 * The screens of every way a start can go: connecting, opening, loading with progress, lost or rolled back, from a
 * newer program, failed. Each says what happened, what was kept and what to do. Decides nothing by itself.
 */
import { Button, ProgressBar } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { Progress } from '../../shared/model/bundle.ts';
import { CoreClosed } from './access/SignIn.tsx';
import { loadSample, openUnlocked, restoreFromHost } from './open-session.ts';
import type { ErrorValues, Phase } from './session.ts';

export function StartScreen({ phase }: { phase: Exclude<Phase, { name: 'ready' }> }) {
  const { formatMessage, messages } = useIntl();
  const say = (id: string, values?: ErrorValues) => formatMessage({ id }, values);
  switch (phase.name) {
    case 'connecting':
    case 'opening':
      return <Card title={say(`start.${phase.name}`)} busy />;
    case 'loading':
      return <Loading title={say(`start.loading.${phase.what}`)} progress={phase.progress} />;
    case 'locked':
      return (
        <Card title={say('seat.core')} text={say('seat.core.text')}>
          <CoreClosed onOpen={() => void openUnlocked()} />
        </Card>
      );
    case 'future':
      return <Card title={say('start.future')} text={say('start.future.text', { epoch: phase.epoch })} />;
    case 'failed':
      return (
        <Card
          title={say('start.failed')}
          text={say(
            `error.${phase.code}` in messages ? `error.${phase.code}` : 'error.internal',
            phase.values,
          )}
          detail={phase.detail}
        >
          <Button intent="primary" text={say('start.retry')} onClick={() => location.reload()} />
        </Card>
      );
    case 'lost':
      return (
        <Card title={say('start.lost')} text={say('start.lost.text')} detail={phase.outcome.reason}>
          {phase.outcome.snapshot && (
            <Button
              intent="primary"
              text={say('start.restore')}
              onClick={() => void restoreFromHost(phase.outcome.expected)}
            />
          )}
          <Button text={say('start.retry')} onClick={() => location.reload()} />
          <Button
            variant="minimal"
            text={say('start.sampleInstead')}
            onClick={() => void loadSample('y', 1)}
          />
        </Card>
      );
  }
}

function Loading({ title, progress }: { title: string; progress: Progress | null }) {
  const { formatMessage } = useIntl();
  const share = progress && progress.total > 0 ? progress.done / progress.total : undefined;
  return (
    <Card title={title} text={progress ? formatMessage({ id: `stage.${progress.stage}` }) : undefined}>
      <ProgressBar value={share} intent="primary" animate={false} stripes={false} />
    </Card>
  );
}

interface CardProps {
  title: string;
  text?: string;
  detail?: string;
  busy?: boolean;
  children?: ReactNode;
}
function Card({ title, text, detail, busy, children }: CardProps) {
  const { formatMessage } = useIntl();
  return (
    <main className="start-screen" aria-busy={busy}>
      <section className="start-card">
        <p className="start-mark" aria-hidden="true">
          邻里 <span>Linli</span>
        </p>
        <h1>{title}</h1>
        {text && <p>{text}</p>}
        {busy && <ProgressBar intent="primary" animate={false} stripes={false} />}
        <div className="start-actions">{children}</div>
        {detail && (
          <details>
            <summary>{formatMessage({ id: 'start.details' })}</summary>
            <code>{detail}</code>
          </details>
        )}
      </section>
    </main>
  );
}
