/**
 * Loads what is behind an open record, again when the answers change. Owns the order of answers: one that comes after
 * another record was opened is dropped.
 */
import { useCallback, useEffect, useState } from 'react';
import { useSession } from '../app/session.ts';
import type { BuildingDossier, Dossier } from '../worker/engine-api.ts';
import { useEngine } from '../worker/engine-context.tsx';
import { errorCode, type RecordKey } from './store.ts';
import { useTwin } from './twin-context.tsx';

export type Loaded<T> =
  | { state: 'loading' }
  | { state: 'failed'; code: string }
  | { state: 'ready'; value: T };

/** The answer of `load`, asked again when `load` is another function. */
export function useLoaded<T>(load: () => Promise<T>): Loaded<T> {
  const [loaded, setLoaded] = useState<{ of: () => Promise<T>; now: Loaded<T> } | null>(null);
  useEffect(() => {
    let current = true;
    load().then(
      (value) => current && setLoaded({ of: load, now: { state: 'ready', value } }),
      (error: unknown) =>
        current && setLoaded({ of: load, now: { state: 'failed', code: errorCode(error) } }),
    );
    return () => {
      current = false;
    };
  }, [load]);
  return loaded?.of === load ? loaded.now : { state: 'loading' };
}

export function useDossier({ table, row }: RecordKey): Loaded<Dossier> {
  const engine = useEngine();
  const records = useSession((session) => session.records);
  // biome-ignore lint/correctness/useExhaustiveDependencies: records changed, perhaps this one
  const fresh = useLoaded(useCallback(() => engine.dossier(table, row), [engine, table, row, records]));
  const [kept, setKept] = useState<Dossier | null>(null);
  useEffect(() => {
    if (fresh.state === 'ready') setKept(fresh.value);
  }, [fresh]);
  return fresh.state === 'loading' && kept?.row === row && kept.table === table
    ? { state: 'ready', value: kept }
    : fresh;
}

/** Asked again when filter or selection changed, since cells count what matches; the old plan stays meanwhile. */
export function useBuilding(row: number): Loaded<BuildingDossier> {
  const engine = useEngine();
  const revision = useTwin((state) => state.revision);
  // biome-ignore lint/correctness/useExhaustiveDependencies: revision asks again
  const fresh = useLoaded(useCallback(() => engine.building(row), [engine, row, revision]));
  const [kept, setKept] = useState<BuildingDossier | null>(null);
  useEffect(() => {
    if (fresh.state === 'ready') setKept(fresh.value);
  }, [fresh]);
  return fresh.state === 'loading' && kept?.row === row ? { state: 'ready', value: kept } : fresh;
}
