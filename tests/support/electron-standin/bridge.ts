/**
 * Runs the built preload in a context of its own, where `require` knows `electron` alone, and wires it to a started main
 * process: gives the very object that a page would find as `window.linliHost`.
 */
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import type { HostBridge } from '../../../shared/host/bridge.ts';
import type { StandinContents } from './contents.ts';
import type { Standin } from './standin.ts';
import { invoke, PRELOAD } from './start.ts';

export interface LoadedPreload {
  /** What the preload put on the page, by name. */
  readonly exposed: Map<string, unknown>;
  readonly required: string[];
  readonly channels: string[];
  /** Delivers a message as Electron would, event object included. */
  deliver(channel: string, message: unknown): void;
}

/** @param ask answers `ipcRenderer.invoke` */
export function loadPreload(ask: (channel: string, message: unknown) => Promise<unknown>): LoadedPreload {
  const listeners = new Map<string, (event: object, message: unknown) => void>();
  const loaded: LoadedPreload = {
    exposed: new Map(),
    required: [],
    channels: [],
    deliver: (channel, message) => listeners.get(channel)?.({ sender: 'secret', ports: [] }, message),
  };
  const electron = {
    contextBridge: { exposeInMainWorld: (name: string, api: unknown) => loaded.exposed.set(name, api) },
    ipcRenderer: {
      invoke: (channel: string, message: unknown) => {
        loaded.channels.push(channel);
        return ask(channel, message);
      },
      on: (channel: string, listener: (event: object, message: unknown) => void) =>
        listeners.set(channel, listener),
    },
  };
  const require = (name: string): unknown => {
    loaded.required.push(name);
    if (name !== 'electron') throw new Error(`a sandboxed preload may not require '${name}'`);
    return electron;
  };
  runInContext(
    `(function (require, exports, module) {${readFileSync(PRELOAD, 'utf8')}\n})`,
    createContext({}),
  )(require, {}, {});
  return loaded;
}

/** The bridge of one window of a started main process, both built files in between. */
export function bridgeOf(standin: Standin, contents: StandinContents): HostBridge {
  const preload = loadPreload((_channel, message) => invoke(standin, contents, message));
  contents.onSend = ({ channel, message }) => preload.deliver(channel, message);
  return preload.exposed.get('linliHost') as HostBridge;
}
