/**
 * Hands the workspace's store to its components. Owns the context and the hooks; the state is in store.ts.
 */
import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { useStore } from 'zustand';
import type { TwinActions, TwinState, TwinStore } from './store.ts';

const TwinContext = createContext<TwinStore | null>(null);

/** Asks once when it mounts; everything below may use the store. */
export function TwinProvider({ store, children }: { store: TwinStore; children: ReactNode }) {
  useEffect(() => {
    if (store.getState().phase === 'idle') store.getState().refresh();
  }, [store]);
  return <TwinContext.Provider value={store}>{children}</TwinContext.Provider>;
}

/** The store itself, for actions. Throws outside a TwinProvider: a programming error. */
export function useTwinStore(): TwinStore {
  const store = useContext(TwinContext);
  if (!store) throw new Error('useTwin needs a TwinProvider');
  return store;
}

/** One value of the state; renders again when it changes. */
export function useTwin<T>(pick: (state: TwinState & TwinActions) => T): T {
  return useStore(useTwinStore(), pick);
}
