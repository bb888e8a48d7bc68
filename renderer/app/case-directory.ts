/** Whom cases can be given to in the open community: its workers and parties, as the host's directory has them. */
import { useEffect } from 'react';
import { create } from 'zustand';
import type { Directory } from '../../shared/host/contract.ts';
import { currentEngine } from './open-session.ts';
import { useSession } from './session.ts';

interface CaseDirectory {
  generation: string;
  /** Id of the community; ''. */
  community: string;
  workers: NonNullable<Directory['workers']>;
  parties: NonNullable<Directory['parties']>;
}

const useStore = create<CaseDirectory>(() => ({ generation: '', community: '', workers: [], parties: [] }));

/** Read once a generation, and again when records changed. */
export function useCaseDirectory(): CaseDirectory {
  const generation = useSession(({ community }) => community?.generation ?? '');
  const records = useSession((session) => session.records);
  const key = `${generation}.${records}`;
  useEffect(() => {
    if (useStore.getState().generation === key) return;
    useStore.setState({ generation: key });
    currentEngine()
      .directory()
      .then(
        (found) => {
          const { community = '', workers = [], parties = [] } = found ?? {};
          useStore.setState({ community, workers, parties });
        },
        () => undefined,
      );
  }, [key]);
  return useStore();
}
