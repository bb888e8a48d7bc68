/** Beside the choice of whom to give a case to: who is on duty now and how far away, each to be taken at a press. Shows no resident; decides nothing. */
import { Button } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { dutyFirst, dutyFor } from '../../../shared/cases/call-ladder.ts';
import type { Case } from '../../../shared/cases/case.ts';
import type { Assignee } from '../../../shared/cases/case-command.ts';
import { EMPTY_ROSTER } from '../../../shared/cases/roster.ts';
import type { CallWorker } from '../../../shared/query/call-sheet.ts';
import { useNow } from '../../app/alert-age.ts';
import { useCaseSession } from '../../app/case-session.ts';
import { currentEngine } from '../../app/open-session.ts';
import { useSession } from '../../app/session.ts';
import { useNames } from '../use-names.ts';
import './near.css';

interface Props {
  file: Case;
  /** Id of whoever is chosen. */
  chosen: string;
  onChoose(assignee: Assignee): void;
}

const MINUTE = 60_000;

export function NearestOnDuty({ file, chosen, onChoose }: Props) {
  const { formatMessage, formatNumber } = useIntl();
  const names = useNames();
  const workers = useWorkers(file.caseId);
  const roster = useCaseSession(({ settings }) => settings?.roster ?? EMPTY_ROSTER);
  const cases = useSession((session) => session.cases);
  const now = Math.floor(useNow() / MINUTE) * MINUTE;
  const duty = dutyFor(file, roster, cases.values(), now);
  const found = dutyFirst(workers, duty, roster, now);
  if (found.length === 0) return null;
  return (
    <div className="duty-near">
      <b>{formatMessage({ id: 'cases.duty.near' })}</b>
      <ul>
        {found.map(({ id, grid, metres }) => (
          <li key={id}>
            <span>
              {[
                names(id),
                grid,
                metres === null
                  ? ''
                  : formatMessage({ id: 'cases.duty.metres' }, { metres: formatNumber(Math.round(metres)) }),
                id === duty.assignee.id ? formatMessage({ id: `cases.dispatch.${duty.how}` }) : '',
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
            <Button
              size="small"
              active={id === chosen}
              text={formatMessage({ id: 'cases.duty.take' })}
              aria-label={formatMessage({ id: 'cases.duty.take.name' }, { name: names(id) })}
              onClick={() => onChoose({ kind: 'worker', id })}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The workers of the place with their distances, without anybody's number: the sheet is asked for as it stands masked. */
function useWorkers(caseId: string): readonly CallWorker[] {
  const [workers, setWorkers] = useState<readonly CallWorker[]>([]);
  useEffect(() => {
    let current = true;
    currentEngine()
      .callSheet(caseId, false)
      .then(
        (sheet) => current && setWorkers(sheet.workers),
        () => undefined,
      );
    return () => {
      current = false;
    };
  }, [caseId]);
  return workers;
}
