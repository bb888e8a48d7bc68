/** Page "People and roles": who may sign in at this desk, as what, until when; and after how long an idle desk locks. */
import { Button, FormGroup, HTMLSelect } from '@blueprintjs/core';
import { useCallback, useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import type { PersonListing } from '../../../shared/host/access-schemas.ts';
import { SecretNote } from '../../app/access/SecretNote.tsx';
import { asPerson, hasVault, listPeople, useScope, useSeat } from '../../app/access/seat.ts';
import { type SecretError, secretError } from '../../app/access/secret-error.ts';
import { EmptyState } from '../../app/EmptyState.tsx';
import { usePreferences } from '../../app/preferences.ts';
import { PersonForm } from './PersonForm.tsx';
import './access-pages.css';

const MINUTES = [0, 2, 5, 10, 15, 30, 60];

export function PeoplePage() {
  const { formatMessage } = useIntl();
  const person = useSeat((seat) => seat.person);
  const scope = useScope('desk.administer');
  const why = !hasVault() ? 'none' : !person ? 'signIn' : scope === 'all' ? null : 'role';
  return (
    <div className="access-page">
      <IdleChoice />
      {why ? (
        <EmptyState icon="people" title={formatMessage({ id: `seat.people.${why}` })} />
      ) : (
        <PeopleTable />
      )}
    </div>
  );
}

function IdleChoice() {
  const { formatMessage } = useIntl();
  const { lockMinutes, set } = usePreferences();
  return (
    <FormGroup label={formatMessage({ id: 'seat.idle' })} labelFor="seat-idle" inline>
      <HTMLSelect
        id="seat-idle"
        value={lockMinutes}
        onChange={({ target }) => set({ lockMinutes: Number(target.value) })}
      >
        {[...new Set([...MINUTES, lockMinutes])]
          .sort((a, b) => a - b)
          .map((minutes) => (
            <option key={minutes} value={minutes}>
              {minutes === 0
                ? formatMessage({ id: 'seat.idle.never' })
                : formatMessage({ id: 'seat.idle.minutes' }, { minutes })}
            </option>
          ))}
      </HTMLSelect>
    </FormGroup>
  );
}

function PeopleTable() {
  const { formatMessage, formatDate } = useIntl();
  const say = (id: string) => formatMessage({ id });
  const me = useSeat((seat) => seat.person?.id);
  const [people, setPeople] = useState<PersonListing[]>([]);
  /** Id of the person whose form is open; '' : a new one. */
  const [edited, setEdited] = useState<string | null>(null);
  const [removing, setRemoving] = useState('');
  const [error, setError] = useState<SecretError | null>(null);
  const look = useCallback(() => {
    listPeople().then(setPeople, (thrown) => setError(secretError(thrown, Date.now())));
  }, []);
  useEffect(look, [look]);
  const remove = async (id: string) => {
    if (removing !== id) return setRemoving(id);
    setRemoving('');
    await asPerson((host, session) => host.call('people.remove', { session, id })).catch((thrown: unknown) =>
      setError(secretError(thrown, Date.now())),
    );
    look();
  };
  const until = ({ expiresAt, ended }: PersonListing) => {
    if (expiresAt === null) return say('seat.people.expires.never');
    return `${formatDate(expiresAt)}${ended ? ` · ${say('seat.people.ended')}` : ''}`;
  };
  return (
    <section className="data-section" aria-labelledby="seat-people">
      <h2 id="seat-people">{say('seat.people.list')}</h2>
      <table className="access-table">
        <thead>
          <tr>
            {['name', 'role.label', 'grids', 'expires', 'actions'].map((id) => (
              <th key={id}>{say(`seat.people.${id}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {people.map((each) => (
            <tr key={each.id}>
              <td>{each.name}</td>
              <td>{say(`access.role.${each.role}`)}</td>
              <td>{each.grids.join(' ')}</td>
              <td>{until(each)}</td>
              <td>
                <Button
                  size="small"
                  text={say('seat.people.edit')}
                  aria-label={`${say('seat.people.edit')} ${each.name}`}
                  onClick={() => setEdited(each.id)}
                />
                <Button
                  size="small"
                  variant="minimal"
                  disabled={each.id === me}
                  text={say(removing === each.id ? 'seat.people.removeSure' : 'seat.people.remove')}
                  onClick={() => void remove(each.id)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <SecretNote error={error} wait={0} />
      {edited === null ? (
        <Button icon="new-person" text={say('seat.people.add')} onClick={() => setEdited('')} />
      ) : (
        <PersonForm
          key={edited}
          person={people.find(({ id }) => id === edited) ?? null}
          onDone={() => {
            setEdited(null);
            look();
          }}
        />
      )}
    </section>
  );
}
