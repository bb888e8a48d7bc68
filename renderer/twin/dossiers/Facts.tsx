/** A block of facts on a record's page: a name and a value each, in the order given. Draws what it is given. */
import type { ReactNode } from 'react';
import type { Dossier } from '../../worker/engine-api.ts';
import { FieldGroups } from '../DossierParts.tsx';
import { groupFields } from '../dossier-groups.ts';
import { PersonalMark } from '../PersonalMark.tsx';
import { useWording, type Wording } from '../wording.ts';

export interface Fact {
  name: string;
  value: ReactNode;
  personal?: boolean;
}

export function Facts({ title, facts }: { title: string; facts: readonly (Fact | null)[] }) {
  const shown = facts.filter((fact) => fact !== null);
  if (shown.length === 0) return null;
  return (
    <section className="twin-block">
      <h3>{title}</h3>
      <dl className="twin-facts">
        {shown.map(({ name, value, personal }) => (
          <div key={name}>
            <dt>
              {name}
              {personal && <PersonalMark />}
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** A field of the record as a fact, named and worded as everywhere; null where the record has no such column. */
export function factOf(dossier: Dossier, column: string, wording: Wording, unit = ''): Fact | null {
  const field = dossier.fields.find((each) => each.column === column);
  if (!field) return null;
  const value = wording.value(dossier.table, column, field.value);
  return {
    name: wording.column(dossier.table, column),
    value: unit !== '' && value !== '–' ? `${value} ${unit}` : value,
    personal: field.pii,
  };
}

/** The value itself; '' where there is none. */
export function fieldOf(dossier: Dossier, column: string): string | number {
  return dossier.fields.find((each) => each.column === column)?.value ?? '';
}

/** A number of the record; null where it is not known. */
export function numberOf(dossier: Dossier, column: string): number | null {
  const value = fieldOf(dossier, column);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** What the page has not shown yet: ids, coordinates, how the link was found, columns of the file. */
export function OtherFields({ dossier, shown }: { dossier: Dossier; shown: readonly string[] }) {
  const { t } = useWording();
  const rest = dossier.fields.filter(({ column }) => !shown.includes(column));
  const groups = groupFields({ table: dossier.table, fields: rest }).map((group) => ({
    ...group,
    id: 'other',
  }));
  const fields = groups.flatMap((group) => group.fields);
  if (fields.length === 0) return null;
  return (
    <details className="twin-more">
      <summary>{t('twin.dossier.more')}</summary>
      <FieldGroups table={dossier.table} groups={[{ id: 'other', fields }]} />
    </details>
  );
}
