/** A problem found at a visit becomes a case of the desk (source: patrol); where it is one already, its number and the way to the cases. */
import { Button, HTMLSelect } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { MATTER_IDS, type MatterId } from '../../../shared/cases/case-codes.ts';
import { visitReportId } from '../../../shared/work/visit-case.ts';
import { reportCase } from '../../app/case-session.ts';
import { codeOf } from '../../app/error-code.ts';
import { useNavigation } from '../../app/navigation.ts';
import { currentEngine } from '../../app/open-session.ts';
import { useSession } from '../../app/session.ts';
import type { RoundHome } from '../../worker/work-api.ts';

export function VisitCase({ round, home, name }: { round: string; home: RoundHome; name: string }) {
  const { formatMessage, messages } = useIntl();
  const say = (id: string, values?: Record<string, string>) => formatMessage({ id }, values);
  const [id, setId] = useState('');
  const [asked, setAsked] = useState(false);
  const [matter, setMatter] = useState<MatterId>('careVisit');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const cases = useSession((session) => session.cases);
  useEffect(() => {
    let current = true;
    void visitReportId(round, home.id).then((made) => current && setId(made));
    return () => {
      current = false;
    };
  }, [round, home.id]);
  const file = id === '' ? undefined : [...cases.values()].find(({ caseId }) => caseId.endsWith(id));
  if (file)
    return (
      <Button
        size="small"
        variant="minimal"
        icon="folder-open"
        text={file.caseNo}
        aria-label={say('rounds.case.is', { caseNo: file.caseNo, name })}
        onClick={() => useNavigation.getState().go('cases')}
      />
    );
  const open = async (row: number) => {
    setBusy(true);
    setProblem('');
    try {
      const engine = currentEngine();
      const { point } = await engine.dossier('homes', row);
      const where = point ? await engine.casePlace(point) : null;
      const { answer } = await reportCase(id, {
        ...{ source: 'patrol', device: '', matter, level: 3, drill: false, follows: '' },
        place: where?.place ?? { lng: null, lat: null, building: '', text: '' },
        grid: where?.grid ?? '',
      });
      if (answer.ok) setAsked(false);
      else setProblem(say(`cases.refused.${answer.refusal.reason}`, { roles: '', caseNo: '' }));
    } catch (error) {
      const text = `error.${codeOf(error)}`;
      setProblem(say(text in messages ? text : 'error.internal'));
    } finally {
      setBusy(false);
    }
  };
  const { row } = home;
  if (row === null || id === '') return null;
  if (!asked)
    return (
      <Button
        size="small"
        icon="folder-new"
        text={say('rounds.case.open')}
        aria-label={`${say('rounds.case.open')} ${name}`}
        onClick={() => setAsked(true)}
      />
    );
  return (
    <span className="work-case">
      <HTMLSelect
        aria-label={say('cases.field.matter')}
        value={matter}
        options={MATTER_IDS.map((each) => ({ value: each, label: say(`cases.matter.${each}`) }))}
        onChange={({ currentTarget }) =>
          setMatter(MATTER_IDS.find((each) => each === currentTarget.value) ?? 'other')
        }
      />
      <Button
        size="small"
        className="data-primary"
        loading={busy}
        text={say('rounds.case.open')}
        onClick={() => void open(row)}
      />
      {problem !== '' && <span role="alert">{problem}</span>}
    </span>
  );
}
