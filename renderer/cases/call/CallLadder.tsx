/** Whom to ring, in order: numbers, what came of each attempt and what comes next, all kept with the case. Emergency services stand below. */
import { Button, HTMLSelect, Tag } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { Rung } from '../../../shared/cases/call-ladder.ts';
import type { Case } from '../../../shared/cases/case.ts';
import type { BodyOf } from '../../../shared/cases/case-command.ts';
import { available } from '../../../shared/cases/case-transitions.ts';
import { CONTACT_NEXTS, CONTACT_OUTCOMES } from '../../../shared/cases/case-words.ts';
import type { Choice } from '../../../shared/cases/dispatch.ts';
import { hasVault } from '../../app/access/seat.ts';
import { caseWorld, currentActor } from '../../app/case-session.ts';
import type { ShownCallSheet } from '../../worker/case-tool-methods.ts';
import { MOMENT } from '../case-text.ts';
import type { Act } from '../tools/use-act.ts';
import { useWords } from '../tools/use-words.ts';
import { useNames } from '../use-names.ts';

type Contact = BodyOf<'contact'>;
const SERVICES = [
  { whom: 'medical120', number: '120' },
  { whom: 'police110', number: '110' },
  { whom: 'fire119', number: '119' },
] as const;

interface Props {
  file: Case;
  rungs: readonly Rung[];
  duty: Choice;
  sheet: ShownCallSheet;
  act: Act;
}

export function CallLadder({ file, rungs, duty, sheet, act }: Props) {
  const intl = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => intl.formatMessage({ id }, values);
  const names = useNames();
  /** What was tried here, by rung: the case itself keeps no name in clear. */
  const [tried, setTried] = useState<ReadonlyMap<string, Contact['outcome']>>(new Map());
  const keep = async (key: string, contact: Omit<Contact, 'kind'>, about: string) => {
    // Who it was is personal: only sealed.
    const kept = await act.run([{ kind: 'contact', ...contact }], hasVault() ? about : '');
    if (kept) setTried((before) => new Map(before).set(key, contact.outcome));
  };
  const world = caseWorld(Date.now());
  const maySend = world ? available(file, currentActor(file), world).get('dispatch')?.ok === true : false;
  const send = (id: string) =>
    void act.run([
      {
        kind: 'dispatch',
        assignee: id === duty.assignee.id ? duty.assignee : { kind: 'worker', id },
      },
    ]);
  return (
    <section className="call-ladder" aria-label={say('cases.call.ladder')}>
      <h3>{say('cases.call.ladder')}</h3>
      {rungs.length === 0 && <p className="tool-none">{say('cases.call.nobody')}</p>}
      <ol>
        {rungs.map((rung) => (
          <RungLine
            key={rung.key}
            rung={rung}
            tried={tried.get(rung.key)}
            busy={act.busy}
            onSend={maySend && rung.whom === 'worker' ? () => send(rung.person.id) : null}
            onKeep={(contact) =>
              void keep(rung.key, { whom: rung.whom, ...contact }, `${rung.person.name} ${rung.person.phone}`)
            }
          />
        ))}
      </ol>
      {duty.how === 'desk' && <p className="tool-none">{say('cases.call.noDuty')}</p>}
      <h3>{say('cases.call.services')}</h3>
      <p className="tool-none">
        {say('cases.call.say', { address: sheet.address || file.place.text || '—' })}
      </p>
      <ol>
        {SERVICES.map(({ whom, number }) => (
          <li key={whom} className="call-rung" data-service>
            <div>
              <b className="call-number">{number}</b>
              <span>{say(`cases.contact.${whom}`)}</span>
            </div>
            <Attempt
              name={number}
              tried={tried.get(whom)}
              busy={act.busy}
              onKeep={(contact) => void keep(whom, { whom, ...contact }, '')}
            />
          </li>
        ))}
      </ol>
      <h3>{say('cases.call.attempts', { count: file.contacts.length })}</h3>
      <ul className="call-attempts">
        {[...file.contacts].reverse().map(({ at, by, whom, outcome, next }) => (
          <li key={`${at}.${whom}`}>
            <time dateTime={new Date(at).toISOString()}>
              {intl.formatDate(at, { ...MOMENT, second: '2-digit' })}
            </time>
            <b>{say(`cases.contact.${whom}`)}</b>
            <span>{say(`cases.contactOutcome.${outcome}`)}</span>
            {next !== '' && <span>→ {say(`cases.contactNext.${next}`)}</span>}
            <span className="cases-by">{by.startsWith('seat-') ? '' : names(by)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function RungLine({
  rung,
  tried,
  busy,
  onSend,
  onKeep,
}: {
  rung: Rung;
  tried: Contact['outcome'] | undefined;
  busy: boolean;
  /** Null: nobody may be sent now. */
  onSend: (() => void) | null;
  onKeep(contact: Omit<Contact, 'kind' | 'whom'>): void;
}) {
  const { formatMessage } = useIntl();
  const words = useWords();
  const { person, why, metres } = rung;
  const relation = person.relation === '' ? '' : words.value('residents', 'relation', person.relation);
  return (
    <li className="call-rung">
      <div>
        <b>{person.name || '—'}</b>
        <span>
          {[
            formatMessage({ id: `cases.call.why.${why}` }),
            why === 'caller' ? '' : relation,
            metres === null ? '' : words.distance(metres),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {person.consent === 'no' && <Tag minimal>{formatMessage({ id: 'cases.call.noConsent' })}</Tag>}
        {person.presence === 'away' && <Tag minimal>{formatMessage({ id: 'cases.call.away' })}</Tag>}
        <span className="call-number">{person.phone || formatMessage({ id: 'cases.call.noNumber' })}</span>
      </div>
      <div className="call-does">
        <Attempt name={person.name} tried={tried} busy={busy} onKeep={onKeep} />
        {onSend && (
          <Button
            size="small"
            icon="send-to"
            disabled={busy}
            text={formatMessage({ id: 'cases.call.send' })}
            onClick={onSend}
          />
        )}
      </div>
    </li>
  );
}

/** What came of it, and what comes next; kept with one press. */
function Attempt({
  name,
  tried,
  busy,
  onKeep,
}: {
  name: string;
  tried: Contact['outcome'] | undefined;
  busy: boolean;
  onKeep(contact: Omit<Contact, 'kind' | 'whom'>): void;
}) {
  const { formatMessage } = useIntl();
  const say = (id: string, values?: Record<string, string>) => formatMessage({ id }, values);
  const [asked, setAsked] = useState(false);
  const [next, setNext] = useState<(typeof CONTACT_NEXTS)[number]>('other');
  if (!asked)
    return (
      <Button
        size="small"
        icon={tried ? 'tick' : 'phone'}
        disabled={busy}
        text={say(tried ? `cases.contactOutcome.${tried}` : 'cases.call.rung')}
        aria-label={say('cases.call.rungWhom', { name })}
        onClick={() => setAsked(true)}
      />
    );
  return (
    <div className="call-attempt">
      <HTMLSelect
        aria-label={say('cases.field.next')}
        value={next}
        options={CONTACT_NEXTS.map((each) => ({ value: each, label: say(`cases.contactNext.${each}`) }))}
        onChange={({ currentTarget }) =>
          setNext(CONTACT_NEXTS.find((each) => each === currentTarget.value) ?? 'other')
        }
      />
      {CONTACT_OUTCOMES.map((outcome) => (
        <Button
          key={outcome}
          size="small"
          disabled={busy}
          text={say(`cases.contactOutcome.${outcome}`)}
          onClick={() => {
            setAsked(false);
            onKeep({ outcome, next });
          }}
        />
      ))}
    </div>
  );
}
