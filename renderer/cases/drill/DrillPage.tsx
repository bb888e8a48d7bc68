/**
 * Page of the desk: drills. One is begun as the device of a kind would have told it somewhere, is handled like any case and marked everywhere, and ends with the
 * times that were reached. Owns the form; what a drill reaches is decided in shared/cases.
 */
import './drill.css';
import { Button, FormGroup, HTMLSelect, Tag } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { type Case, isOpen } from '../../../shared/cases/case.ts';
import type { CasePlace } from '../../../shared/cases/case-command.ts';
import { DRILL_STEPS, drillReport, drillsOf, drillTimes } from '../../../shared/cases/drill.ts';
import { type DeviceKind, WORDS } from '../../../shared/model/words.ts';
import { AlertBadge } from '../../app/AlertBadge.tsx';
import { giveCommand, reportCase } from '../../app/case-session.ts';
import { currentEngine } from '../../app/open-session.ts';
import { useSession } from '../../app/session.ts';
import type { CasePageProps } from '../case-pages.tsx';
import { MOMENT, refusalText } from '../case-text.ts';
import { errorText } from '../error-text.ts';
import { durationText } from '../indicators/indicator-text.ts';
import { PageHead } from '../PageHead.tsx';
import { PlaceField } from '../PlaceField.tsx';
import { Problem } from '../Problem.tsx';
import { useAsked } from '../use-asked.ts';

export function DrillPage({ onClose, onCase }: CasePageProps) {
  const intl = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => intl.formatMessage({ id }, values);
  const cases = useSession((session) => session.cases);
  const [id, setId] = useState(() => newId());
  const [kind, setKind] = useState<DeviceKind>('smoke');
  const [where, setWhere] = useState<{ place: CasePlace; grid: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const drills = drillsOf(cases.values());
  const act = async (what: () => Promise<string>) => {
    setBusy(true);
    setProblem('');
    try {
      setProblem(await what());
    } catch (error) {
      setProblem(errorText(intl, error));
    } finally {
      setBusy(false);
    }
  };
  const start = () =>
    act(async () => {
      if (!where) return '';
      const { answer } = await reportCase(id, drillReport(kind, where));
      setId(newId());
      return answer.ok ? '' : refusalText(intl, answer.refusal);
    });
  const end = (file: Case) =>
    act(async () => {
      const answer = await giveCommand(file, { kind: 'cancel', reason: 'test' }, '');
      return answer.ok ? '' : refusalText(intl, answer.refusal);
    });
  return (
    <>
      <PageHead title={say('cases.page.drill')} onClose={onClose} />
      <div className="cases-scroll">
        <p className="cases-hint">{say('cases.drill.hint')}</p>
        <form
          className="cases-form"
          aria-label={say('cases.page.drill')}
          onSubmit={(event) => {
            event.preventDefault();
            void start();
          }}
        >
          <FormGroup label={say('cases.drill.kind')} labelFor="drill-kind">
            <HTMLSelect
              id="drill-kind"
              fill
              value={kind}
              options={WORDS.deviceKind.map((value) => ({ value, label: say(`word.deviceKind.${value}`) }))}
              onChange={({ currentTarget }) => setKind(currentTarget.value as DeviceKind)}
            />
          </FormGroup>
          <PlaceField id="drill-place" onChange={setWhere} />
          <Button
            type="submit"
            intent="primary"
            icon="play"
            disabled={busy || !where}
            text={say('cases.drill.start')}
          />
        </form>
        <Problem text={problem} />
        <h3>{say('cases.drill.all')}</h3>
        {drills.length === 0 && <p className="cases-hint">{say('cases.drill.none')}</p>}
        <ul className="drill-list">
          {drills.map((file) => (
            <li key={file.caseId}>
              <div className="drill-head">
                <AlertBadge level={file.level} size={20} />
                <button type="button" onClick={() => onCase(file.caseId)}>
                  <b>{say(`cases.matter.${file.matter}`)}</b> {file.caseNo}
                </button>
                <Tag intent="warning">{say('cases.drill')}</Tag>
                {isOpen(file) && (
                  <Button
                    size="small"
                    icon="stop"
                    disabled={busy}
                    text={say('cases.drill.end')}
                    onClick={() => void end(file)}
                  />
                )}
              </div>
              <p className="cases-hint">
                {intl.formatDate(file.receivedAt, MOMENT)} · {file.place.text || '—'} ·{' '}
                {say(`cases.state.${file.state}`)}
              </p>
              <Times file={file} />
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

/** The short report of a drill: how long after its begin each step was come to. */
function Times({ file }: { file: Case }) {
  const intl = useIntl();
  const events = useAsked(
    `${file.caseId} ${file.version}`,
    () => currentEngine().caseEvents(file.caseId),
    ({ cases }) => cases.get(file.caseId)?.version,
  );
  const times = drillTimes(events ?? []);
  return (
    <dl className="drill-times">
      {DRILL_STEPS.map((step) => (
        <div key={step}>
          <dt>{intl.formatMessage({ id: `cases.drill.${step}` })}</dt>
          <dd>{durationText(intl, times[step])}</dd>
        </div>
      ))}
    </dl>
  );
}

const newId = () => `r-${crypto.randomUUID()}`;
