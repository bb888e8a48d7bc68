/**
 * The staff window once a community is open: one map, the workspace in front round it. Joins the stores of map, twin,
 * grids and alerts; draws nothing of its own but their arrangement.
 */
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { DEGREE } from '../../shared/columns/column.ts';
import type { TableName } from '../../shared/model/tables.ts';
import { CasesWorkspace } from '../cases/CasesWorkspace.tsx';
import { DataWorkspace } from '../data/DataWorkspace.tsx';
import { DataDeskContext } from '../data/desk-engine.tsx';
import { BasemapNote } from '../map/BasemapNote.tsx';
import { Legend } from '../map/Legend.tsx';
import { MapCanvas } from '../map/MapCanvas.tsx';
import { MapControls } from '../map/MapControls.tsx';
import { MapMenu, type MenuPlace } from '../map/MapMenu.tsx';
import { MeasurePanel } from '../map/MeasurePanel.tsx';
import type { MapView } from '../map/map-view.ts';
import { createMapStore, type MapStore } from '../map/store.ts';
import { DESK_TOOLS, ToolBar } from '../map/ToolBar.tsx';
import { useForm } from '../twin/form-store.ts';
import { createTwinStore, type TwinStore } from '../twin/store.ts';
import { TwinPanels } from '../twin/TwinPanels.tsx';
import { TwinProvider } from '../twin/twin-context.tsx';
import type { DataEngine, RecordRef } from '../worker/engine-api.ts';
import { useEngine } from '../worker/engine-context.tsx';
import { useSeat } from './access/seat.ts';
import { followAlarms } from './alarm-sound.ts';
import { followSignals } from './alert-signals.ts';
import { BookmarkPopup } from './bookmarks/BookmarkPopup.tsx';
import { joinBookmarks } from './bookmarks/bookmark-actions.ts';
import { DrawDesk, DrawOverMap, useDrawing, useScans } from './DrawDesk.tsx';
import { dataDesk } from './data-desk.ts';
import { joinDeskActions } from './desk-actions.ts';
import { deskMapRules } from './desk-map.ts';
import { EditNote } from './EditNote.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { forgetEdits } from './edit-session.ts';
import { GridsDesk } from './GridsDesk.tsx';
import { LinkChoiceBar } from './LinkChoiceBar.tsx';
import { MapHost, MapSlot } from './MapHost.tsx';
import { onRowsMoved } from './moved-rows.ts';
import { useNavigation } from './navigation.ts';
import { onlineBasemap } from './online-basemap.ts';
import { usePreferences } from './preferences.ts';
import { useSession } from './session.ts';
import { nameTags } from './tag-names.ts';
import { useDeskSync } from './use-desk-sync.ts';
import { usePicture } from './use-picture.ts';
import { WallPopup } from './wall/WallPopup.tsx';

export function Desk() {
  const engine = useEngine();
  const [map] = useState<MapStore>(() => createMapStore({ theme: usePreferences.getState().theme }));
  const [twin] = useState<TwinStore>(() => createTwinStore(engine));
  const [view, setView] = useState<MapView | null>(null);
  const [alert, chooseAlert] = useState<string | null>(null);
  const workspace = useNavigation((navigation) => navigation.workspace);
  const rules = useMemo(() => deskMapRules({ engine, map, twin, chooseAlert }), [engine, map, twin]);
  const desk = useMemo(() => dataDesk(engine), [engine]);
  const marksKey = useDeskSync(engine, map, twin, view);
  useEffect(() => joinDeskActions(engine, twin), [engine, twin]);
  useEffect(() => joinBookmarks({ engine, map, twin, view }), [engine, map, twin, view]);
  useTagNaming(engine);
  useEffect(followSignals, []);
  useEffect(followAlarms, []);
  useScans(engine);
  const drawing = useDrawing(map, workspace);
  useEditing(engine, twin);
  const picture = usePicture(view);
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const online = useStore(onlineBasemap);
  const closeMenu = useCallback(() => setMenu(null), []);
  const canvas = (
    <MapCanvas
      engine={engine}
      store={map}
      marksKey={marksKey}
      onView={setView}
      onShape={rules.onShape}
      onPick={rules.onPick}
      onHover={rules.onHover}
      onPaint={rules.onPaint}
      onContextMenu={setMenu}
      onEscape={rules.onEscape}
      onAlerts={rules.onAlerts}
    >
      <BasemapNote online={online} />
      {menu && (
        <MapMenu
          engine={engine}
          place={menu}
          onOpen={rules.onOpen}
          onSelect={(shape) => rules.onShape(shape, 'replace')}
          onNew={(table, building) => newHere(menu, table, building)}
          onClose={closeMenu}
        />
      )}
    </MapCanvas>
  );
  const controls = <MapControls store={map} view={view} picture={picture} />;
  return (
    <TwinProvider store={twin}>
      <MapHost map={canvas}>
        <ErrorBoundary key={workspace}>
          {workspace === 'map' && (
            <TwinPanels
              map={<MapSlot />}
              beside={
                <>
                  <BookmarkPopup />
                  <WallPopup map={map} />
                </>
              }
              layers={<Legend store={map} onZoomTo={rules.onZoomTo} />}
              drawing={
                drawing.on ? <DrawDesk engine={engine} map={map} twin={twin} view={view} /> : undefined
              }
              tools={
                <>
                  <div className="desk-tools">
                    <MeasurePanel store={map} />
                    <ToolBar store={map} tools={drawing.allowed ? [...DESK_TOOLS, 'draw'] : DESK_TOOLS} />
                  </div>
                  {drawing.on && <DrawOverMap />}
                  {controls}
                </>
              }
            />
          )}
          {workspace === 'map' && <LinkChoice twin={twin} />}
          {workspace === 'grids' && <GridsDesk engine={engine} map={map} twin={twin} controls={controls} />}
          {workspace === 'cases' && (
            <>
              <div className="map-beside" data-panel="left">
                <MapSlot />
                {controls}
              </div>
              <CasesWorkspace
                chosen={alert}
                onChoose={chooseAlert}
                onShow={(each) => showAlert(twin, each)}
              />
            </>
          )}
          {workspace === 'data' && (
            <DataDeskContext.Provider value={desk}>
              <DataWorkspace />
            </DataDeskContext.Provider>
          )}
        </ErrorBoundary>
        <EditNote />
      </MapHost>
    </TwinProvider>
  );
}

/** Open records and forms follow their rows; what one person did or typed is not the next one's. */
function useEditing(engine: DataEngine, twin: TwinStore): void {
  const person = useSeat((seat) => seat.person?.id ?? '');
  const generation = useSession((session) => session.community?.generation);
  useEffect(() => {
    const stops = [
      onRowsMoved(() => twin.getState().follow(engine)),
      onRowsMoved(() => useForm.getState().follow(engine)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [engine, twin]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: they are the reason.
  useEffect(() => {
    forgetEdits();
    useForm.getState().drop();
  }, [person, generation]);
}

/** The form of a new record where the pointer was. */
function newHere({ lngLat: [lng, lat] }: MenuPlace, table: TableName, building: RecordRef | null): void {
  useNavigation.getState().go('map');
  useForm.getState().create(table, {
    values: {
      ...{ lng: Math.round(lng * DEGREE), lat: Math.round(lat * DEGREE) },
      ...(table === 'devices' || table === 'cameras' ? { health: 'ok' } : {}),
    },
    links: building ? { building: { row: building.row, label: building.label } } : {},
  });
}

/** A building is known by the record that is open. */
function LinkChoice({ twin }: { twin: TwinStore }) {
  const open = useStore(twin, ({ trail }) => trail.find(({ table }) => table === 'buildings')?.row ?? null);
  return <LinkChoiceBar building={open} />;
}

function showAlert(twin: TwinStore, alert: { lng: number; lat: number }): void {
  // A device without a place stands at 0, 0: the list shows it, the map has nowhere to go.
  if (alert.lng !== 0 || alert.lat !== 0) twin.getState().goTo([alert.lng, alert.lat]);
}

/** Labels of the desk's own get their names; they change with the community and with the journal. */
function useTagNaming(engine: DataEngine): void {
  const revision = useSession((session) => session.revision);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision is the reason.
  useEffect(() => {
    // Without names labels show their ids.
    engine.tagRules().then(nameTags, () => undefined);
  }, [engine, revision]);
}
