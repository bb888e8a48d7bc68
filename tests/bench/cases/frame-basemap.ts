/** frame.basemap: a frame of the whole district's basemap against bare MapLibre with 20,000 seeded extrusions. */
import type { Remote } from 'comlink';
import type { MapEngine } from '../../../renderer/map/map-view.ts';
import type { BenchWorker } from '../data.worker.ts';
import { bareMap, cameraAt, compareFrames, EXTRUSIONS, ownMap } from '../frames.ts';
import { atMost, type BenchResult } from '../result.ts';

export async function frameBasemap(data: Remote<BenchWorker>, scale: number): Promise<BenchResult[]> {
  const bounds = await data.prepare(scale);
  const camera = cameraAt('district', bounds);
  const own = await ownMap(data as unknown as MapEngine, camera, bounds);
  const bare = await bareMap(camera, bounds, scale);
  const [value, referenceValue] = await compareFrames([{ map: own }, { map: bare }], scale < 1);
  own.remove();
  bare.remove();
  const reference = `bare MapLibre, ${Math.round(EXTRUSIONS * scale)} extrusions of one GeoJSON source`;
  return [atMost({ name: 'frame.basemap', value, unit: 'ms', reference, referenceValue }, 1.3)];
}
