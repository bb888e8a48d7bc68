/** What the call turns out to be: one press each, carried out by commands of the table. Shows what was found before. */
import { Button, Callout, HTMLSelect } from '@blueprintjs/core';
import { useMemo, useState } from 'react';
import { useIntl } from 'react-intl';
import { dutyFor } from '../../../shared/cases/call-ladder.ts';
import { ORDER_MATTERS, orderOf, triageCommands } from '../../../shared/cases/call-triage.ts';
import type { Case } from '../../../shared/cases/case.ts';
import { isOpen } from '../../../shared/cases/case.ts';
import type { MatterId } from '../../../shared/cases/case-codes.ts';
import { TRIAGES } from '../../../shared/cases/case-words.ts';
import { EMPTY_ROSTER } from '../../../shared/cases/roster.ts';
import { reportCase, useCaseSession } from '../../app/case-session.ts';
import { useSession } from '../../app/session.ts';
import { refusalText } from '../case-text.ts';
import type { Act } from '../tools/use-act.ts';

type Triage = (typeof TRIAGES)[number];

interface Props {
  file: Case;
  act: Act;
  onCase(caseId: string): void;
}

export function TriageBar({ file, act, onCase }: Props) {
  const intl = useIntl();
  const say = (id: string) => intl.formatMessage({ id });
  const id = useMemo(() => `r-${crypto.randomUUID()}`, []);
  const [ordering, setOrdering] = useState(false);
  const [matter, setMatter] = useState<MatterId>('wheelchair');
  const roster = useCaseSession(({ settings }) => settings?.roster ?? EMPTY_ROSTER);
  const cases = useSession((session) => session.cases);
  const orders = [...cases.values()].filter(({ follows }) => follows === file.caseId);

  const found = (triage: Triage) =>
    act.run(triageCommands(file, triage, dutyFor(file, roster, cases.values(), Date.now())));
  const order = async () => {
    const opened = await act.attempt(async () => {
      const { answer } = await reportCase(id, orderOf(file, matter));
      return answer.ok ? '' : refusalText(intl, answer.refusal);
    });
    if (opened && (await found('service'))) setOrdering(false);
  };
  return (
    <section className="call-triage" aria-label={say('cases.call.triage')}>
      <h3>{say('cases.call.triage')}</h3>
      {file.triage === '' && isOpen(file) ? (
        <div className="cases-buttons">
          {TRIAGES.map((triage) => (
            <Button
              key={triage}
              size="small"
              intent={triage === 'emergency' ? 'danger' : 'none'}
              active={triage === 'service' && ordering}
              disabled={act.busy}
              text={say(`cases.triage.${triage}`)}
              onClick={() => (triage === 'service' ? setOrdering(!ordering) : void found(triage))}
            />
          ))}
        </div>
      ) : (
        <Callout compact icon="tick">
          {file.triage === '' ? say(`cases.state.${file.state}`) : say(`cases.triage.${file.triage}`)}
          {file.cancelAsked && ` · ${say('cases.call.secondPerson')}`}
        </Callout>
      )}
      {ordering && file.triage === '' && (
        <div className="call-order">
          <HTMLSelect
            aria-label={say('cases.call.order')}
            value={matter}
            options={ORDER_MATTERS.map((each) => ({ value: each, label: say(`cases.matter.${each}`) }))}
            onChange={({ currentTarget }) =>
              setMatter(ORDER_MATTERS.find((each) => each === currentTarget.value) ?? 'repair')
            }
          />
          <Button
            size="small"
            intent="primary"
            disabled={act.busy}
            text={say('cases.call.orderGo')}
            onClick={() => void order()}
          />
        </div>
      )}
      {orders.map((each) => (
        <Button
          key={each.caseId}
          size="small"
          variant="minimal"
          icon="folder-open"
          text={`${say(`cases.matter.${each.matter}`)} ${each.caseNo}`}
          onClick={() => onCase(each.caseId)}
        />
      ))}
    </section>
  );
}
