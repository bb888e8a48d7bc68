/** Page "profile": what is called and done otherwise in this place. Checked as a whole before it is kept; shows what is wrong where it is. */
import { Button, FormGroup, InputGroup, NumericInput, TextArea } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import * as v from 'valibot';
import { AREA_LEVELS, type LocalProfile, LocalProfileSchema } from '../../../shared/model/local-profile.ts';
import { useScope } from '../../app/access/seat.ts';
import { saveLocalProfile, useLocalProfile } from '../../app/local-profile.ts';
import { currentHost } from '../../app/open-session.ts';
import { ErrorNote } from '../ErrorNote.tsx';
import { draftOf, type ProfileDraft, profileOf } from './draft.ts';
import './profile.css';

const LISTS = ['departments', 'teams', 'categories'] as const;
type Outcome = { name: 'idle' | 'saving' | 'saved' } | { name: 'failed'; code: string };

export function ProfilePage() {
  const { formatMessage } = useIntl();
  const { profile } = useLocalProfile();
  const may = useScope('desk.administer') === 'all';
  const [draft, setDraft] = useState<ProfileDraft>(() => draftOf(profile));
  const [outcome, setOutcome] = useState<Outcome>({ name: 'idle' });
  useEffect(() => setDraft(draftOf(profile)), [profile]);
  const checked = v.safeParse(LocalProfileSchema, profileOf(draft));
  const wrong = new Set(
    checked.success ? [] : checked.issues.map((issue) => String(issue.path?.[0]?.key ?? '')),
  );
  const change = (step: Partial<ProfileDraft>) => {
    setDraft({ ...draft, ...step });
    setOutcome({ name: 'idle' });
  };
  const save = async (next: LocalProfile) => {
    setOutcome({ name: 'saving' });
    try {
      await saveLocalProfile(currentHost(), next);
      setOutcome({ name: 'saved' });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'internal';
      setOutcome({ name: 'failed', code });
    }
  };
  const hint = (part: string) =>
    wrong.has(part) ? formatMessage({ id: `profile.wrong.${part}` }) : undefined;
  return (
    <form
      className="profile-page"
      onSubmit={(event) => {
        event.preventDefault();
        if (checked.success) void save(checked.output);
      }}
    >
      <h2>{formatMessage({ id: 'data.page.profile' })}</h2>
      <p className="data-note">{formatMessage({ id: may ? 'profile.hint' : 'profile.noRight' })}</p>
      <fieldset disabled={!may}>
        <legend>{formatMessage({ id: 'profile.levels' })}</legend>
        <p className="data-note">{hint('levels') ?? formatMessage({ id: 'profile.levels.hint' })}</p>
        {AREA_LEVELS.map((level) => (
          <div key={level} className="profile-level">
            <span>{formatMessage({ id: `profile.level.${level}` })}</span>
            {(['zh', 'en'] as const).map((language) => (
              <InputGroup
                key={language}
                aria-label={`${formatMessage({ id: `profile.level.${level}` })} (${language})`}
                value={draft.levels[level][language]}
                placeholder={formatMessage({ id: `profile.in.${language}` })}
                onValueChange={(text) =>
                  change({
                    levels: { ...draft.levels, [level]: { ...draft.levels[level], [language]: text } },
                  })
                }
              />
            ))}
          </div>
        ))}
      </fieldset>
      <fieldset disabled={!may}>
        <legend>{formatMessage({ id: 'profile.gridTarget' })}</legend>
        <p className="data-note">{hint('gridTarget') ?? formatMessage({ id: 'profile.gridTarget.hint' })}</p>
        <div className="profile-target">
          {(['min', 'max'] as const).map((end) => (
            <FormGroup key={end} label={formatMessage({ id: `profile.${end}` })} labelFor={`profile-${end}`}>
              <NumericInput
                id={`profile-${end}`}
                value={draft[end]}
                buttonPosition="none"
                onValueChange={(_, text) => change({ [end]: text })}
              />
            </FormGroup>
          ))}
        </div>
      </fieldset>
      <fieldset disabled={!may} className="profile-lists">
        {LISTS.map((list) => (
          <FormGroup
            key={list}
            label={formatMessage({ id: `profile.${list}` })}
            labelFor={`profile-${list}`}
            helperText={hint(list) ?? formatMessage({ id: 'profile.perLine' })}
          >
            <TextArea
              id={`profile-${list}`}
              fill
              rows={5}
              value={draft[list]}
              onChange={(event) => change({ [list]: event.target.value })}
            />
          </FormGroup>
        ))}
      </fieldset>
      {outcome.name === 'failed' && <ErrorNote error={{ code: outcome.code, params: {} }} />}
      <div className="profile-foot">
        <Button
          type="submit"
          intent="primary"
          text={formatMessage({ id: 'profile.save' })}
          disabled={!may || !checked.success || outcome.name === 'saving'}
        />
        {outcome.name === 'saved' && <span role="status">{formatMessage({ id: 'profile.saved' })}</span>}
      </div>
    </form>
  );
}
