/** One group of check boxes of the filter panel, each with its count under the other filters. Shows what it is given. */
import { type ReactNode, useId, useState } from 'react';
import type { WordCount } from '../../shared/query/selection.ts';
import { useWording } from './wording.ts';

export interface FacetListProps {
  title: string;
  counts: WordCount[];
  chosen: string[];
  label(word: string): string;
  onToggle(word: string): void;
  /** Open from the start; otherwise only when something is chosen. */
  open?: boolean;
  /** Stands above the boxes (any / all). */
  extra?: ReactNode;
  /** Rows shown before "more". */
  limit?: number;
}

/** Chosen words always show, even where nothing matches them now. */
export function facetRows(counts: WordCount[], chosen: string[]): WordCount[] {
  const rows = counts.filter(({ word, count }) => count > 0 || chosen.includes(word));
  for (const word of chosen) if (!rows.some((row) => row.word === word)) rows.push({ word, count: 0 });
  return rows;
}

export function FacetList(props: FacetListProps) {
  const { title, counts, chosen, label, onToggle, open = false, extra, limit = 8 } = props;
  const { t, people } = useWording();
  const [all, setAll] = useState(false);
  const id = useId();
  const rows = facetRows(counts, chosen);
  const shown = all ? rows : rows.slice(0, Math.max(limit, chosen.length));
  return (
    <Disclosure title={title} badge={chosen.length} open={open || chosen.length > 0}>
      {extra}
      <ul className="twin-facets" aria-label={title}>
        {shown.map((row) => (
          <li key={row.word}>
            <label htmlFor={`${id}-${row.word}`} data-none={row.count === 0}>
              <input
                id={`${id}-${row.word}`}
                type="checkbox"
                checked={chosen.includes(row.word)}
                onChange={() => onToggle(row.word)}
              />
              <span>{label(row.word)}</span>
              <b>{people(row.count)}</b>
            </label>
          </li>
        ))}
        {rows.length === 0 && <li className="twin-facets-none">{t('twin.facet.none')}</li>}
      </ul>
      {rows.length > shown.length && (
        <button type="button" className="twin-link" onClick={() => setAll(true)}>
          {t('twin.more', { count: rows.length - shown.length })}
        </button>
      )}
    </Disclosure>
  );
}

export interface DisclosureProps {
  title: string;
  /** How many choices are active inside; 0 shows nothing. */
  badge?: number;
  open?: boolean;
  children: ReactNode;
}

/** A titled part that folds; it opens by itself only the first time. */
export function Disclosure({ title, badge = 0, open = false, children }: DisclosureProps) {
  const { t } = useWording();
  const [shown, setShown] = useState(open);
  const id = useId();
  return (
    <section className="twin-fold">
      <h3>
        <button type="button" aria-expanded={shown} aria-controls={id} onClick={() => setShown(!shown)}>
          <svg className="twin-caret" viewBox="0 0 16 16" aria-hidden="true">
            <path d="m6 4 4 4-4 4" />
          </svg>
          <span>{title}</span>
          {badge > 0 && (
            <b className="twin-badge" title={t('twin.facet.active', { count: badge })}>
              {badge}
            </b>
          )}
        </button>
      </h3>
      <div id={id} hidden={!shown} className="twin-fold-body">
        {shown && children}
      </div>
    </section>
  );
}
