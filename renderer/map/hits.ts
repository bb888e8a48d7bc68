/**
 * What lies at a place of the screen: marks first, then the building, then the grid. Owns the order of hits; marks
 * are found on the CPU from the arrays that are drawn, polygons by MapLibre.
 */
import type { PointLike } from 'maplibre-gl';
import type { MapView } from './map-view.ts';
import { marksAt } from './mark-hits.ts';
import type { MarksFeed } from './marks-feed.ts';
import { projection } from './projection.ts';
import type { MapStore } from './store.ts';
import type { HitFinder, MapHit } from './tools/driver.ts';

const BUILDING_LAYERS = ['building', 'building-landmark', 'building-flat'];
/** A list of more than this helps nobody. */
const MOST_HITS = 30;

/** Rows of the features at a place, nearest to the eye first, each once. */
function rowsAt(view: MapView, where: PointLike | [PointLike, PointLike], layers: string[]): number[] {
  const present = layers.filter((id) => view.map.getLayer(id));
  const found = view.map.queryRenderedFeatures(where, { layers: present });
  return [...new Set(found.map((feature) => Number(feature.id)))];
}

/** Finds over one view and what its feed drew last. */
export function hitFinder(view: MapView, store: MapStore, feed: MarksFeed): HitFinder {
  const gridsAt = (x: number, y: number) => rowsAt(view, [x, y], ['grid-hit']);
  return {
    gridsAt,
    at(x, y) {
      const { layers } = store.getState();
      const look = { project: projection(view), layers, plan: feed.plan(), zoom: view.map.getZoom() };
      const marks = marksAt(feed.current(), look, [x, y]);
      const [building] = rowsAt(view, [x, y], BUILDING_LAYERS);
      const hits: MapHit[] = [];
      for (const { level, layer, row, count } of marks) {
        if (level === 'record') hits.push({ table: layer, row, count });
        // The number of a building counts for it only where no building's body is under the pointer.
        else if (building === undefined && !hits.some((hit) => hit.table === 'buildings'))
          hits.push({ table: 'buildings', row, count });
      }
      if (building !== undefined) hits.push({ table: 'buildings', row: building, count: 1 });
      for (const row of gridsAt(x, y)) hits.push({ table: 'grids', row, count: 1 });
      return hits.slice(0, MOST_HITS);
    },
    buildingsAround(x, y, radius) {
      return rowsAt(
        view,
        [
          [x - radius, y - radius],
          [x + radius, y + radius],
        ],
        BUILDING_LAYERS,
      );
    },
  };
}
