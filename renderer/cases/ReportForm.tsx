/**
 * What a citizen, the hotline or a patrol reports, made a case: matter, how grave, where. The place is found by name; the code that the reporter asks
 * after it with is shown at the end. What was filled in stays until it is a case.
 */
import { Button, FormGroup, HTMLSelect } from '@blueprintjs/core';
import { useMemo, useState } from 'react';
import { useIntl } from 'react-intl';
import { MATTER_IDS, MATTERS, type MatterId } from '../../shared/cases/case-codes.ts';
import type { CasePlace } from '../../shared/cases/case-command.ts';
import { CASE_SOURCES, type CaseSource } from '../../shared/cases/case-words.ts';
import { reportCase } from '../app/case-session.ts';
import { refusalText } from './case-text.ts';
import { errorText } from './error-text.ts';
import { PlaceField } from './PlaceField.tsx';
import { Problem } from './Problem.tsx';

const SOURCES = CASE_SOURCES.filter((source) => source !== 'device');
const LEVELS = [1, 2, 3, 4] as const;

interface Props {
  onDone(caseId: string): void;
  onStop(): void;
}

export function ReportForm({ onDone, onStop }: Props) {
  const intl = useIntl();
  const say = (id: string, values?: Record<string, string>) => intl.formatMessage({ id }, values);
  const id = useMemo(() => `r-${crypto.randomUUID()}`, []);
  const [source, setSource] = useState<CaseSource>('citizen');
  const [matter, setMatter] = useState<MatterId>('rubbish');
  const [level, setLevel] = useState<(typeof LEVELS)[number]>(4);
  const [where, setWhere] = useState<{ place: CasePlace; grid: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const [done, setDone] = useState<{ caseId: string; caseNo: string; code: string } | null>(null);

  const report = async () => {
    if (!where) return;
    setBusy(true);
    setProblem('');
    try {
      const { answer, caseNo, progressCode } = await reportCase(id, {
        ...{ source, matter, level, place: where.place, grid: where.grid },
        ...{ device: '', drill: false, follows: '' },
      });
      if (answer.ok) setDone({ caseId: answer.caseId, caseNo, code: progressCode });
      else setProblem(refusalText(intl, answer.refusal));
    } catch (error) {
      setProblem(errorText(intl, error));
    } finally {
      setBusy(false);
    }
  };
  if (done) {
    return (
      <div className="cases-form cases-report">
        <h3>{say('cases.report.done', { caseNo: done.caseNo })}</h3>
        <p>{say('cases.report.code')}</p>
        <output className="cases-code cases-big">{done.code}</output>
        <div className="cases-buttons">
          <Button intent="primary" text={say('cases.show')} onClick={() => onDone(done.caseId)} />
          <Button text={say('cases.stop')} onClick={onStop} />
        </div>
      </div>
    );
  }
  return (
    <form
      className="cases-form cases-report"
      aria-label={say('cases.report')}
      onSubmit={(event) => {
        event.preventDefault();
        void report();
      }}
    >
      <FormGroup label={say('cases.source')} labelFor="report-source">
        <HTMLSelect
          id="report-source"
          fill
          value={source}
          options={SOURCES.map((value) => ({ value, label: say(`cases.source.${value}`) }))}
          onChange={({ currentTarget }) => setSource(currentTarget.value as CaseSource)}
        />
      </FormGroup>
      <FormGroup label={say('cases.field.matter')} labelFor="report-matter">
        <HTMLSelect
          id="report-matter"
          fill
          value={matter}
          options={MATTER_IDS.map((value) => ({
            value,
            label: `${say(`cases.category.${MATTERS[value].category}`)} · ${say(`cases.matter.${value}`)}`,
          }))}
          onChange={({ currentTarget }) => setMatter(currentTarget.value as MatterId)}
        />
      </FormGroup>
      <FormGroup label={say('cases.field.level')} labelFor="report-level">
        <HTMLSelect
          id="report-level"
          fill
          value={level}
          options={LEVELS.map((value) => ({ value, label: say(`cases.levelOf.${value}`) }))}
          onChange={({ currentTarget }) => setLevel(Number(currentTarget.value) as typeof level)}
        />
      </FormGroup>
      <PlaceField id="report-place" onChange={setWhere} />
      <Problem text={problem} />
      <div className="cases-buttons">
        <Button type="submit" intent="primary" disabled={busy || !where} text={say('cases.openCase')} />
        <Button disabled={busy} text={say('cases.stop')} onClick={onStop} />
      </div>
    </form>
  );
}
