/** The page of a building: what and where it is, its stacking plan, and the devices, cameras and facilities on it. */
import type { BuildingDossier } from '../worker/engine-api.ts';
import { DossierHead, LinkList } from './DossierParts.tsx';
import { isOpen } from './filter-edit.ts';
import { StackingPlan } from './StackingPlan.tsx';
import { useTwin, useTwinStore } from './twin-context.tsx';
import { useWording } from './wording.ts';

export interface BuildingPageProps {
  building: BuildingDossier;
  onTable(): void;
}

export function BuildingPage({ building, onTable }: BuildingPageProps) {
  const { t, word, count, people } = useWording();
  const store = useTwinStore();
  const filter = useTwin((state) => state.history.present.filter);
  const line = [
    building.compound,
    word('buildingUse', building.use),
    t('twin.building.floors', { count: building.floors }),
    building.builtYear > 0 ? t('twin.building.built', { year: String(building.builtYear) }) : null,
  ];
  const select = () =>
    store.getState().select({ type: 'members', table: 'buildings', rows: [building.row] }, 'replace');
  return (
    <>
      <DossierHead
        table="buildings"
        title={building.name === '' ? building.address : building.name}
        line={line.filter(Boolean).join(' · ')}
      >
        <button type="button" className="twin-button" onClick={select}>
          {t('twin.selectThis')}
        </button>
        <button
          type="button"
          className="twin-button"
          onClick={() => {
            select();
            onTable();
          }}
        >
          {t('twin.building.people')}
        </button>
      </DossierHead>
      <dl className="twin-facts twin-facts-short">
        <div>
          <dt>{t('column.buildings.address')}</dt>
          <dd>{building.address}</dd>
        </div>
        <div>
          <dt>{t('table.grids')}</dt>
          <dd>{building.grid ? `${building.grid.code} ${building.grid.name}` : t('twin.building.noGrid')}</dd>
        </div>
        <div>
          <dt>{t('word.workerRole.gridWorker')}</dt>
          <dd>{building.workers.length > 0 ? building.workers.join(t('twin.list')) : '–'}</dd>
        </div>
        <div>
          <dt>{t('twin.building.counts')}</dt>
          <dd>
            {t('twin.building.numbers', {
              homes: building.withheld ? '–' : count(building.cells.length),
              households: people(building.households),
              residents: people(building.residents),
            })}
          </dd>
        </div>
      </dl>
      {building.cells.length === 0 ? (
        <p className="twin-hint">
          {t(building.withheld ? 'twin.building.noStacking' : 'twin.building.noHomes')}
        </p>
      ) : (
        <StackingPlan
          key={building.row}
          building={building}
          filtered={!isOpen(filter)}
          onOpenHome={(row) => store.getState().open({ table: 'homes', row })}
          onSelectHomes={(rows, combine) =>
            store.getState().select({ type: 'members', table: 'homes', rows }, combine, true)
          }
          onHoverHome={(row) => store.getState().setHover(row === null ? null : { table: 'homes', row })}
        />
      )}
      <LinkList title={t('table.devices')} links={building.devices} />
      <LinkList title={t('table.cameras')} links={building.cameras} />
      <LinkList title={t('table.facilities')} links={building.facilities} />
    </>
  );
}
