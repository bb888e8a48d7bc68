/**
 * Serves `linli://<source>/<z>/<x>/<y>` to MapLibre from the data worker. Owns the register of engines by source
 * key; a tile that fails is reported as MapLibre reports any tile that fails.
 */
import type { DataEngine } from '../worker/engine-api.ts';
import { maplibre } from './maplibre.ts';

type TileEngine = Pick<DataEngine, 'tile'>;

const engines = new Map<string, TileEngine>();
let added = false;
let last = 0;

/** The parts of a tile address; null when it is not one of ours. */
export function parseTileAddress(url: string): { key: string; z: number; x: number; y: number } | null {
  const match = /^linli:\/\/(\w+)\.\d+\/(\d+)\/(\d+)\/(\d+)$/.exec(url);
  return match ? { key: match[1], z: Number(match[2]), x: Number(match[3]), y: Number(match[4]) } : null;
}

/** Makes the engine's tiles reachable; the key goes into the source address. */
export function registerTiles(engine: TileEngine): { key: string; release: () => void } {
  if (!added) {
    added = true;
    maplibre.addProtocol('linli', async ({ url }) => {
      const address = parseTileAddress(url);
      const source = address && engines.get(address.key);
      // A map that is being taken down may still ask; an empty tile is the right answer then.
      if (!address || !source) return { data: new ArrayBuffer(0) };
      const bytes = await source.tile(address.z, address.x, address.y);
      const whole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
      return { data: (whole ? bytes.buffer : bytes.slice().buffer) as ArrayBuffer };
    });
  }
  const key = `map${++last}`;
  engines.set(key, engine);
  return { key, release: () => engines.delete(key) };
}
