/**
 * The page of a camera: where it looks (drawn), whose it is and who may view it, who lives in what it sees. It shows no picture: the state
 * of that says what is and what is not connected.
 */
import { sectorRing } from '../../../shared/geo/sector.ts';
import type { Dossier } from '../../worker/engine-api.ts';
import { DossierHead, LinkList, RecordActions } from '../DossierParts.tsx';
import { groupLinks } from '../dossier-groups.ts';
import { useWording } from '../wording.ts';
import { AroundFigures } from './AroundFigures.tsx';
import { Facts, factOf, fieldOf, numberOf, OtherFields } from './Facts.tsx';

const SHOWN = ['kind', 'owner', 'health', 'viewers', 'bearing', 'view', 'range', 'snapshot', 'stream'];

export function CameraDossier({ dossier }: { dossier: Dossier }) {
  const wording = useWording();
  const { t } = wording;
  const word = (column: string) => wording.value('cameras', column, fieldOf(dossier, column));
  const [bearing, view, range] = ['bearing', 'view', 'range'].map((name) => numberOf(dossier, name) ?? 0);
  const ring = dossier.point && sectorRing(dossier.point, { bearing, view, range });
  return (
    <>
      <DossierHead table="cameras" title={dossier.title} line={`${word('kind')} · ${word('owner')}`}>
        <RecordActions dossier={dossier} />
      </DossierHead>
      <section className="twin-block">
        <h3>{t('twin.camera.picture')}</h3>
        <p className="twin-snapshot">{t(`twin.camera.${pictureState(dossier)}`)}</p>
      </section>
      <section className="twin-block">
        <h3>{t('twin.group.view')}</h3>
        <div className="twin-camera">
          <Compass bearing={bearing} view={view} />
          <dl className="twin-facts twin-facts-short">
            {[
              [
                wording.column('cameras', 'bearing'),
                `${bearing}° ${t(`twin.compass.${compassPoint(bearing)}`)}`,
              ],
              [wording.column('cameras', 'view'), view > 0 ? `${view}°` : '–'],
              [wording.column('cameras', 'range'), range > 0 ? wording.distance(range) : '–'],
            ].map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </div>
        {ring && <p className="twin-hint">{t('twin.camera.walls')}</p>}
      </section>
      <Facts
        title={t('twin.group.device')}
        facts={['owner', 'viewers', 'health'].map((column) => factOf(dossier, column, wording))}
      />
      {ring && (
        <AroundFigures title={t('twin.camera.sees')} shape={{ type: 'polygon', rings: [ring] }} places />
      )}
      {groupLinks(dossier.links).map(({ table, links }) => (
        <LinkList key={table} title={wording.table(table)} links={links} />
      ))}
      <OtherFields dossier={dossier} shown={SHOWN} />
    </>
  );
}

/** Whether there would be a picture: its address is written down, or not. This program fetches none. */
function pictureState(dossier: Dossier): 'noPicture' | 'registered' {
  return fieldOf(dossier, 'snapshot') === '' && fieldOf(dossier, 'stream') === ''
    ? 'noPicture'
    : 'registered';
}

const POINTS = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const;

/** The nearest of eight points of the compass. */
function compassPoint(bearing: number): (typeof POINTS)[number] {
  return POINTS[Math.round((((bearing % 360) + 360) % 360) / 45) % 8];
}

/** The field of view on a compass, north up. */
function Compass({ bearing, view }: { bearing: number; view: number }) {
  const { t } = useWording();
  const at = (degrees: number) => {
    const angle = ((degrees - 90) * Math.PI) / 180;
    return `${(40 + 30 * Math.cos(angle)).toFixed(1)} ${(40 + 30 * Math.sin(angle)).toFixed(1)}`;
  };
  const wide = Math.min(view, 359.9);
  const wedge =
    view > 0
      ? `M40 40L${at(bearing - wide / 2)}A30 30 0 ${wide > 180 ? 1 : 0} 1 ${at(bearing + wide / 2)}Z`
      : '';
  return (
    <svg
      className="twin-compass"
      viewBox="0 0 80 80"
      role="img"
      aria-label={t('twin.camera.drawn', { bearing, view })}
    >
      <circle cx="40" cy="40" r="30" />
      <path d={wedge} />
      <text x="40" y="8" textAnchor="middle">
        {t('twin.compass.n')}
      </text>
    </svg>
  );
}
