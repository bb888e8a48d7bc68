/** The page of any record without a page of its own: its fields in groups, then what it is linked to. */
import type { Dossier } from '../worker/engine-api.ts';
import { DossierHead, FieldGroups, LinkList, RecordActions, TagList } from './DossierParts.tsx';
import { groupFields, groupLinks } from './dossier-groups.ts';
import { useWording } from './wording.ts';

export function RecordDossier({ dossier }: { dossier: Dossier }) {
  const wording = useWording();
  const kind = dossier.fields.find((field) => field.column === 'kind')?.value;
  return (
    <>
      <DossierHead
        table={dossier.table}
        title={dossier.title}
        line={kind === undefined ? undefined : wording.value(dossier.table, 'kind', kind)}
      >
        <RecordActions dossier={dossier} />
      </DossierHead>
      <TagList tags={dossier.tags} />
      <FieldGroups table={dossier.table} groups={groupFields(dossier)} />
      {groupLinks(dossier.links).map(({ table, links }) => (
        <LinkList key={table} title={wording.table(table)} links={links} />
      ))}
    </>
  );
}
