/** A signed plan file that comes in: chosen, looked at, then taken or left. Owns the order; nothing is taken in before the person says so. */
import { Button, Callout, Spinner } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { codeOf } from '../../app/error-code.ts';
import { readSigned, type SignedOnDesk, takeSigned } from '../../app/plan-post.ts';
import type { DataEngine } from '../../worker/engine-api.ts';
import { KeyStanding } from './KeyStanding.tsx';
import { AnswerFacts, SubmissionFacts } from './SignedFacts.tsx';

interface Failure {
  code: string;
  /** The plan that is here already. */
  plan: string;
  values: Record<string, string>;
}

export interface SignedFormProps {
  engine: DataEngine;
  onOpen(plan: string): Promise<void>;
}

export function SignedForm({ engine, onOpen }: SignedFormProps) {
  const { formatMessage } = useIntl();
  const say = (id: string) => formatMessage({ id });
  const [read, setRead] = useState<SignedOnDesk | null>(null);
  const [failed, setFailed] = useState<Failure | null>(null);
  const [working, setWorking] = useState(false);
  useLeaving(engine);
  const run = async (work: () => Promise<void>) => {
    setWorking(true);
    setFailed(null);
    try {
      await work();
    } catch (error) {
      setFailed(failureOf(error));
    } finally {
      setWorking(false);
    }
  };
  const choose = (file: File) =>
    run(async () => {
      setRead(null);
      setRead(await readSigned(engine, file));
    });
  const take = (desk: SignedOnDesk) =>
    run(async () => {
      const plan = await takeSigned(engine, desk);
      setRead(null);
      await onOpen(plan);
    });
  const known = read?.checked.signature === 'own' || read?.checked.signature === 'trusted';
  return (
    <div className="planfile-form">
      <label className="planfile-pick">
        {say('signed.choose')}
        <input
          type="file"
          accept=".linliplan"
          disabled={working}
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            if (file) void choose(file);
            // The same file can be chosen again.
            event.currentTarget.value = '';
          }}
        />
      </label>
      {!read && !failed && !working && <p className="plan-note">{say('signed.hint')}</p>}
      {working && <Spinner size={16} />}
      {failed && (
        <Callout role="alert" intent="warning" data-code={failed.code}>
          {formatMessage({ id: `error.${failed.code}` }, failed.values)}
          {failed.plan !== '' && (
            <Button
              size="small"
              text={say('signed.open')}
              onClick={() => void run(() => onOpen(failed.plan))}
            />
          )}
        </Callout>
      )}
      {read && (
        <>
          {read.look.kind === 'answer' ? (
            <AnswerFacts look={read.look} />
          ) : (
            <SubmissionFacts look={read.look} />
          )}
          <KeyStanding
            file={read.look.file}
            checked={read.checked}
            onTrusted={(owner) =>
              setRead({ ...read, checked: { ...read.checked, signature: 'trusted', owner } })
            }
          />
          <div className="planfile-row">
            <Button
              intent="primary"
              size="small"
              disabled={!known || working || (read.look.kind === 'submission' && !read.look.holds)}
              text={say(takeWord(read))}
              onClick={() => void take(read)}
            />
            <Button
              size="small"
              variant="minimal"
              disabled={working}
              text={say('signed.leave')}
              onClick={() => setRead(null)}
            />
          </div>
        </>
      )}
    </div>
  );
}

/** The worker keeps no file of a panel that is gone. */
function useLeaving(engine: DataEngine): void {
  useEffect(() => () => void engine.leaveSigned(), [engine]);
}

function takeWord({ look }: SignedOnDesk): string {
  if (look.kind === 'answer') return `signed.take.${look.file.body.state}`;
  return look.ground === 'same' ? 'signed.take' : 'signed.take.like';
}

function failureOf(error: unknown): Failure {
  const code = codeOf(error);
  const values = error instanceof Error && 'values' in error ? (error.values as Record<string, string>) : {};
  const here = ['plan-here', 'plan-here-changed', 'plan-answer-twice', 'plan-answer-stale'];
  return { code, values, plan: here.includes(code) ? (values['plan'] ?? '') : '' };
}
