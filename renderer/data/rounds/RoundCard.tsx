/** One round: how far each grid is, which homes are left, a sheet to take along, and its end. */
import { Button } from '@blueprintjs/core';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import { useIntl } from 'react-intl';
import { isSettled, progressOf, type Round, VISIT_STATES } from '../../../shared/work/round.ts';
import { useScope } from '../../app/access/seat.ts';
import { useCount } from '../../app/count.tsx';
import { useDeskActions } from '../../app/desk-actions.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import { RoundHomes } from './RoundHomes.tsx';
import { RoundSheet } from './RoundSheet.tsx';
import { byGrid, type GridPart, homeState, useRounds } from './store.ts';

export function RoundCard({ round }: { round: Round }) {
  const { formatMessage, formatDate } = useIntl();
  const count = useCount();
  const engine = useEngine();
  const { homes, workers, grid, only, busy, look, close } = useRounds();
  const [closing, setClosing] = useState(false);
  const may = useScope('record.edit') !== 'none' && round.closedAt === 0;
  const showRows = useDeskActions((actions) => actions.showRows);
  const parts = byGrid(round, homes);
  const shown = grid === null ? homes : homes.filter(({ gridRow }) => gridRow === grid);
  const progress = progressOf(
    round,
    shown.map(({ id }) => id),
  );
  const rowsOf = (settled: boolean) =>
    shown.flatMap((home) => (home.row !== null && isSettled(homeState(home)) === settled ? [home.row] : []));
  const day = (ms: number) => formatDate(ms, { dateStyle: 'medium', timeZone: 'UTC' });
  return (
    <section className="data-section" aria-labelledby="rounds-card">
      <h2 id="rounds-card">
        {round.name} <small className="data-number">{count(homes.length)}</small>
      </h2>
      <p className="data-note">
        {[
          formatMessage({ id: `access.purpose.${round.purpose}` }),
          round.words,
          round.dueDay > 0
            ? formatMessage({ id: 'rounds.until' }, { day: day(round.dueDay * 86_400_000) })
            : '',
          round.closedAt > 0 ? formatMessage({ id: 'rounds.closed' }) : '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <GridTable parts={parts} />
      <fieldset className="work-states">
        <legend className="visually-hidden">{formatMessage({ id: 'rounds.state' })}</legend>
        {VISIT_STATES.map((state) => (
          <button
            key={state}
            type="button"
            data-state={state}
            aria-pressed={only === state}
            onClick={() => look({ only: only === state ? null : state })}
          >
            {formatMessage({ id: `rounds.state.${state}` })}
            <b>{count(progress[state])}</b>
          </button>
        ))}
      </fieldset>
      <div className="data-buttons">
        <Button
          icon="print"
          disabled={homes.length === 0}
          text={formatMessage({ id: 'rounds.print' })}
          onClick={() => window.print()}
        />
        <Button
          icon="map"
          disabled={rowsOf(false).length === 0}
          text={formatMessage({ id: 'rounds.mapLeft' })}
          onClick={() => showRows('homes', rowsOf(false))}
        />
        <Button
          icon="map"
          disabled={rowsOf(true).length === 0}
          text={formatMessage({ id: 'rounds.mapDone' })}
          onClick={() => showRows('homes', rowsOf(true))}
        />
        <Button
          icon="tick"
          disabled={!may || busy}
          text={formatMessage({ id: 'rounds.close' })}
          onClick={() => setClosing(true)}
        />
      </div>
      {closing && may && (
        <div className="tags-asked" role="alert">
          <p>
            {formatMessage({ id: 'rounds.close.ask' }, { count: count(progress.todo + progress.nobodyIn) })}
          </p>
          <div className="data-buttons">
            <Button
              className="data-primary"
              loading={busy}
              text={formatMessage({ id: 'rounds.close' })}
              onClick={() => void close(engine)}
            />
            <Button text={formatMessage({ id: 'tags.leave' })} onClick={() => setClosing(false)} />
          </div>
        </div>
      )}
      <RoundHomes
        round={round}
        homes={only === null ? shown : shown.filter((home) => homeState(home) === only)}
        may={may}
      />
      {createPortal(
        <div className="work-print">
          {parts
            .filter((part) => grid === null || part.grid === grid)
            .map((part) => (
              <RoundSheet key={part.grid} round={round} part={part} workers={workers.get(part.grid) ?? []} />
            ))}
        </div>,
        document.body,
      )}
    </section>
  );
}

function GridTable({ parts }: { parts: GridPart[] }) {
  const { formatMessage } = useIntl();
  const count = useCount();
  const { workers, grid, look } = useRounds();
  return (
    <table className="quality-table">
      <thead>
        <tr>
          <th scope="col">{formatMessage({ id: 'quality.sheet.grid' })}</th>
          <th scope="col">{formatMessage({ id: 'word.workerRole.gridWorker' })}</th>
          <th scope="col">{formatMessage({ id: 'rounds.progress' })}</th>
          <th scope="col" className="data-number">
            {formatMessage({ id: 'rounds.settled' })}
          </th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => {
          const settled = part.progress.done + part.progress.refused + part.progress.problem;
          const share = Math.round((100 * settled) / part.homes.length);
          const name = part.grid < 0 ? formatMessage({ id: 'quality.noGrid' }) : part.name;
          return (
            <tr key={part.grid} data-grid={part.grid} aria-selected={grid === part.grid}>
              <th scope="row">
                <button
                  type="button"
                  className="quality-name"
                  aria-pressed={grid === part.grid}
                  onClick={() => look({ grid: grid === part.grid ? null : part.grid, at: null })}
                >
                  {name}
                </button>
              </th>
              <td>{(workers.get(part.grid) ?? []).join('、')}</td>
              <td>
                <span className="work-bar" role="img" aria-label={`${name} ${share}%`}>
                  <i style={{ width: `${share}%` }} />
                </span>
              </td>
              <td className="data-number">
                {count(settled)} / {count(part.homes.length)}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
