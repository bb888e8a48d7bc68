/** Carries the contract's events from the services to whatever transports are listening. Holds no history. */
import type { EventName, EventPayload } from '../../shared/host/contract.ts';

export type EventListener = <E extends EventName>(event: E, payload: EventPayload<E>) => void;

export interface HostEvents {
  emit: EventListener;
  /** Returns its own undo. */
  subscribe(listener: EventListener): () => void;
}

export function createHostEvents(): HostEvents {
  const listeners = new Set<EventListener>();
  return {
    emit: (event, payload) => {
      for (const listener of [...listeners]) listener(event, payload);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
