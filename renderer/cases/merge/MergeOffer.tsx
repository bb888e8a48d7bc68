/** "Possibly the same thing": open cases that may take this one in, each with its merge command. Decides nothing: the rule is same-matter.ts. */
import { Button, Callout } from '@blueprintjs/core';
import { useMemo } from 'react';
import { useIntl } from 'react-intl';
import type { Case } from '../../../shared/cases/case.ts';
import { available } from '../../../shared/cases/case-transitions.ts';
import { sameMatter } from '../../../shared/cases/same-matter.ts';
import { caseWorld, currentActor, useCaseSession } from '../../app/case-session.ts';
import { useSession } from '../../app/session.ts';
import { Problem } from '../Problem.tsx';
import { useAct } from '../tools/use-act.ts';
import './merge.css';

export function MergeOffer({ file, onCase }: { file: Case; onCase(caseId: string): void }) {
  const intl = useIntl();
  const cases = useSession((session) => session.cases);
  // Followed: they say who may merge.
  const { seat, settings } = useCaseSession();
  void seat;
  const act = useAct(file.caseId);
  const found = useMemo(() => sameMatter(file, cases.values()), [file, cases]);
  const world = settings && caseWorld(Date.now());
  if (found.length === 0 || !world) return null;
  if (!available(file, currentActor(file), world).get('merge')?.ok) return null;
  const merge = async (into: string) => {
    if (await act.run([{ kind: 'merge', into }])) onCase(into);
  };
  return (
    <Callout className="merge-offer" compact icon="merge-columns">
      <b>{intl.formatMessage({ id: 'cases.merge.same' })}</b>
      <ul>
        {found.map(({ file: other, metres }) => (
          <li key={other.caseId}>
            <span>
              {other.caseNo} · {intl.formatMessage({ id: `cases.matter.${other.matter}` })}
              {other.place.text !== '' && ` · ${other.place.text}`}
              {' · '}
              {metres === null
                ? intl.formatMessage({ id: 'cases.merge.building' })
                : intl.formatMessage({ id: 'cases.merge.near' }, { metres: Math.round(metres) })}
            </span>
            <Button
              size="small"
              disabled={act.busy}
              text={intl.formatMessage({ id: 'cases.merge.into' })}
              aria-label={intl.formatMessage({ id: 'cases.merge.into.name' }, { caseNo: other.caseNo })}
              onClick={() => void merge(other.caseId)}
            />
          </li>
        ))}
      </ul>
      <Problem text={act.problem} />
    </Callout>
  );
}
