/** The homes of a round as a list; one at a time is opened to write down what was found there. */
import { Button, Checkbox, FormGroup, InputGroup } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { type Round, VISIT_STATES, type VisitState } from '../../../shared/work/round.ts';
import { hasVault } from '../../app/access/seat.ts';
import { useCount } from '../../app/count.tsx';
import { useDeskActions } from '../../app/desk-actions.ts';
import { useSession } from '../../app/session.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import type { RoundHome } from '../../worker/work-api.ts';
import { homeState, useRounds } from './store.ts';
import { VisitCase } from './VisitCase.tsx';

/** Homes listed at once; the grids and states above narrow the list. */
const SHOWN = 150;

export function RoundHomes({ round, homes, may }: { round: Round; homes: RoundHome[]; may: boolean }) {
  const { formatMessage, formatDate } = useIntl();
  const count = useCount();
  const { at, look } = useRounds();
  const open = useDeskActions((actions) => actions.openRecord);
  const named = (home: RoundHome) =>
    home.row === null ? formatMessage({ id: 'work.gone' }, { id: home.id }) : home.label;
  return (
    <>
      <div className="data-scroll work-list">
        <table className="quality-table">
          <tbody>
            {homes.slice(0, SHOWN).map((home) => {
              const { id, row, grid, people, visit, note } = home;
              return (
                <tr key={id} data-home={id} data-state={homeState(home)} aria-selected={at === id}>
                  <th scope="row">
                    {row === null ? (
                      <span className="work-gone">{named(home)}</span>
                    ) : (
                      <button type="button" className="quality-name" onClick={() => open('homes', row)}>
                        {named(home)}
                      </button>
                    )}
                    {note && <div className="work-note">{note}</div>}
                    {visit?.note && note === null && (
                      <div className="work-note">{formatMessage({ id: 'rounds.note.sealed' })}</div>
                    )}
                  </th>
                  <td>{grid}</td>
                  <td className="data-number">{formatMessage({ id: 'rounds.people' }, { count: people })}</td>
                  <td>
                    {formatMessage({ id: `rounds.state.${homeState(home)}` })}
                    {visit && (
                      <div className="work-note">
                        {formatDate(visit.at, { dateStyle: 'short', timeStyle: 'short' })}
                      </div>
                    )}
                    {homeState(home) === 'problem' && (
                      <VisitCase round={round.id} home={home} name={named(home)} />
                    )}
                  </td>
                  <td>
                    <Button
                      size="small"
                      disabled={!may}
                      aria-label={`${named(home)} ${formatMessage({ id: 'rounds.write' })}`}
                      text={formatMessage({ id: 'rounds.write' })}
                      onClick={() => look({ at: at === id ? null : id })}
                    />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {homes.length > SHOWN && (
        <p className="data-note">
          {formatMessage({ id: 'notices.more' }, { shown: SHOWN, count: count(homes.length) })}
        </p>
      )}
      {homes
        .filter(({ id }) => id === at && may)
        .map((home) => (
          <VisitForm key={home.id} round={round} home={home} name={named(home)} />
        ))}
    </>
  );
}

function VisitForm({ round, home, name }: { round: Round; home: RoundHome; name: string }) {
  const { formatMessage } = useIntl();
  const engine = useEngine();
  const { busy, visit, look } = useRounds();
  const demo = useSession((session) => session.community?.source.kind === 'sample');
  const [state, setState] = useState<VisitState>(home.visit?.state ?? 'done');
  const [ticked, setTicked] = useState<number[]>(home.visit?.ticked ?? []);
  const [note, setNote] = useState(home.note ?? '');
  const tick = (item: number) =>
    setTicked(ticked.includes(item) ? ticked.filter((each) => each !== item) : [...ticked, item].sort());
  return (
    <div className="work-visit" role="group" aria-label={name}>
      <h3>{name}</h3>
      <span className="quality-choice">
        {VISIT_STATES.map((each) => (
          <button key={each} type="button" aria-pressed={state === each} onClick={() => setState(each)}>
            {formatMessage({ id: `rounds.state.${each}` })}
          </button>
        ))}
      </span>
      {round.items.length > 0 && (
        <div className="work-items">
          {round.items.map((item, i) => (
            <Checkbox
              // biome-ignore lint/suspicious/noArrayIndexKey: the place in the checklist is the item.
              key={i}
              checked={ticked.includes(i)}
              label={item}
              onChange={() => tick(i)}
            />
          ))}
        </div>
      )}
      <FormGroup
        label={formatMessage({ id: 'rounds.note' })}
        helperText={formatMessage({
          id: hasVault() ? 'rounds.note.willSeal' : `rounds.note.${demo ? 'plain' : 'needsVault'}`,
        })}
        labelFor="rounds-note"
      >
        <InputGroup
          id="rounds-note"
          disabled={!hasVault() && !demo}
          maxLength={200}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </FormGroup>
      <div className="data-buttons">
        <Button
          className="data-primary"
          loading={busy}
          text={formatMessage({ id: 'rounds.save' })}
          onClick={() => void visit(engine, { home: home.id, state, ticked, note })}
        />
        <Button
          disabled={busy}
          text={formatMessage({ id: 'tags.leave' })}
          onClick={() => look({ at: null })}
        />
      </div>
    </div>
  );
}
