/** What is in a signed file, before anything of it is taken in. Owns the words; what they say was worked out by the worker. */
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { Signer } from '../../../shared/partition/signed/signed-plan.ts';
import type { AnswerLook, SubmissionLook } from '../../worker/plan-signed-api.ts';

export function SubmissionFacts({ look }: { look: SubmissionLook }) {
  const { formatMessage, formatNumber } = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => formatMessage({ id }, values);
  const { body } = look.file;
  const { moves, drift } = look;
  const areas = body.areas.map(({ name, code }) => [name, code].filter(Boolean).join(' ')).filter(Boolean);
  const words = (['moved', 'gone', 'unknown'] as const).filter((kind) => drift[kind] > 0);
  return (
    <dl className="signed-facts" data-ground={look.ground} data-holds={look.holds}>
      <Fact term={say('signed.plan')}>
        <b>{body.name}</b> <span className="chip">{say('signed.kind.submission')}</span>
      </Fact>
      <Fact term={say('signed.community')}>
        {body.community}
        {areas.length > 0 && areas.length <= 3 && ` (${areas.join('、')})`}
        {areas.length > 3 && ` ${say('plan.scope.some', { count: areas.length })}`}
      </Fact>
      <Fact term={say('signed.submitted')}>
        <Word at={body.submitted.at} by={body.submitted.by} />
      </Fact>
      <Fact term={say('signed.proof')}>
        {say(look.holds ? 'signed.proof.holds' : 'signed.proof.broken', {
          cells: formatNumber(look.cells),
          grids: formatNumber(look.grids),
        })}
      </Fact>
      <Fact term={say('signed.moves')}>
        {say('signed.moves.figures', {
          buildings: formatNumber(moves.buildings),
          households: formatNumber(moves.households),
          residents: formatNumber(moves.residents),
          steps: formatNumber(body.steps.length),
        })}
      </Fact>
      <Fact term={say('signed.totals')}>
        {look.totals.map(({ measure, file, here }) => (
          <span key={measure} className="signed-total" data-differs={file !== null && file !== here}>
            {say(file === null || file === here ? 'signed.totals.same' : 'signed.totals.differ', {
              measure: say(`grids.measure.${measure}`),
              file: formatNumber(file ?? here),
              here: formatNumber(here),
            })}
          </span>
        ))}
      </Fact>
      <Fact term={say('signed.ground')}>
        {say(`signed.ground.${look.ground}`)}
        {words.map((kind) => ` ${say(`signed.drift.${kind}`, { count: drift[kind] })}`)}
      </Fact>
    </dl>
  );
}

export function AnswerFacts({ look }: { look: AnswerLook }) {
  const { formatMessage, formatDate } = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => formatMessage({ id }, values);
  const dayOf = (day: number) => formatDate(day * 86_400_000, { timeZone: 'UTC', dateStyle: 'medium' });
  const { name, community, state, effectiveFrom, note, said } = look.file.body;
  return (
    <dl className="signed-facts" data-state={state}>
      <Fact term={say('signed.plan')}>
        <b>{name}</b> <span className="chip">{say('signed.kind.answer')}</span>
      </Fact>
      <Fact term={say('signed.community')}>{community}</Fact>
      <Fact term={say('signed.said')}>
        <Word at={said.at} by={said.by} />
      </Fact>
      <Fact term={say('signed.decision')}>
        <b>{say(`signed.decision.${state}`)}</b>
        {effectiveFrom !== null && ` ${say('plan.effectiveFrom', { day: dayOf(effectiveFrom) })}`}
      </Fact>
      {note !== '' && <Fact term={say('signed.note')}>{note}</Fact>}
    </dl>
  );
}

export function Word({ at, by }: { at: number; by: Signer | null }) {
  const { formatDate, formatMessage } = useIntl();
  const when = formatDate(at, { dateStyle: 'medium', timeStyle: 'short' });
  const who = by?.name || formatMessage({ id: 'signed.nobody' });
  const role = by?.role ? ` (${formatMessage({ id: `access.role.${by.role}` })})` : '';
  return (
    <>
      {by === null ? '' : `${who}${role} · `}
      {when}
    </>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </>
  );
}
