/**
 * Drawing at the desk: who may, what the panel's answers lead to, scans that come and go with the person. Owns the joints between map, panel and the
 * editing core; neither knows the others.
 */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { MapView } from '../map/map-view.ts';
import type { MapStore } from '../map/store.ts';
import { DrawPanel } from '../twin/draw/DrawPanel.tsx';
import { followDrawing } from '../twin/draw/open-record.ts';
import { ScanViewer } from '../twin/draw/ScanViewer.tsx';
import type { TwinStore } from '../twin/store.ts';
import type { DataEngine } from '../worker/engine-api.ts';
import { useScope, useSeat } from './access/seat.ts';
import { keepDrawing } from './keep-drawing.ts';
import { onRowsMoved } from './moved-rows.ts';
import { usePreferences } from './preferences.ts';
import { forgetScans, loadScans } from './scan-session.ts';

interface Props {
  engine: DataEngine;
  map: MapStore;
  twin: TwinStore;
  view: MapView | null;
}

/** The panel; its tool is in hand. */
export function DrawDesk({ engine, map, twin, view }: Props) {
  const open = useStore(twin, ({ trail }) => trail.find(({ table }) => table === 'buildings')?.row ?? null);
  useFlat(map);
  useEffect(() => onRowsMoved(() => followDrawing(engine)), [engine]);
  return (
    <DrawPanel
      view={view}
      openBuilding={open}
      onKeep={(request, confirmed) => keepDrawing(engine, request, confirmed)}
      onLeave={() => map.getState().set({ tool: 'pick' })}
    />
  );
}

/** What lies over the map while something is drawn: the scan that is fitted, the cross that keys draw at. */
export function DrawOverMap() {
  return (
    <>
      <div className="draw-cross" aria-hidden="true" />
      <ScanViewer />
    </>
  );
}

/** Outlines are drawn from above; whoever turns 3D on sees the body grow. Laid down, the map is as it was. */
function useFlat(map: MapStore): void {
  useEffect(() => {
    const { flat } = map.getState();
    map.getState().set({ flat: true });
    usePreferences.getState().set({ leftOpen: true });
    return () => map.getState().set({ flat });
  }, [map]);
}

/** Scans may show names and doors: they are there for who may see persons, and go when the vault locks. */
export function useScans(engine: DataEngine): void {
  const status = useSeat((seat) => seat.status);
  const person = useSeat((seat) => seat.person?.id ?? null);
  const state = status?.state ?? null;
  useEffect(() => {
    if (state === null) return;
    if (state !== 'none' && person === null) return forgetScans();
    // Another person: what the one before saw is not taken for granted.
    forgetScans();
    // Without a host there are none to show; the next start asks again.
    loadScans(engine).catch(() => undefined);
  }, [engine, state, person]);
}

/** Drawing is for who may change records, and laid down with the workspace. */
export function useDrawing(map: MapStore, workspace: string): { allowed: boolean; on: boolean } {
  const allowed = useScope('record.edit') !== 'none';
  const inHand = useStore(map, ({ tool }) => tool === 'draw');
  const stays = allowed && workspace === 'map';
  useEffect(() => {
    if (inHand && !stays) map.getState().set({ tool: 'pick' });
  }, [map, inHand, stays]);
  return { allowed, on: inHand && stays };
}
