/**
 * Cameras that look at the place of a case or an alert: the nearest first, one in large, with what it sees now; and those near it that look elsewhere. Says so
 * when none sees the place.
 */
import { Button, Callout, Spinner, Tag } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import type { AlertLevel } from '../../../shared/cases/alert.ts';
import type { CameraAt } from '../../../shared/query/cameras-at.ts';
import { useScope } from '../../app/access/seat.ts';
import { codeOf } from '../../app/error-code.ts';
import { currentEngine } from '../../app/open-session.ts';
import { useSession } from '../../app/session.ts';
import type { CaseToolProps } from '../case-pages.tsx';
import { Problem } from '../Problem.tsx';
import { caseLine, ToolHead } from '../tools/ToolHead.tsx';
import { useWords } from '../tools/use-words.ts';
import { CameraSetup } from './CameraSetup.tsx';
import { CameraView } from './CameraView.tsx';
import './cameras.css';

export function CamerasTool({ file, onClose, onShow }: CaseToolProps) {
  const { lng, lat } = file.place;
  if (lng === null || lat === null) return null;
  return (
    <Cameras
      {...{ lng, lat, onClose, onShow, level: file.level, line: caseLine(file), caseId: file.caseId }}
    />
  );
}

interface Props extends Pick<CaseToolProps, 'onClose' | 'onShow'> {
  lng: number;
  lat: number;
  level: AlertLevel;
  /** What it is about, under the title. */
  line: string;
  /** For the audit; '' for an alert without a case. */
  caseId: string;
}

/** The same for any place. */
export function Cameras({ lng, lat, level, line, caseId, onClose, onShow }: Props) {
  const { formatMessage } = useIntl();
  const say = (id: string) => formatMessage({ id });
  const { found, problem } = useCameras(lng, lat);
  const [chosen, setChosen] = useState<string | null>(null);
  const [setting, setSetting] = useState(false);
  const [kept, setKept] = useState(0);
  const administers = useScope('desk.administer') !== 'none';
  const seeing = found?.filter((each) => each.sees) ?? [];
  const others = found?.filter((each) => !each.sees) ?? [];
  const shown = found?.find(({ id }) => id === chosen) ?? seeing[0] ?? null;
  return (
    <>
      <ToolHead title={say('cases.tool.cameras')} level={level} line={line} onClose={onClose} />
      <div className="tool-body">
        <Problem text={problem === '' ? '' : say(`error.${problem}`)} />
        {!found && problem === '' && <Spinner size={24} aria-label={say('cases.tool.loading')} />}
        {found && seeing.length === 0 && (
          <Callout compact icon="eye-off">
            {say(found.length === 0 ? 'cases.cameras.noneNear' : 'cases.cameras.noneSees')}
          </Callout>
        )}
        {shown && (
          <>
            <CameraView key={`${shown.id}.${kept}`} camera={shown} caseId={caseId} />
            <p className="cam-line">
              <Facts camera={shown} />
              <Button
                size="small"
                variant="minimal"
                icon="map-marker"
                text={say('cases.cameras.onMap')}
                onClick={() => onShow({ lng: shown.point[0], lat: shown.point[1] })}
              />
              {administers && (
                <Button
                  size="small"
                  variant="minimal"
                  icon="cog"
                  active={setting}
                  text={say('cases.cameras.setup')}
                  onClick={() => setSetting(!setting)}
                />
              )}
            </p>
            {setting && administers && (
              <CameraSetup
                key={shown.id}
                id={shown.id}
                onDone={() => {
                  setSetting(false);
                  setKept(kept + 1);
                }}
              />
            )}
          </>
        )}
        <CameraList title={say('cases.cameras.seeing')} cameras={seeing} shown={shown} onChoose={setChosen} />
        <CameraList title={say('cases.cameras.others')} cameras={others} shown={shown} onChoose={setChosen} />
        <p className="tool-none">{say('cases.cameras.audited')}</p>
      </div>
    </>
  );
}

function CameraList({
  title,
  cameras,
  shown,
  onChoose,
}: {
  title: string;
  cameras: readonly CameraAt[];
  shown: CameraAt | null;
  onChoose(id: string): void;
}) {
  if (cameras.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className="cam-list" aria-label={title}>
        {cameras.map((camera) => (
          <li key={camera.row}>
            <button
              type="button"
              className="cases-row"
              aria-current={camera.id === shown?.id}
              onClick={() => onChoose(camera.id)}
            >
              <Arrow camera={camera} />
              <span className="cases-what">
                <b>{camera.label}</b>
                <Facts camera={camera} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Facts({ camera }: { camera: CameraAt }) {
  const words = useWords();
  const word = (column: 'kind' | 'owner' | 'viewers') =>
    camera[column] === '' ? '' : words.value('cameras', column, camera[column]);
  return (
    <span>
      {[words.distance(camera.metres), word('kind'), word('owner')].filter(Boolean).join(' · ')}{' '}
      {camera.health !== 'ok' && camera.health !== '' && (
        <Tag minimal intent="warning">
          {words.value('cameras', 'health', camera.health)}
        </Tag>
      )}
    </span>
  );
}

/** The way it faces, north up. */
function Arrow({ camera }: { camera: CameraAt }) {
  return (
    <svg className="cam-arrow" viewBox="-10 -10 20 20" aria-hidden="true">
      <circle r="9" />
      <path d="M0 -8L4 4L0 1L-4 4Z" transform={`rotate(${camera.faces})`} />
    </svg>
  );
}

function useCameras(lng: number, lat: number): { found: CameraAt[] | null; problem: string } {
  const [found, setFound] = useState<CameraAt[] | null>(null);
  const [problem, setProblem] = useState('');
  const records = useSession((session) => session.records);
  // biome-ignore lint/correctness/useExhaustiveDependencies: records may have changed.
  useEffect(() => {
    let current = true;
    currentEngine()
      .camerasAt([lng, lat])
      .then(
        (cameras) => current && setFound(cameras),
        (error: unknown) => current && setProblem(codeOf(error)),
      );
    return () => {
      current = false;
    };
  }, [lng, lat, records]);
  return { found, problem };
}
