/**
 * What joins the map to the workspaces: pointer outcomes become selections, strokes or opened records, and what the
 * stores hold becomes what the map shows. Owns these rules; the map knows no workspace and no workspace the map.
 */
import type { PinnedAlert } from '../../shared/cases/alert.ts';
import { DEGREE } from '../../shared/columns/column.ts';
import type { RecordRef } from '../../shared/query/answers.ts';
import type { Bounds, Combine, Shape } from '../../shared/query/selection.ts';
import { strokeTarget, useGrids } from '../grids/store.ts';
import type { MapStore } from '../map/store.ts';
import type { MapHit } from '../map/tools/driver.ts';
import type { TwinStore } from '../twin/store.ts';
import type { DataEngine, MarkLayerId } from '../worker/engine-api.ts';
import { drewCordon, useCordon } from './cordon.ts';
import { useNavigation } from './navigation.ts';

/** Records that a click may open, at most. */
const MOST_PICKS = 24;

export interface DeskMapRules {
  onShape(shape: Shape, combine: Combine): void;
  onPick(hits: MapHit[], combine: Combine): void;
  onPaint(rows: readonly number[], phase: 'stroke' | 'done' | 'cancel', erase: boolean): void;
  onAlerts(alerts: readonly PinnedAlert[]): void;
  onHover(hit: MapHit | null): void;
  /** Opens a record named on the map, in its own workspace. */
  onOpen(record: RecordRef): void;
  /** Shows all of a layer. */
  onZoomTo(layer: MarkLayerId): void;
  onEscape(): void;
}

interface Parts {
  engine: DataEngine;
  map: MapStore;
  twin: TwinStore;
  chooseAlert(id: string | null): void;
}

export function deskMapRules({ engine, map, twin, chooseAlert }: Parts): DeskMapRules {
  async function pick(hits: MapHit[], combine: Combine): Promise<void> {
    const { workspace } = useNavigation.getState();
    if (workspace === 'grids') {
      const grid = hits.find((hit) => hit.table === 'grids');
      if (grid) useGrids.getState().choose(grid.row);
      return;
    }
    const state = twin.getState();
    const records = hits.filter((hit) => hit.table !== 'grids');
    if (combine !== 'replace') {
      // With a modifier a click gathers: whole buildings by what belongs to them, records by themselves and their links.
      for (const hit of records.slice(0, 1)) {
        if (hit.table === 'buildings')
          state.select({ type: 'members', table: 'buildings', rows: [hit.row] }, combine);
        else if (hit.table !== 'grids')
          state.select({ type: 'rows', table: hit.table, rows: [hit.row] }, combine);
      }
      return;
    }
    if (records.length === 0) return state.offer([]);
    // Records are shown in the Map workspace.
    useNavigation.getState().go('map');
    if (records.length === 1) return open(records[0]);
    state.offer(await named(records.slice(0, MOST_PICKS)));
  }

  function open(hit: MapHit): void {
    if (hit.table !== 'grids') twin.getState().open({ table: hit.table, row: hit.row });
  }

  async function named(hits: MapHit[]): Promise<RecordRef[]> {
    const dossiers = await Promise.all(hits.map((hit) => engine.dossier(hit.table, hit.row)));
    return dossiers.map((dossier) => ({
      table: dossier.table,
      row: dossier.row,
      label: dossier.title,
      kind: String(dossier.fields.find((field) => field.column === 'kind')?.value ?? ''),
      point: dossier.point,
    }));
  }

  // The brush tells what it meets; the preview is of the whole stroke so far.
  let met: number[] = [];

  function paint(rows: readonly number[], phase: 'stroke' | 'done' | 'cancel', erase: boolean): void {
    const grids = useGrids.getState();
    const target = strokeTarget(grids.target, erase);
    if (target === null) return;
    if (phase === 'stroke') {
      met = [...met, ...rows];
      map.getState().set({ staged: new Map(met.map((row) => [row, target])) });
      void grids.paint(engine, met, erase);
      return;
    }
    met = [];
    if (phase === 'cancel') {
      grids.cancel();
      map.getState().set({ staged: new Map() });
      return;
    }
    void grids.commit(engine, [...rows], erase).finally(() => map.getState().set({ staged: new Map() }));
  }

  async function zoomTo(layer: MarkLayerId): Promise<void> {
    const of = (column: string) => engine.columnStatistics({ table: layer, scope: 'all', column });
    const [lng, lat] = await Promise.all([of('lng'), of('lat')]).catch(() => []);
    const { home } = map.getState();
    // Stored as whole numbers of 1e-7 degrees. Homes and people have no place of their own column: they fill the whole community.
    const bounds: Bounds | null =
      lng && lat && lng.min !== null && lng.max !== null && lat.min !== null && lat.max !== null
        ? ([lng.min, lat.min, lng.max, lat.max].map((value) => value / DEGREE) as Bounds)
        : home;
    if (bounds) twin.getState().goToBounds(bounds);
  }

  return {
    onShape(shape, combine) {
      if (drewCordon(shape)) return;
      const inGrids = useNavigation.getState().workspace === 'grids';
      if (!inGrids) twin.getState().select(shape, combine);
      else if (shape.type === 'members' && shape.table === 'grids')
        useGrids.getState().choose(shape.rows[0] ?? null);
    },
    onPick: (hits, combine) => void pick(hits, combine),
    onPaint: paint,
    onAlerts(alerts) {
      chooseAlert(alerts[0]?.id ?? null);
      useNavigation.getState().go('cases');
    },
    onHover(hit) {
      twin.getState().setHover(hit && hit.table !== 'grids' ? { table: hit.table, row: hit.row } : null);
    },
    onOpen({ table, row }) {
      useNavigation.getState().go('map');
      twin.getState().open({ table, row });
    },
    onZoomTo: (layer) => void zoomTo(layer),
    onEscape() {
      useCordon.setState({ drawing: false });
      chooseAlert(null);
      met = [];
      map.getState().set({ staged: new Map() });
      useGrids.getState().cancel();
      if (useNavigation.getState().workspace === 'grids') return useGrids.getState().choose(null);
      const state = twin.getState();
      if (state.picks.length > 0) state.offer([]);
      else if (state.trail.length > 0) state.backTo(-1);
      else state.clearSelection();
    },
  };
}
