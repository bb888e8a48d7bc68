/** The page of a person: name, sex and age, tags, fields in groups, and the chain person - home - car - device. */
import type { Dossier } from '../worker/engine-api.ts';
import { DossierHead, FieldGroups, LinkList, RecordActions, TagList } from './DossierParts.tsx';
import { groupFields, groupLinks } from './dossier-groups.ts';
import { FieldSources } from './FieldSources.tsx';
import { LabelPopup } from './LabelPopup.tsx';
import { ServiceList } from './ServiceList.tsx';
import { useWording } from './wording.ts';

export function ResidentDossier({ dossier }: { dossier: Dossier }) {
  const wording = useWording();
  const { t } = wording;
  const field = (column: string) => dossier.fields.find((each) => each.column === column)?.value ?? '';
  const line = [
    field('sex') === '' ? null : wording.value('residents', 'sex', field('sex')),
    dossier.age === null ? t('twin.age.unknown') : t('twin.age.years', { age: dossier.age }),
    field('kind') === '' ? null : wording.value('residents', 'kind', field('kind')),
  ];
  const home = dossier.links.some((link) => link.table === 'homes');
  return (
    <>
      <DossierHead
        table="residents"
        title={dossier.title}
        line={line.filter((part) => part !== null).join(' · ')}
      >
        <RecordActions dossier={dossier} />
        <LabelPopup align="start" subjects={['residents']} source={{ from: 'rows', rows: [dossier.row] }} />
      </DossierHead>
      <TagList tags={dossier.tags} />
      {!home && <p className="twin-hint">{t('twin.resident.homeless')}</p>}
      <FieldGroups table="residents" groups={groupFields(dossier)} />
      <FieldSources text={String(field('sources'))} />
      <ServiceList services={dossier.services ?? []} />
      {groupLinks(dossier.links).map(({ table, links }) => (
        <LinkList
          key={table}
          title={table === 'residents' ? t('twin.resident.household') : wording.table(table)}
          links={links}
        />
      ))}
    </>
  );
}
