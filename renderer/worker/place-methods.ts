/** The worker's part of pages about one device or place: each a call into shared/query. */
import { type AroundCounts, countAround } from '../../shared/query/around.ts';
import { type DeviceHistory, deviceHistory } from '../../shared/query/device-history.ts';
import type { Shape } from '../../shared/query/selection.ts';
import { type EngineState, openedOf } from './engine-state.ts';

/** What the page asks of the worker about one device or place. */
export interface PlaceEngine {
  deviceHistory(row: number): Promise<DeviceHistory>;
  /** Who lives within the shape, whatever is filtered and selected. */
  around(shape: Shape): Promise<AroundCounts>;
}

export function placeMethods(state: EngineState): PlaceEngine {
  return {
    deviceHistory: async (row) => deviceHistory(openedOf(state).community, row),
    around: async (shape) => countAround(openedOf(state).community, shape),
  };
}
