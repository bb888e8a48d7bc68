/**
 * The view that a desk sent, on this wall: hears of it, says that this wall is there, leads back to the wall's own scene. Owns no
 * drawing; what may be sent at all is shared/host/wall-view.ts.
 */
import { create } from 'zustand';
import type { Host } from '../../shared/host/contract.ts';
import { isOnCommunity, type SentView, WALL_BEAT_MS, type WallState } from '../../shared/host/wall-view.ts';
import type { CommunityStatus } from '../worker/engine-api.ts';

/** What this wall shows of it; null: its own scene. */
export const useSentView = create<{ sent: SentView | null }>(() => ({ sent: null }));

const wallId = `w-${crypto.randomUUID()}`;
let host: Host | null = null;
let offered: SentView | null = null;
let community: CommunityStatus | null = null;

/** Follows the host's view until the page goes. */
export function followSentView(to: Host): void {
  host = to;
  host.on('wall.changed', ({ sent }) => offer(sent));
  host.onConnection((connected) => {
    if (connected) attend();
  });
  setInterval(attend, WALL_BEAT_MS);
  addEventListener('pagehide', () => attend(true));
  attend();
}

/** The wall opened another community: a view of the one before says nothing here. */
export function wallHolds(now: CommunityStatus | null): void {
  community = now;
  choose();
}

/** The wall's own scene again, here and on the other walls. */
export async function backToOwnScene(): Promise<void> {
  offer(null);
  await host?.call('wall.send', { session: null, view: null }).catch(() => undefined);
}

function offer(sent: SentView | null): void {
  if (sent?.id === offered?.id) return;
  offered = sent;
  choose();
}

function choose(): void {
  const fits =
    offered !== null &&
    community !== null &&
    offered.view.generation === community.generation &&
    isOnCommunity(offered.view.camera, community.bounds);
  const sent = fits ? offered : null;
  if (useSentView.getState().sent?.id === sent?.id) return;
  useSentView.setState({ sent });
  attend();
}

function attend(leaving = false): void {
  const showing = useSentView.getState().sent?.id ?? 0;
  host?.call('wall.attend', { id: wallId, showing, leaving: leaving === true }).then(
    (state: WallState) => !leaving && offer(state.sent),
    // Heard of again with the next beat.
    () => undefined,
  );
}
