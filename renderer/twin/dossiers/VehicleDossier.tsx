/** The page of a vehicle: plate as the role may see it, whose it is and where it stands, the home's other vehicles. */
import type { Dossier } from '../../worker/engine-api.ts';
import { DossierHead, LinkList, RecordActions } from '../DossierParts.tsx';
import { groupLinks } from '../dossier-groups.ts';
import { useWording } from '../wording.ts';
import { Facts, factOf, fieldOf, OtherFields } from './Facts.tsx';

const SHOWN = ['plate', 'kind', 'energy', 'parking'];

export function VehicleDossier({ dossier }: { dossier: Dossier }) {
  const wording = useWording();
  const { t } = wording;
  const word = (column: string) => wording.value('vehicles', column, fieldOf(dossier, column));
  const others = dossier.links.filter(({ relation }) => relation === 'sameHomeVehicle');
  const rest = dossier.links.filter(({ relation }) => relation !== 'sameHomeVehicle');
  const owned = rest.some(({ table }) => table === 'residents');
  return (
    <>
      <DossierHead
        table="vehicles"
        title={dossier.title}
        line={[word('kind'), word('energy')].filter((part) => part !== '–').join(' · ')}
      >
        <RecordActions dossier={dossier} />
      </DossierHead>
      <Facts
        title={t('twin.group.vehicle')}
        facts={['plate', 'energy', 'parking'].map((column) => factOf(dossier, column, wording))}
      />
      {!owned && <p className="twin-hint">{t('twin.vehicle.ownerless')}</p>}
      {groupLinks(rest).map(({ table, links }) => (
        <LinkList
          key={table}
          title={table === 'residents' ? t('twin.vehicle.owner') : wording.table(table)}
          links={links}
        />
      ))}
      <LinkList title={t('twin.vehicle.others')} links={others} />
      <OtherFields dossier={dossier} shown={SHOWN} />
    </>
  );
}
