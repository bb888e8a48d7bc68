/**
 * Signed files of the open plan: what can leave now, and the signatures on it. Owns the strip below the plan's head; signing is the host's.
 */
import { Button, Callout } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { codeOf } from '../../app/error-code.ts';
import { fileStem } from '../../app/file-name.ts';
import { saveAnswer, saveSubmission } from '../../app/plan-post.ts';
import { useSession } from '../../app/session.ts';
import type { DataEngine } from '../../worker/engine-api.ts';
import type { PlanPapers as Papers } from '../../worker/plan-signed-api.ts';
import { usePlan } from '../plan/plan-edit.ts';
import { Word } from './SignedFacts.tsx';
import './signed.css';

export interface PlanPapersProps {
  engine: DataEngine;
  /** A signed file is to be opened. */
  onFile(): void;
}

export function PlanPapers({ engine, onFile }: PlanPapersProps) {
  const { formatMessage } = useIntl();
  const say = (id: string) => formatMessage({ id });
  const { plan, seq } = usePlan();
  const papers = usePapers(engine);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState('');
  if (!plan || !papers) return null;
  const { received, maySubmit, mayAnswer } = papers;
  if (!received && !maySubmit && papers.papers.length === 0) return null;
  const stem = fileStem({ name: { zh: plan.name, en: plan.name } });
  const save = async (work: () => Promise<void>) => {
    setBusy(true);
    setFailed('');
    try {
      await work();
    } catch (error) {
      setFailed(codeOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="signed-papers" aria-label={say('signed.papers')} data-seq={seq}>
      <div className="planfile-row">
        {received && <span className="chip">{say('signed.received')}</span>}
        {maySubmit && (
          <Button
            size="small"
            icon="endorsed"
            loading={busy}
            text={say('signed.save')}
            onClick={() => void save(() => saveSubmission(engine, stem))}
          />
        )}
        {mayAnswer && (
          <Button
            size="small"
            icon="endorsed"
            intent="primary"
            loading={busy}
            text={say('signed.saveAnswer')}
            onClick={() =>
              void save(() => saveAnswer(engine, plan.id, `${stem}-${say('signed.answer.file')}`))
            }
          />
        )}
        {!received && (
          <Button
            size="small"
            variant="minimal"
            icon="document-open"
            text={say('signed.openAnswer')}
            onClick={onFile}
          />
        )}
      </div>
      {failed !== '' && <Callout role="alert">{say(`error.${failed}`)}</Callout>}
      <ul>
        {papers.papers.map(({ of, own, by, at, saidAt, digest, seal }) => (
          <li key={`${digest} ${at}`} data-of={of} data-own={own} title={`SHA-256 ${digest}`}>
            {say(`signed.paper.${of}.${own ? 'own' : 'other'}`)} · <Word at={saidAt ?? at} by={by} />
            <code>{seal.signature.slice(0, 12)}…</code>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Asked again when the journal has moved on. */
function usePapers(engine: DataEngine): Papers | null {
  const id = usePlan((plan) => plan.plan?.id);
  const journal = useSession((session) => session.journalSeq);
  const [papers, setPapers] = useState<Papers | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: plan and journal are the reason.
  useEffect(() => {
    let current = true;
    engine.planPapers().then(
      (found) => current && setPapers(found),
      () => current && setPapers(null),
    );
    return () => {
      current = false;
    };
  }, [engine, id, journal]);
  return papers;
}
