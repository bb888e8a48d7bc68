/**
 * Page of the desk: a day of before on the map. Owns the day, the moment and the running of time; the map shows the pins of that moment until
 * the page is left, and says all the while that they are not live.
 */
import './replay.css';
import { Button, HTMLSelect } from '@blueprintjs/core';
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import { type IntlShape, useIntl } from 'react-intl';
import type { Alert } from '../../../shared/cases/alert.ts';
import { chinaDayOf, DAY_MS, dayText } from '../../../shared/cases/china-day.ts';
import { dayStart } from '../../../shared/cases/period.ts';
import { happenedBy, pinsAt, type ReplayDay, type ReplayEvent } from '../../../shared/cases/replay.ts';
import { AlertBadge } from '../../app/AlertBadge.tsx';
import { alertName } from '../../app/alert-name.ts';
import { bringCase } from '../../app/bring-case.ts';
import { currentEngine } from '../../app/open-session.ts';
import { useReplay } from '../../app/replay-session.ts';
import type { CasePageProps } from '../case-pages.tsx';
import { errorText } from '../error-text.ts';
import { PageHead } from '../PageHead.tsx';
import { Problem } from '../Problem.tsx';

const SPEEDS = [1, 60, 600] as const;
/** Pins move no oftener than the live ones. */
const TICK_MS = 250;
const STEP_MS = 60_000;
const LEAP_MS = 15 * STEP_MS;
const MOST_LISTED = 100;

export function ReplayPage({ onClose, onCase, onShow }: CasePageProps) {
  const intl = useIntl();
  const say = (id: string) => intl.formatMessage({ id });
  const [today] = useState(() => dayText(chinaDayOf(Date.now())));
  const [day, setDay] = useState(today);
  const [at, setAt] = useState(() => Date.now());
  const [speed, setSpeed] = useState<number>(60);
  const [playing, setPlaying] = useState(false);
  const begin = dayStart(day);
  const { replay, problem } = useReplayDay(begin);
  const from = begin ?? 0;
  // What has not happened yet cannot be looked at.
  const end = Math.min(from + DAY_MS - 1, Date.now());
  const go = (to: number) => setAt(Math.max(from, Math.min(end, to)));
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => setAt((now) => now + TICK_MS * speed), TICK_MS);
    return () => clearInterval(timer);
  }, [playing, speed]);
  useEffect(() => {
    if (at < end || !playing) return;
    setPlaying(false);
    setAt(end);
  }, [at, end, playing]);
  useEffect(() => {
    useReplay.setState({ pins: replay ? pinsAt(replay, at) : [] });
  }, [replay, at]);
  // Whoever leaves is live again, by whatever way.
  useEffect(() => () => useReplay.setState({ pins: null }), []);
  const choose = (next: string) => {
    setDay(next);
    setPlaying(false);
    const start = dayStart(next);
    if (start !== null) setAt(next === today ? Date.now() : start + DAY_MS / 2);
  };
  const onKey = (event: KeyboardEvent) => {
    if (
      event.key !== ' ' ||
      event.target instanceof HTMLButtonElement ||
      event.target instanceof HTMLSelectElement
    )
      return;
    event.preventDefault();
    setPlaying(!playing);
  };
  const clock = (moment: number) => intl.formatDate(moment, { ...CLOCK, timeZone: 'Asia/Shanghai' });
  return (
    <div className="replay" onKeyDown={onKey}>
      <PageHead title={say('cases.page.replay')} onClose={onClose} />
      <p className="replay-mark" role="status">
        {say('cases.replay.mark')} <time>{`${day} ${clock(at)}`}</time>
      </p>
      <div className="replay-controls">
        <input
          type="date"
          aria-label={say('cases.replay.day')}
          value={day}
          max={today}
          onChange={({ currentTarget }) => choose(currentTarget.value)}
        />
        <output className="replay-clock">{clock(at)}</output>
        <input
          type="range"
          className="replay-slider"
          aria-label={say('cases.replay.time')}
          aria-valuetext={clock(at)}
          min={from}
          max={end}
          step={STEP_MS}
          value={Math.min(at, end)}
          onChange={({ currentTarget }) => go(Number(currentTarget.value))}
        />
        <div className="replay-buttons">
          <Button
            size="small"
            icon="step-backward"
            aria-label={say('cases.replay.back')}
            onClick={() => go(at - LEAP_MS)}
          />
          <Button
            size="small"
            intent="primary"
            icon={playing ? 'pause' : 'play'}
            text={say(playing ? 'cases.replay.pause' : 'cases.replay.play')}
            onClick={() => setPlaying(!playing)}
          />
          <Button
            size="small"
            icon="step-forward"
            aria-label={say('cases.replay.forward')}
            onClick={() => go(at + LEAP_MS)}
          />
          <HTMLSelect
            aria-label={say('cases.replay.speed')}
            value={speed}
            options={SPEEDS.map((value) => ({ value, label: `${value}×` }))}
            onChange={({ currentTarget }) => setSpeed(Number(currentTarget.value))}
          />
        </div>
      </div>
      <Problem text={problem === null ? '' : errorText(intl, problem)} />
      <Happened
        events={replay?.events ?? []}
        at={at}
        clock={clock}
        onChoose={({ caseId, lng, lat }) => {
          if (caseId !== '') void bringCase(caseId).then((there) => there && onCase(caseId));
          else if (lng !== null && lat !== null) onShow({ lng, lat });
        }}
      />
    </div>
  );
}

const CLOCK = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;

function Happened({
  events,
  at,
  clock,
  onChoose,
}: {
  events: readonly ReplayEvent[];
  at: number;
  clock(moment: number): string;
  onChoose(event: ReplayEvent): void;
}) {
  const intl = useIntl();
  const say = (id: string, values?: Record<string, number>) => intl.formatMessage({ id }, values);
  const count = happenedBy(events, at);
  const shown = useMemo(
    () => events.slice(Math.max(0, count - MOST_LISTED), count).reverse(),
    [events, count],
  );
  return (
    <div className="cases-scroll">
      <h3>{say('cases.replay.happened', { count })}</h3>
      <ol className="replay-events">
        {shown.map((event, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two clocks of one case may run out in the same moment; the place in the day is one's own.
          <li key={count - i}>
            <button type="button" onClick={() => onChoose(event)}>
              <time dateTime={new Date(event.at).toISOString()}>{clock(event.at)}</time>
              <AlertBadge level={event.level} size={16} />
              <span>
                <b>{nameOf(intl, event)}</b> ·{' '}
                {say(`cases.${event.caseId === '' ? 'replay' : 'command'}.${event.what}`)}
                <small>{[event.caseNo, event.place].filter(Boolean).join(' · ')}</small>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}

function nameOf(intl: IntlShape, { caseId, kind, condition }: ReplayEvent): string {
  if (caseId !== '') return intl.formatMessage({ id: `cases.matter.${kind}` });
  return alertName(intl, { kind: kind as Alert['kind'], condition });
}

/** What the ledger has of a day; asked anew for another one. */
function useReplayDay(begin: number | null): { replay: ReplayDay | null; problem: unknown } {
  const [found, setFound] = useState<{ replay: ReplayDay | null; problem: unknown }>(NOTHING);
  useEffect(() => {
    setFound(NOTHING);
    if (begin === null) return;
    let current = true;
    currentEngine()
      .replayDay({ from: begin, until: begin + DAY_MS })
      .then(
        (replay) => current && setFound({ replay, problem: null }),
        (problem) => current && setFound({ replay: null, problem }),
      );
    return () => {
      current = false;
    };
  }, [begin]);
  return found;
}

const NOTHING = { replay: null, problem: null };
