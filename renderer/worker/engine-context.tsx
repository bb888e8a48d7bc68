/**
 * Hands the data worker's API to the components that ask it. Owns the context only; client.ts makes the engine.
 */
import { createContext, useContext } from 'react';
import type { DataEngine } from './engine-api.ts';

/** Calls answer asynchronously: the same API whether the engine is a worker or stands in the page (tests). */
export const EngineContext = createContext<DataEngine | null>(null);

/** The engine of this window. Throws outside an EngineContext provider: a programming error. */
export function useEngine(): DataEngine {
  const engine = useContext(EngineContext);
  if (!engine) throw new Error('useEngine needs an EngineContext');
  return engine;
}
