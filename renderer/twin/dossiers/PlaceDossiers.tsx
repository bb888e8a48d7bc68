/** The pages of an organisation, a facility and a worker: what each is there for, and what belongs to it. */
import { useCallback } from 'react';
import type { Dossier } from '../../worker/engine-api.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import { DossierHead, LinkList, RecordActions, TagList } from '../DossierParts.tsx';
import { groupLinks } from '../dossier-groups.ts';
import { useLoaded } from '../use-record.ts';
import { useWording } from '../wording.ts';
import { AroundFigures } from './AroundFigures.tsx';
import { Facts, factOf, fieldOf, OtherFields } from './Facts.tsx';

export function OrganisationDossier({ dossier }: { dossier: Dossier }) {
  const wording = useWording();
  const { t } = wording;
  const facts = (...columns: string[]) => columns.map((column) => factOf(dossier, column, wording));
  return (
    <>
      <DossierHead
        table="organisations"
        title={dossier.title}
        line={wording.value('organisations', 'kind', fieldOf(dossier, 'kind'))}
      >
        <RecordActions dossier={dossier} />
      </DossierHead>
      <TagList tags={dossier.tags} />
      <Facts
        title={t('twin.group.registration')}
        facts={facts('unifiedCode', 'licence', 'address', 'headcount')}
      />
      <Facts title={t('twin.group.contact')} facts={facts('contact', 'phone')} />
      {groupLinks(dossier.links).map(({ table, links }) => (
        <LinkList
          key={table}
          title={
            table === 'facilities' || table === 'devices'
              ? t('twin.organisation.there', { table: wording.table(table) })
              : wording.table(table)
          }
          links={links}
        />
      ))}
      <OtherFields
        dossier={dossier}
        shown={['name', 'kind', 'unifiedCode', 'licence', 'address', 'headcount', 'contact', 'phone']}
      />
    </>
  );
}

/** Metres that people walk to a facility. */
const REACH = 300;
/** Others of the same kind that are named, and among how many they are looked for. */
const ALTERNATIVES = 3;
const LOOKED_AT = 80;

export function FacilityDossier({ dossier }: { dossier: Dossier }) {
  const wording = useWording();
  const { t } = wording;
  return (
    <>
      <DossierHead
        table="facilities"
        title={dossier.title}
        line={wording.value('facilities', 'kind', fieldOf(dossier, 'kind'))}
      >
        <RecordActions dossier={dossier} />
      </DossierHead>
      <Facts
        title={t('twin.group.facility')}
        facts={['kind', 'party'].map((column) => factOf(dossier, column, wording))}
      />
      {dossier.point && (
        <AroundFigures
          title={t('twin.facility.reach', { metres: REACH })}
          shape={{ type: 'circle', center: dossier.point, radius: REACH }}
        />
      )}
      <Alternatives dossier={dossier} />
      {groupLinks(dossier.links).map(({ table, links }) => (
        <LinkList key={table} title={wording.table(table)} links={links} />
      ))}
      <OtherFields dossier={dossier} shown={['name', 'kind', 'party']} />
    </>
  );
}

/** The nearest of the same kind, for when this one is shut. */
function Alternatives({ dossier }: { dossier: Dossier }) {
  const { t, distance } = useWording();
  const engine = useEngine();
  const { row, point } = dossier;
  const kind = String(fieldOf(dossier, 'kind'));
  const [lng, lat] = point ?? [Number.NaN, Number.NaN];
  const found = useLoaded(
    useCallback(async () => {
      if (Number.isNaN(lng)) return [];
      const request = { point: [lng, lat] as [number, number], tables: ['facilities' as const] };
      const hits = await engine.near({ ...request, k: LOOKED_AT, within: Number.POSITIVE_INFINITY });
      return hits
        .filter((hit) => hit.row !== row && hit.kind === kind)
        .slice(0, ALTERNATIVES)
        .map((hit) => ({ ...hit, note: distance(hit.distance) }));
    }, [engine, lng, lat, row, kind, distance]),
  );
  if (found.state !== 'ready') return null;
  if (found.value.length === 0) return <p className="twin-hint">{t('twin.facility.only')}</p>;
  return <LinkList title={t('twin.facility.others')} links={found.value} />;
}

export function WorkerDossier({ dossier }: { dossier: Dossier }) {
  const wording = useWording();
  const { t } = wording;
  const facts = (...columns: string[]) => columns.map((column) => factOf(dossier, column, wording));
  const onDuty = fieldOf(dossier, 'onDuty');
  return (
    <>
      <DossierHead
        table="workers"
        title={dossier.title}
        line={[
          wording.value('workers', 'role', fieldOf(dossier, 'role')),
          onDuty === '' ? '' : t(onDuty === 'yes' ? 'twin.worker.onDuty' : 'twin.worker.offDuty'),
        ]
          .filter(Boolean)
          .join(' · ')}
      >
        <RecordActions dossier={dossier} />
      </DossierHead>
      <Facts title={t('twin.group.duty')} facts={facts('onDuty', 'post', 'shift')} />
      <Facts title={t('twin.group.call')} facts={facts('phone')} />
      {groupLinks(dossier.links).map(({ table, links }) => (
        <LinkList key={table} title={wording.table(table)} links={links} />
      ))}
      <OtherFields dossier={dossier} shown={['name', 'role', 'onDuty', 'post', 'shift', 'phone']} />
    </>
  );
}
