/** Where the picture of a camera is fetched from, by an administrator: kind, address, credentials, who may look. Credentials are never shown again. */
import { Button, Checkbox, FormGroup, HTMLSelect, InputGroup } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { ROLE_IDS, type Role } from '../../../shared/access/roles.ts';
import { CAMERA_KINDS, type CameraSource } from '../../../shared/cameras/camera-source.ts';
import { CASE_ROLES_OF } from '../../../shared/cases/case-actor.ts';
import { asWhoIsHere, hasVault } from '../../app/access/seat.ts';
import { errorText } from '../error-text.ts';
import { Problem } from '../Problem.tsx';

const ROLES = ROLE_IDS.filter((role) => CASE_ROLES_OF[role].length > 0);
const AT_FIRST: Role[] = ['dutyOperator', 'streetOfficer', 'administrator'];

export function CameraSetup({ id, onDone }: { id: string; onDone(): void }) {
  const intl = useIntl();
  const say = (text: string) => intl.formatMessage({ id: text });
  const [camera, setCamera] = useState<CameraSource>({ id, kind: 'snapshot', url: '', roles: AT_FIRST });
  const [listed, setListed] = useState(false);
  const [hasSecret, setHasSecret] = useState(false);
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    let current = true;
    asWhoIsHere((to, session) => to.call('cameras.list', { session })).then(
      ({ cameras }) => {
        const found = cameras.find((each) => each.camera.id === id);
        if (!current || !found) return;
        setCamera(found.camera);
        setListed(true);
        setHasSecret(found.secret === true);
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [id]);
  const run = async (work: () => Promise<unknown>) => {
    setBusy(true);
    setProblem('');
    try {
      await work();
      onDone();
    } catch (error) {
      setProblem(errorText(intl, error));
      setBusy(false);
    }
  };
  const save = () =>
    asWhoIsHere((to, session) =>
      to.call('cameras.save', {
        ...{ session, camera },
        // Left empty, what was set before stays.
        ...(user !== '' || password !== '' ? { secret: { user, password } } : {}),
      }),
    );
  const remove = () => asWhoIsHere((to, session) => to.call('cameras.remove', { session, id }));
  return (
    <form
      className="cases-form"
      onSubmit={(event) => {
        event.preventDefault();
        void run(save);
      }}
    >
      <FormGroup label={say('cases.cameras.kind')} labelFor="cam-kind">
        <HTMLSelect
          id="cam-kind"
          fill
          value={camera.kind}
          options={CAMERA_KINDS.map((kind) => ({ value: kind, label: say(`cases.cameras.kind.${kind}`) }))}
          onChange={({ currentTarget }) =>
            setCamera({
              ...camera,
              kind: CAMERA_KINDS.find((kind) => kind === currentTarget.value) ?? 'snapshot',
            })
          }
        />
      </FormGroup>
      <FormGroup
        label={say('cases.cameras.url')}
        labelFor="cam-url"
        helperText={say('cases.cameras.urlHelp')}
      >
        <InputGroup
          id="cam-url"
          type="url"
          required
          value={camera.url}
          onValueChange={(url) => setCamera({ ...camera, url })}
        />
      </FormGroup>
      <div className="cam-secret">
        <FormGroup label={say('cases.cameras.user')} labelFor="cam-user">
          <InputGroup id="cam-user" autoComplete="off" value={user} onValueChange={setUser} />
        </FormGroup>
        <FormGroup label={say('cases.cameras.password')} labelFor="cam-password">
          <InputGroup
            id="cam-password"
            type="password"
            autoComplete="new-password"
            placeholder={hasSecret ? say('cases.cameras.isSet') : ''}
            value={password}
            onValueChange={setPassword}
          />
        </FormGroup>
      </div>
      {hasVault() && (
        <fieldset className="cam-roles">
          <legend>{say('cases.cameras.roles')}</legend>
          {ROLES.map((role) => (
            <Checkbox
              key={role}
              label={say(`access.role.${role}`)}
              checked={camera.roles.includes(role)}
              onChange={({ currentTarget }) =>
                setCamera({
                  ...camera,
                  roles: currentTarget.checked
                    ? [...camera.roles, role]
                    : camera.roles.filter((each) => each !== role),
                })
              }
            />
          ))}
        </fieldset>
      )}
      <Problem text={problem} />
      <div className="cases-buttons">
        <Button type="submit" intent="primary" disabled={busy} text={say('cases.cameras.save')} />
        {listed && (
          <Button disabled={busy} text={say('cases.cameras.remove')} onClick={() => void run(remove)} />
        )}
      </div>
    </form>
  );
}
