/** frame.district, .street, .lane: a frame with all mark layers on against the same camera with the basemap only. */
import type { Remote } from 'comlink';
import type { MapEngine } from '../../../renderer/map/map-view.ts';
import type { BenchWorker } from '../data.worker.ts';
import { cameraAt, compareFrames, ownMap, type Place } from '../frames.ts';
import { atMost, type BenchResult } from '../result.ts';

export async function frameLayers(
  place: Place,
  data: Remote<BenchWorker>,
  scale: number,
): Promise<BenchResult[]> {
  const bounds = await data.prepare(scale);
  const busy = await data.busiestPlace(scale);
  const camera = cameraAt(place, bounds, place === 'district' ? undefined : busy);
  const own = await ownMap(data as unknown as MapEngine, camera, bounds);
  const subject = (on: boolean) => ({ map: own, before: () => own.showMarks(on) });
  const [value, referenceValue] = await compareFrames([subject(true), subject(false)], scale < 1);
  own.remove();
  const reference = 'same camera, basemap only';
  return [atMost({ name: `frame.${place}`, value, unit: 'ms', reference, referenceValue }, 2)];
}
