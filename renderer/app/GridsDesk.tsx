/**
 * The Grids workspace at the desk: the grids in force with their brush, or the plan that is open. Owns which of the two, and the tool in hand.
 */
import { type ReactNode, useEffect, useState } from 'react';
import type { Progress } from '../../shared/model/bundle.ts';
import type { Bounds, LngLat } from '../../shared/query/selection.ts';
import { UnitPlan } from '../grids/files/UnitPlan.tsx';
import { GridsWorkspace } from '../grids/GridsWorkspace.tsx';
import { PlanEditor } from '../grids/plan/PlanEditor.tsx';
import { PlanList } from '../grids/plan/PlanList.tsx';
import { PlanMenu } from '../grids/plan/PlanMenu.tsx';
import { PlanTools } from '../grids/plan/PlanTools.tsx';
import { rememberedPlan, usePlan } from '../grids/plan/plan-edit.ts';
import { SignedPanel } from '../grids/signed/SignedPanel.tsx';
import { mayPaint, useGrids } from '../grids/store.ts';
import type { MapStore } from '../map/store.ts';
import type { TwinStore } from '../twin/store.ts';
import type { DataEngine } from '../worker/engine-api.ts';
import type { PlanView } from '../worker/plan-api.ts';
import { useScope } from './access/seat.ts';
import { MapSlot } from './MapHost.tsx';
import { useNavigation } from './navigation.ts';
import { showDay } from './open-session.ts';
import { statePlan, usePlanOnMap } from './plan-desk.tsx';
import { beginPlan, beginUnitPlan, openPlan } from './plan-session.ts';
import { boundsOfGrids } from './plan-shapes.ts';
import { useSession } from './session.ts';

interface Props {
  engine: DataEngine;
  map: MapStore;
  twin: TwinStore;
  controls: ReactNode;
}

export function GridsDesk({ engine, map, twin, controls }: Props) {
  const target = useGrids((grids) => grids.target);
  const planning = usePlan((plan) => plan.plan !== null);
  const mayEdit = useScope('plan.edit') !== 'none';
  const { goRound } = usePlanOnMap(engine, map);
  /** What comes in by a file: a plan of its areas, or a signed plan. */
  const [fromFile, setFromFile] = useState<'units' | 'signed' | null>(null);
  const goTo = (at: LngLat) => twin.getState().goTo(at);
  useEffect(() => {
    if (planning) setFromFile(null);
  }, [planning]);
  useEffect(() => {
    if (planning) return;
    map.getState().set({ tool: target === null ? 'grid' : 'paint', byGrid: true });
    return () => map.getState().set({ byGrid: false });
  }, [map, target, planning]);
  useEffect(
    () => () => {
      useGrids.getState().choose(null);
      map.getState().set({ tool: 'pick', staged: new Map() });
    },
    [map],
  );
  const generation = useSession((session) => session.community?.generation);
  const paints = useSession((session) => mayPaint(session.community));
  useEffect(() => {
    if (!paints) useGrids.getState().choose(null);
  }, [paints]);
  // Other days are looked at here alone: everywhere else is today.
  useEffect(
    () => () => {
      if (useSession.getState().asOf !== null) void showDay(null);
    },
    [],
  );
  useEffect(() => {
    if (generation) void comeBack(engine, generation);
  }, [engine, generation]);
  const open = async (id: string) => {
    const view = await openPlan(engine, id);
    usePlan.getState().open(view);
    const bounds = boundsOfGrids(view.grids) ?? boundsOfCells(view);
    if (bounds) twin.getState().goToBounds(bounds);
  };
  const showBuilding = (row: number) => {
    useNavigation.getState().go('map');
    twin.getState().open({ table: 'buildings', row });
  };
  return (
    <>
      <div className="map-beside" data-panel="right">
        <MapSlot />
        {planning && <PlanTools />}
        {planning && <PlanMenu onAct={(action, name) => usePlan.getState().act(engine, action, name)} />}
        {controls}
      </div>
      {planning ? (
        <PlanEditor
          engine={engine}
          onState={(to, from, note) => statePlan(engine, to, from, note)}
          onOpen={open}
          onBuilding={showBuilding}
          onAround={goRound}
          onPlace={goTo}
        />
      ) : (
        <GridsWorkspace
          beside={
            fromFile === 'units' ? (
              <UnitPlan
                engine={engine}
                onPlace={goTo}
                onClose={() => setFromFile(null)}
                onBegin={async (name, choice) => open(await beginUnitPlan(engine, name, choice))}
              />
            ) : (
              fromFile === 'signed' && (
                <SignedPanel engine={engine} onOpen={open} onClose={() => setFromFile(null)} />
              )
            )
          }
        >
          <PlanList
            plans={() => engine.plans()}
            mayEdit={mayEdit}
            areas={() => engine.planAreas()}
            onBegin={async (plan, onProgress, signal) => {
              const report = ({ done, total }: Progress) => onProgress(total > 0 ? done / total : 0);
              const id = await beginPlan(engine, plan, report, signal);
              await open(id);
            }}
            onOpen={open}
            onFile={() => setFromFile('units')}
            onSigned={() => setFromFile('signed')}
          />
        </GridsWorkspace>
      )}
    </>
  );
}

/** Of a plan without grids yet: the areas of a file may lie anywhere. */
function boundsOfCells({ cells: { lngLat } }: PlanView): Bounds | null {
  if (lngLat.length === 0) return null;
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < lngLat.length; i += 2) {
    bounds[0] = Math.min(bounds[0], lngLat[i]);
    bounds[1] = Math.min(bounds[1], lngLat[i + 1]);
    bounds[2] = Math.max(bounds[2], lngLat[i]);
    bounds[3] = Math.max(bounds[3], lngLat[i + 1]);
  }
  return bounds;
}

/** The plan that was open here comes back with its community; one of another community, or of rows that have moved, does not stay open. */
async function comeBack(engine: DataEngine, generation: string): Promise<void> {
  const { plan, generation: of, close } = usePlan.getState();
  if (plan && of === generation) return;
  if (plan) await close(engine, false);
  const id = rememberedPlan();
  if (id === '') return;
  // Of another community, or gone: the list says what there is.
  const view = await openPlan(engine, id).catch(() => null);
  if (view) usePlan.getState().open(view);
}
