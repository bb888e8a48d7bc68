/**
 * The online basemap in this window: what the host says of it, its tiles from our own origin below the map, its settings for who may see
 * them. A basemap from a file goes before it. Nothing here asks the internet: that is the host's.
 */
import { createStore } from 'zustand/vanilla';
import type { Host } from '../../shared/host/contract.ts';
import type { BasemapStatus, OnlineBasemap } from '../../shared/host/online-basemap.ts';
import { onlineLayer } from '../map/foreign-basemap.ts';
import { shiftedTile } from '../map/shifted-tiles.ts';
import { asPerson, hasVault } from './access/seat.ts';
import { currentHost } from './open-session.ts';

export const onlineBasemap = createStore<BasemapStatus>(() => ({ basemap: null, state: 'waiting', why: '' }));

/** Follows the host's settings; returns its own undo. */
export function followOnlineBasemap(host: Host): () => void {
  const take = (status: BasemapStatus) => {
    onlineBasemap.setState(status);
    show(status);
  };
  const stop = host.on('basemap.changed', take);
  host.call('basemap.read', {}).then(take, () => undefined);
  return stop;
}

let shown = '';
let holes = false;

function show({ basemap, state }: BasemapStatus): void {
  const key = basemap ? JSON.stringify(basemap) : '';
  // Back in reach: what could not be had before is asked for again.
  const again = state === 'fine' && holes;
  holes = state === 'cached' || state === 'refused';
  if (key === shown && !again) return;
  shown = key;
  if (!basemap) {
    onlineLayer.setState({ basemap: null });
    return;
  }
  const { name, attribution, minZoom, maxZoom, version, datum } = basemap;
  const plain = (z: number, x: number, y: number) => fetchTile(version, z, x, y);
  onlineLayer.setState({
    basemap: {
      info: { name, attribution, format: 'png', minZoom, maxZoom, bounds: null, vectorLayers: [] },
      tile: datum === 'gcj02' ? (z, x, y) => shiftedTile(plain, z, x, y) : plain,
    },
  });
}

/** Empty where there is none, or the host is away. */
async function fetchTile(version: string, z: number, x: number, y: number): Promise<Uint8Array> {
  try {
    const response = await fetch(`/basemap/${version}/${z}/${x}/${y}`);
    return response.status === 200 ? new Uint8Array(await response.arrayBuffer()) : new Uint8Array(0);
  } catch {
    return new Uint8Array(0);
  }
}

/** With the address. Rejects with HostError 'not-allowed', 'session-over'. */
export function readOnlineBasemap(): Promise<OnlineBasemap | null> {
  if (hasVault()) return asPerson((host, session) => host.call('basemap.settings', { session }));
  return currentHost().call('basemap.settings', { session: null });
}

/** In force when it resolves; null takes it off. Rejects with HostError. */
export async function saveOnlineBasemap(basemap: OnlineBasemap | null): Promise<void> {
  if (hasVault()) await asPerson((host, session) => host.call('basemap.write', { session, basemap }));
  else await currentHost().call('basemap.write', { session: null, basemap });
}
