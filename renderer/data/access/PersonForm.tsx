/** One person of the desk: name, role, own grids, PIN, the day on which access ends. Saved by the host, which checks everything again. */
import { Button, FormGroup, HTMLSelect, InputGroup } from '@blueprintjs/core';
import { type FormEvent, useState } from 'react';
import { useIntl } from 'react-intl';
import { ROLE_IDS, ROLES, type Role } from '../../../shared/access/roles.ts';
import type { PersonListing } from '../../../shared/host/access-schemas.ts';
import { SecretNote } from '../../app/access/SecretNote.tsx';
import { asPerson } from '../../app/access/seat.ts';
import { type SecretError, secretError } from '../../app/access/secret-error.ts';
import { useSession } from '../../app/session.ts';

const ROLES_OF_PERSONS = ROLE_IDS.filter((role) => ROLES[role].person);

/** The last moment of a day as typed, in this machine's time zone; null: none. */
export function endOfDay(day: string): number | null {
  const [year, month, date] = day.split('-').map(Number);
  if (!year || !month || !date) return null;
  return new Date(year, month - 1, date + 1).getTime() - 1;
}

/** `YYYY-MM-DD` here. */
export function dayOf(time: number | null): string {
  if (time === null) return '';
  const day = new Date(time);
  const pad = (part: number) => String(part).padStart(2, '0');
  return `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;
}

export function PersonForm({ person, onDone }: { person: PersonListing | null; onDone(): void }) {
  const { formatMessage } = useIntl();
  const say = (id: string) => formatMessage({ id });
  const grids = useSession((session) => session.community?.grids) ?? [];
  const [name, setName] = useState(person?.name ?? '');
  const [role, setRole] = useState<Role>(person?.role ?? 'gridWorker');
  const [own, setOwn] = useState<string[]>(person?.grids ?? []);
  const [day, setDay] = useState(dayOf(person?.expiresAt ?? null));
  const [pin, setPin] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<SecretError | null>(null);
  const traits = ROLES[role];
  const whole = name.trim() !== '' && (person || pin !== '') && (!traits.expires || day !== '');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await asPerson((host, session) =>
        host.call('people.save', {
          session,
          person: {
            id: person?.id ?? null,
            name: name.trim(),
            role,
            grids: traits.ownGrids ? own : [],
            pin: pin === '' ? null : pin,
            expiresAt: endOfDay(day),
          },
        }),
      );
      onDone();
    } catch (thrown) {
      setError(secretError(thrown, Date.now()));
      setBusy(false);
    }
  };
  return (
    <form className="data-card access-form" onSubmit={(event) => void submit(event)}>
      <FormGroup label={say('seat.people.name')} labelFor="person-name">
        <InputGroup
          id="person-name"
          value={name}
          autoComplete="off"
          onChange={({ target }) => setName(target.value)}
        />
      </FormGroup>
      <FormGroup label={say('seat.people.role.label')} labelFor="person-role">
        <HTMLSelect
          id="person-role"
          fill
          value={role}
          onChange={({ target }) => setRole(ROLES_OF_PERSONS.find((each) => each === target.value) ?? role)}
        >
          {ROLES_OF_PERSONS.map((each) => (
            <option key={each} value={each}>
              {say(`access.role.${each}`)}
            </option>
          ))}
        </HTMLSelect>
      </FormGroup>
      {traits.ownGrids && (
        <FormGroup label={say('seat.people.grids')} labelFor="person-grids">
          <select
            id="person-grids"
            className="access-grids"
            multiple
            value={own}
            onChange={({ target }) => setOwn(Array.from(target.selectedOptions, ({ value }) => value))}
          >
            {grids.map(({ code, name: title }) => (
              <option key={code} value={code}>
                {`${code} ${title}`}
              </option>
            ))}
          </select>
        </FormGroup>
      )}
      <FormGroup label={say('seat.people.expires')} labelFor="person-until">
        <InputGroup
          id="person-until"
          type="date"
          value={day}
          onChange={({ target }) => setDay(target.value)}
        />
      </FormGroup>
      <FormGroup label={say(person ? 'seat.people.newPin' : 'seat.pin')} labelFor="person-pin">
        <InputGroup
          id="person-pin"
          type="password"
          inputMode="numeric"
          autoComplete="off"
          value={pin}
          onChange={({ target }) => setPin(target.value)}
        />
      </FormGroup>
      <SecretNote error={error} wait={0} />
      <div className="data-buttons">
        <Button type="submit" loading={busy} disabled={!whole} text={say('seat.people.save')} />
        <Button variant="minimal" text={say('seat.cancel')} onClick={onDone} />
      </div>
    </form>
  );
}
