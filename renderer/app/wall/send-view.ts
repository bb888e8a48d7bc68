/**
 * What of the desk's map goes to the wall, and who may send it. Owns the reduction to what a wall may show; the host keeps the
 * view and tells the walls.
 */
import { create } from 'zustand';
import {
  isOnCommunity,
  measureForWall,
  WALL_MARKS,
  WALL_MEASURES,
  type WallMark,
  type WallState,
  type WallView,
} from '../../../shared/host/wall-view.ts';
import type { LayerState, MapState } from '../../map/store.ts';
import type { CommunityStatus } from '../../worker/engine-api.ts';
import { asPerson, hasVault } from '../access/seat.ts';
import { cameraOf } from '../bookmarks/bookmark-actions.ts';
import { currentHost } from '../open-session.ts';

/** The view shows nothing of the community; message `error.wall-outside`. */
export class WallOutsideError extends Error {
  readonly code = 'wall-outside';
}

export const useWallState = create<WallState>(() => ({ sent: null, walls: 0, showing: 0 }));

/** Follows what the host says of the walls; returns its own undo. */
export function followWalls(): () => void {
  const stop = currentHost().on('wall.changed', (state) => useWallState.setState(state));
  void askWalls();
  return stop;
}

/** Walls that went away silently are found by asking. */
export async function askWalls(): Promise<void> {
  try {
    useWallState.setState(await currentHost().call('wall.read', {}));
  } catch {
    // Not connected: what was known stays on the screen until the host is there again.
  }
}

/** The part of the map's state that a wall may show. @throws WallOutsideError. */
export function wallViewOf(
  state: MapState,
  { generation, bounds }: Pick<CommunityStatus, 'generation' | 'bounds'>,
): WallView {
  const camera = cameraOf(state);
  if (!isOnCommunity(camera, bounds)) throw new WallOutsideError('outside');
  const { layers, base, gridMeasure, gridCounts } = state;
  const marks = Object.fromEntries(WALL_MARKS.map((id) => [id, plain(layers[id])]));
  const layer = WALL_MEASURES.find((each) => each === gridMeasure);
  return {
    generation,
    camera,
    marks: marks as Record<WallMark, LayerState>,
    base: { ...base },
    measure: layer && gridCounts ? measureForWall(layer, gridCounts) : null,
  };
}

function plain({ visible, opacity, colorBy }: LayerState): LayerState {
  return { visible, opacity, colorBy };
}

/** Resolves with how many walls there are. Rejects with HostError. */
export async function sendToWall(view: WallView): Promise<WallState> {
  const state = hasVault()
    ? await asPerson((host, session) => host.call('wall.send', { session, view }))
    : await currentHost().call('wall.send', { session: null, view });
  useWallState.setState(state);
  return state;
}

/** Every wall goes back to its own scene. */
export async function takeBackFromWall(): Promise<void> {
  useWallState.setState(await currentHost().call('wall.send', { session: null, view: null }));
}
