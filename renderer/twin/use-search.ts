/**
 * Asks the engine for a text while it is typed. Owns the order of answers: only that of the newest text counts.
 * Recent texts are kept for this window alone: they may be names, so they are never written to disk.
 */
import { useEffect, useState } from 'react';
import type { TableName } from '../../shared/model/tables.ts';
import { noteSearch } from '../app/access/audit-notes.ts';
import { useSession } from '../app/session.ts';
import type { SearchHit } from '../worker/engine-api.ts';
import { useEngine } from '../worker/engine-context.tsx';

export interface SearchState {
  /** The text the hits belong to. */
  text: string;
  hits: SearchHit[];
  failed: boolean;
}

const NOTHING: SearchState = { text: '', hits: [], failed: false };
/** Records listed over all groups. */
const LIMIT = 24;

/** Hits that are persons or lead to one. */
const OF_PERSONS: readonly TableName[] = ['residents', 'contacts', 'vehicles'];

/** Hits of the newest answered text; compare `text` with what is typed to know whether it is still asking. */
export function useSearch(text: string): SearchState {
  const engine = useEngine();
  const [state, setState] = useState<SearchState>(NOTHING);
  useEffect(() => {
    const asked = text.trim();
    if (asked === '' || asked.startsWith('>')) {
      setState({ ...NOTHING, text: asked });
      return;
    }
    let current = true;
    engine.search(asked, LIMIT).then(
      (hits) => {
        if (!current) return;
        setState({ text: asked, hits, failed: false });
        // Of made-up people nothing is written down.
        const isReal = useSession.getState().community?.personal === 'open';
        noteSearch(isReal ? hits.filter(({ table }) => OF_PERSONS.includes(table)).length : 0);
      },
      () => current && setState({ text: asked, hits: [], failed: true }),
    );
    return () => {
      current = false;
    };
  }, [engine, text]);
  return state;
}
