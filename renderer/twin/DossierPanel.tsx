/** The right panel while a record is open: the way back, then the page of its kind. Owns no fields of its own. */
import { type ReactNode, useEffect, useState } from 'react';
import type { TableName } from '../../shared/model/tables.ts';
import { useSeat } from '../app/access/seat.ts';
import type { Dossier } from '../worker/engine-api.ts';
import { BuildingPage } from './BuildingPage.tsx';
import { CameraDossier } from './dossiers/CameraDossier.tsx';
import { DeviceDossier } from './dossiers/DeviceDossier.tsx';
import { FacilityDossier, OrganisationDossier, WorkerDossier } from './dossiers/PlaceDossiers.tsx';
import { VehicleDossier } from './dossiers/VehicleDossier.tsx';
import { HomeDossier } from './HomeDossier.tsx';
import { NearBy } from './NearBy.tsx';
import { Notice } from './Notice.tsx';
import { RecordDossier } from './RecordDossier.tsx';
import { ResidentDossier } from './ResidentDossier.tsx';
import { RevealBar } from './RevealBar.tsx';
import type { RecordKey } from './store.ts';
import { useTwin, useTwinStore } from './twin-context.tsx';
import { type Loaded, useBuilding, useDossier } from './use-record.ts';
import { useWording } from './wording.ts';

export interface DossierPanelProps {
  /** Opens the drawer on the people of the selection. */
  onTable(): void;
}

export function DossierPanel({ onTable }: DossierPanelProps) {
  const { t } = useWording();
  const trail = useTwin((state) => state.trail);
  const person = useSeat((seat) => seat.person?.id ?? '');
  const record = trail.at(-1);
  if (!record) return null;
  return (
    <section className="twin-dossier" aria-label={t('twin.dossier')}>
      <DossierBar trail={trail} />
      {record.table === 'buildings' ? (
        <BuildingLoader row={record.row} onTable={onTable} />
      ) : (
        <RecordLoader key={`${record.table}-${record.row}-${person}`} record={record} />
      )}
      <NearBy key={`near-${record.table}-${record.row}`} record={record} />
    </section>
  );
}

function DossierBar({ trail }: { trail: RecordKey[] }) {
  const wording = useWording();
  const { t } = wording;
  const store = useTwinStore();
  const shown = useTwin((state) => state.linksShown);
  const last = trail.length - 1;
  return (
    <div className="twin-dossier-bar">
      <nav aria-label={t('twin.trail')}>
        <ol className="twin-trail">
          <li>
            <button type="button" className="twin-link" onClick={() => store.getState().backTo(-1)}>
              {t('twin.summary')}
            </button>
          </li>
          {trail.map((record, at) => (
            <li key={`${record.table}-${record.row}`} aria-current={at === last ? 'page' : undefined}>
              {at === last ? (
                wording.table(record.table)
              ) : (
                <button type="button" className="twin-link" onClick={() => store.getState().backTo(at)}>
                  {wording.table(record.table)}
                </button>
              )}
            </li>
          ))}
        </ol>
      </nav>
      <button
        type="button"
        className="twin-icon"
        aria-pressed={shown}
        aria-label={t('twin.linksOnMap')}
        title={t('twin.linksOnMap')}
        onClick={() => store.getState().setLinksShown(!shown)}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M4 12.500 12 3.500M4 12.500h8M2.500 12.500a1.500 1.500 0 1 0 3 0 1.500 1.500 0 0 0-3 0Zm8-9a1.500 1.500 0 1 0 3 0 1.500 1.500 0 0 0-3 0Zm0 9a1.500 1.500 0 1 0 3 0 1.500 1.500 0 0 0-3 0Z" />
        </svg>
      </button>
      <button
        type="button"
        className="twin-icon"
        aria-label={t('twin.back')}
        title={t('twin.back')}
        onClick={() => store.getState().backTo(last - 1)}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M7 3.500 2.500 8 7 12.500M3 8h10.500" />
        </svg>
      </button>
    </div>
  );
}

function BuildingLoader({ row, onTable }: { row: number; onTable(): void }) {
  const building = useBuilding(row);
  return (
    <LoadedPage loaded={building}>
      {(value) => <BuildingPage building={value} onTable={onTable} />}
    </LoadedPage>
  );
}

function RecordLoader({ record }: { record: RecordKey }) {
  const loaded = useDossier(record);
  const store = useTwinStore();
  const shown = useTwin((state) => state.linksShown);
  const dossier = loaded.state === 'ready' ? loaded.value : null;
  useEffect(() => {
    store.getState().showLinks(shown ? dossier : null);
    return () => store.getState().showLinks(null);
  }, [store, dossier, shown]);
  return <LoadedPage loaded={loaded}>{(value) => <DossierPage dossier={value} />}</LoadedPage>;
}

/** Who is at the desk decides what is masked: another person, another page. */
function DossierPage({ dossier }: { dossier: Dossier }) {
  const [revealed, setRevealed] = useState<Dossier | null>(null);
  const shown = revealed ?? dossier;
  return (
    <>
      {shown.masked && <RevealBar dossier={shown} masked={shown.masked} onRevealed={setRevealed} />}
      <DossierKind dossier={shown} />
    </>
  );
}

/** Pages by kind of record; any other gets the general one. */
const PAGES: Partial<Record<TableName, (props: { dossier: Dossier }) => ReactNode>> = {
  homes: HomeDossier,
  residents: ResidentDossier,
  vehicles: VehicleDossier,
  devices: DeviceDossier,
  cameras: CameraDossier,
  organisations: OrganisationDossier,
  facilities: FacilityDossier,
  workers: WorkerDossier,
};

function DossierKind({ dossier }: { dossier: Dossier }) {
  const Page = PAGES[dossier.table] ?? RecordDossier;
  return <Page dossier={dossier} />;
}

function LoadedPage<T>({ loaded, children }: { loaded: Loaded<T>; children(value: T): ReactNode }) {
  const { t, error } = useWording();
  if (loaded.state === 'failed')
    return <Notice title={t('twin.dossier.failed')} text={error(loaded.code)} live />;
  if (loaded.state === 'ready') return children(loaded.value);
  return (
    <div className="twin-waiting" role="status">
      <span className="visually-hidden">{t('twin.loading')}</span>
      {[48, 24, 160, 96].map((height) => (
        <span key={height} className="twin-skeleton" style={{ height }} />
      ))}
    </div>
  );
}
