/**
 * The map of the wall: the whole community from a slow height, its pins, no tools. A store of its own, dark, without
 * layers of people; a click does nothing.
 */
import { useEffect, useState } from 'react';
import type { Alert } from '../../shared/cases/alert.ts';
import type { Shelves } from '../../shared/cases/alert-signals.ts';
import type { WallView } from '../../shared/host/wall-view.ts';
import { MapCanvas } from '../map/MapCanvas.tsx';
import type { MapView } from '../map/map-view.ts';
import { createMapStore, type MapStore } from '../map/store.ts';
import type { CommunityStatus, DataEngine } from '../worker/engine-api.ts';
import { SentBanner } from './SentBanner.tsx';
import { useSentView } from './sent-view.ts';

interface Props {
  engine: DataEngine;
  community: CommunityStatus;
  alerts: Alert[];
  shelves: Shelves;
  revision: number;
}

const nothing = () => {};

function wallStore(): MapStore {
  const store = createMapStore({ theme: 'dark' });
  for (const layer of ['residents', 'workers'] as const) store.getState().setLayer(layer, { visible: false });
  return store;
}

/** The view of a desk, or the wall's own way of showing (its camera is fitted by the caller). */
function showView(store: MapStore, view: MapView | null, sent: WallView | null): void {
  const { layers, base } = OWN.getState();
  if (!sent) {
    store.getState().set({ layers, base, gridValues: null, flat: false, floor: 0, seeThrough: false });
    return;
  }
  const { flat, floor, seeThrough, ...camera } = sent.camera;
  store.getState().set({
    layers: { ...layers, ...sent.marks },
    base: sent.base,
    gridValues: sent.measure && new Map(sent.measure.grids),
    ...{ flat, floor, seeThrough },
  });
  // Last: turning flat moves the map too.
  view?.setCamera(camera, false);
}

/** The wall's own scene, to go back to. */
const OWN = wallStore();

export function WallMap({ engine, community, alerts, shelves, revision }: Props) {
  const [store] = useState(wallStore);
  const [view, setView] = useState<MapView | null>(null);
  const { generation } = community;
  const sent = useSentView((state) => state.sent);
  useEffect(() => store.getState().set({ alerts, shelves }), [store, alerts, shelves]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision is the reason.
  useEffect(() => store.getState().refresh(), [store, revision]);
  useEffect(() => {
    store.getState().set({ home: community.bounds });
    showView(store, view, sent?.view ?? null);
    if (view && generation && !sent) view.fit(community.bounds, { animate: false });
  }, [store, view, generation, community.bounds, sent]);
  return (
    <div className="wall-map">
      <MapCanvas
        engine={engine}
        store={store}
        marksKey={revision}
        onView={setView}
        onShape={nothing}
        onPick={nothing}
        onHover={nothing}
        onPaint={nothing}
        onContextMenu={nothing}
        onEscape={nothing}
        onAlerts={nothing}
      />
      <SentBanner />
    </div>
  );
}
