/**
 * The map of the wall: the whole community from a slow height, its pins, no tools. A store of its own, dark, without
 * layers of people; a click does nothing.
 */
import { useEffect, useState } from 'react';
import type { Alert } from '../../shared/cases/alert.ts';
import { MapCanvas } from '../map/MapCanvas.tsx';
import type { MapView } from '../map/map-view.ts';
import { createMapStore, type MapStore } from '../map/store.ts';
import type { CommunityStatus, DataEngine } from '../worker/engine-api.ts';

interface Props {
  engine: DataEngine;
  community: CommunityStatus;
  alerts: Alert[];
  revision: number;
}

const nothing = () => {};

function wallStore(): MapStore {
  const store = createMapStore({ theme: 'dark' });
  for (const layer of ['residents', 'workers'] as const) store.getState().setLayer(layer, { visible: false });
  return store;
}

export function WallMap({ engine, community, alerts, revision }: Props) {
  const [store] = useState(wallStore);
  const [view, setView] = useState<MapView | null>(null);
  const { generation } = community;
  useEffect(() => store.getState().set({ alerts }), [store, alerts]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision is the reason.
  useEffect(() => store.getState().refresh(), [store, revision]);
  useEffect(() => {
    store.getState().set({ home: community.bounds });
    if (view && generation) view.fit(community.bounds, { animate: false });
  }, [store, view, generation, community.bounds]);
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
    </div>
  );
}
