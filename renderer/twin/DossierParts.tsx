/** The parts every record page is made of: heading, groups of fields, tags, links. Draws what it is given. */
import type { ReactNode } from 'react';
import type { TableName } from '../../shared/model/tables.ts';
import type { Dossier, RecordRef } from '../worker/engine-api.ts';
import type { FieldGroup } from './dossier-groups.ts';
import { KindSymbol } from './KindSymbol.tsx';
import { PersonalMark } from './PersonalMark.tsx';
import { useTwinStore } from './twin-context.tsx';
import { useWording } from './wording.ts';

export interface DossierHeadProps {
  table: TableName;
  title: string;
  /** One quiet line under the title. */
  line?: string;
  /** Beside the title. */
  picture?: ReactNode;
  children?: ReactNode;
}

export function DossierHead({ table, title, line, picture, children }: DossierHeadProps) {
  const wording = useWording();
  return (
    <header className="twin-dossier-head">
      <p className="twin-dossier-kind">
        <KindSymbol table={table} />
        {wording.table(table)}
      </p>
      <div className="twin-dossier-head-row">
        {picture}
        <h2>{title === '' ? wording.t('twin.nameless') : title}</h2>
      </div>
      {line && <p>{line}</p>}
      {children && <div className="twin-actions">{children}</div>}
    </header>
  );
}

export function TagList({ tags }: { tags: string[] }) {
  const { t, tag } = useWording();
  if (tags.length === 0) return null;
  return (
    <ul className="twin-tags" aria-label={t('twin.tags')}>
      {tags.map((each) => (
        <li key={each}>{tag(each)}</li>
      ))}
    </ul>
  );
}

export function FieldGroups({ table, groups }: { table: TableName; groups: FieldGroup[] }) {
  const { t, column, value } = useWording();
  return groups.map((group) => (
    <section key={group.id} className="twin-block">
      <h3>{t(`twin.group.${group.id}`)}</h3>
      <dl className="twin-facts">
        {group.fields.map((field) => (
          <div key={field.column}>
            <dt>
              {column(table, field.column)}
              {field.pii && <PersonalMark />}
            </dt>
            <dd>{value(table, field.column, field.value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  ));
}

export interface LinkListProps {
  title: string;
  /** `note` stands at the end of the line, as a relation does. */
  links: (RecordRef & { relation?: string; note?: string })[];
}

/** Click opens the linked record; the pointer over it lights it on the map. */
export function LinkList({ title, links }: LinkListProps) {
  const { kind, relation, count } = useWording();
  const store = useTwinStore();
  if (links.length === 0) return null;
  const open = (link: RecordRef) => {
    store.getState().open({ table: link.table, row: link.row });
    if (link.point) store.getState().goTo(link.point);
  };
  return (
    <section className="twin-block">
      <h3>
        {title} <small>{count(links.length)}</small>
      </h3>
      <ul className="twin-links" onMouseLeave={() => store.getState().setHover(null)}>
        {links.map((link) => (
          <li key={`${link.table}-${link.row}-${link.relation ?? ''}`}>
            <button
              type="button"
              onClick={() => open(link)}
              onMouseEnter={() => store.getState().setHover({ table: link.table, row: link.row })}
            >
              <KindSymbol table={link.table} />
              <span>{link.label}</span>
              <small>{kind(link.table, link.kind)}</small>
              {link.relation && (
                <small className="twin-relation">{relation(link.relation, link.table)}</small>
              )}
              {link.note && <small className="twin-relation">{link.note}</small>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Actions every record has: its place on the map, and itself as the selection. */
export function RecordActions({ dossier }: { dossier: Pick<Dossier, 'table' | 'row' | 'point'> }) {
  const { t } = useWording();
  const store = useTwinStore();
  const { table, row, point } = dossier;
  const members =
    table === 'grids' ||
    table === 'compounds' ||
    table === 'areas' ||
    table === 'buildings' ||
    table === 'homes';
  return (
    <>
      {point && (
        <button type="button" className="twin-button" onClick={() => store.getState().goTo(point)}>
          {t('twin.zoomTo')}
        </button>
      )}
      <button
        type="button"
        className="twin-button"
        onClick={() =>
          store
            .getState()
            .select(
              members ? { type: 'members', table, rows: [row] } : { type: 'rows', table, rows: [row] },
              'replace',
            )
        }
      >
        {t('twin.selectThis')}
      </button>
    </>
  );
}
