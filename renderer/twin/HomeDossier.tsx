/** The page of a home: who lives there first, then the home itself, then vehicles and devices. */
import type { Dossier } from '../worker/engine-api.ts';
import { DossierHead, FieldGroups, LinkList, RecordActions, TagList } from './DossierParts.tsx';
import { groupFields, groupLinks } from './dossier-groups.ts';
import { LabelPopup } from './LabelPopup.tsx';
import { useWording } from './wording.ts';

export function HomeDossier({ dossier }: { dossier: Dossier }) {
  const wording = useWording();
  const { t } = wording;
  const groups = groupLinks(dossier.links);
  const people = groups.find((group) => group.table === 'residents')?.links ?? [];
  const tenure = dossier.fields.find((field) => field.column === 'tenure')?.value ?? '';
  return (
    <>
      <DossierHead
        table="homes"
        title={dossier.title}
        line={[wording.word('tenure', String(tenure)), t('twin.home.people', { count: people.length })].join(
          ' · ',
        )}
      >
        <RecordActions dossier={dossier} />
        <LabelPopup align="start" subjects={['homes']} source={{ from: 'rows', rows: [dossier.row] }} />
      </DossierHead>
      <TagList tags={dossier.tags} />
      {people.length === 0 && <p className="twin-hint">{t('twin.home.empty')}</p>}
      <LinkList title={t('twin.home.residents')} links={people} />
      <FieldGroups table="homes" groups={groupFields(dossier)} />
      {groups
        .filter((group) => group.table !== 'residents')
        .map(({ table, links }) => (
          <LinkList key={table} title={wording.table(table)} links={links} />
        ))}
    </>
  );
}
