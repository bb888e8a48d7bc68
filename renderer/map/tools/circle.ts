/**
 * The circle tool: drag from the middle outwards, the radius beside the pointer in metres. Owns its state machine
 * and the ring it shows; membership is decided by the query with the exact radius.
 */
import type { LngLat } from '../../../shared/query/selection.ts';
import { combineOf, type DrawingTool, emptyDraft, type Pointer, pixelsBetween, SLIP } from './tool.ts';

export type CircleState = { center: Pointer } | null;

/** Mean Earth radius in metres, as the query uses it (shared/query/selection.ts). */
const EARTH = 6_371_008.8;
const RADIANS = Math.PI / 180;

/** Metres between two places on the local equirectangular plane at their middle latitude. */
export function metresBetween(a: LngLat, b: LngLat): number {
  const x = (b[0] - a[0]) * RADIANS * Math.cos(((a[1] + b[1]) / 2) * RADIANS);
  return Math.hypot(x, (b[1] - a[1]) * RADIANS) * EARTH;
}

/** A ring of 72 vertices `radius` metres round a place. */
export function circleRing(center: LngLat, radius: number): LngLat[] {
  const north = radius / EARTH / RADIANS;
  const east = north / Math.cos(center[1] * RADIANS);
  return Array.from({ length: 72 }, (_, i) => {
    const angle = (i / 72) * 2 * Math.PI;
    return [center[0] + Math.cos(angle) * east, center[1] + Math.sin(angle) * north] as LngLat;
  });
}

export const circleTool: DrawingTool<CircleState> = {
  start: null,
  drags: true,
  busy: (state) => state !== null,
  step(state, event) {
    if (event.type === 'key')
      return event.key === 'Escape' ? { state: null, draft: null } : { state, draft: null };
    if (event.type === 'down') return { state: { center: event.pointer }, draft: null };
    if (!state || event.type === 'double') return { state, draft: null };
    const center = state.center.at;
    const radius = metresBetween(center, event.pointer.at);
    if (event.type === 'move')
      return {
        state,
        draft: {
          ...emptyDraft(),
          rings: [circleRing(center, radius)],
          line: [center, event.pointer.at],
          vertices: [center],
          label: { at: event.pointer.at, metres: radius },
        },
      };
    if (pixelsBetween(state.center, event.pointer) < SLIP) return { state: null, draft: null };
    return {
      state: null,
      draft: null,
      outcome: { shape: { type: 'circle', center, radius }, combine: combineOf(state.center) },
    };
  },
};
