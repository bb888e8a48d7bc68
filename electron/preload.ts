/**
 * The only code of ours that runs beside the page with Electron in reach: puts `window.linliHost` there and nothing else.
 * Admits the contract's names only, hands payloads on without Electron's event object, holds no state but the listeners.
 * Built as one CommonJS file, since a sandboxed preload may require nothing but `electron`.
 */
import { contextBridge, ipcRenderer } from 'electron';
import {
  BRIDGE_EVENTS,
  BRIDGE_METHODS,
  BRIDGE_NAME,
  type BridgeAnswer,
  type BridgeCall,
  type BridgeEvent,
  CALL_CHANNEL,
  EVENT_CHANNEL,
  type HostBridge,
} from '../shared/host/bridge.ts';

const listeners = new Map<string, Set<(payload: unknown) => void>>();

ipcRenderer.on(EVENT_CHANNEL, (_event, message: BridgeEvent) => {
  for (const listener of listeners.get(message.event) ?? []) listener(message.payload);
});

async function call(method: string, args: unknown): Promise<BridgeAnswer> {
  if (!Object.hasOwn(BRIDGE_METHODS, method)) return { ok: false, code: 'unknown-method', detail: '' };
  try {
    const message: BridgeCall = { method, args };
    return await ipcRenderer.invoke(CALL_CHANNEL, message);
  } catch {
    // The main process is gone, or the arguments cannot be cloned; its text may hold values, so it is not passed on.
    return { ok: false, code: 'disconnected', detail: method };
  }
}

function on(event: string, listener: (payload: unknown) => void): () => void {
  if (!Object.hasOwn(BRIDGE_EVENTS, event)) return () => {};
  // A wrapper per subscription: the same function given twice is two subscriptions with two undos.
  const heard = (payload: unknown): void => listener(payload);
  const set = listeners.get(event) ?? new Set();
  listeners.set(event, set.add(heard));
  return () => {
    set.delete(heard);
  };
}

const bridge: HostBridge = Object.freeze({ call, on });
contextBridge.exposeInMainWorld(BRIDGE_NAME, bridge);
