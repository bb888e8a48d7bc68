/**
 * What lies at a place of the screen: marks first, then the building, then the grid. Owns the order of hits; marks
 * are found on the CPU from the arrays that are drawn, polygons by MapLibre.
 */
import type { PointLike } from 'maplibre-gl';
import type { MapView } from './map-view.ts';
import { type MarksFeed, projection } from './marks-feed.ts';
import { marksAt } from './marks-layer.ts';
import type { MapStore } from './store.ts';
import type { HitFinder, MapHit } from './tools/driver.ts';

const BUILDING_LAYERS = ['building', 'building-landmark', 'building-flat'];
/** Reach of a pointer in pixels. */
const REACH = 10;
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
      const marks = marksAt(feed.current(), { project: projection(view), layers }, [x, y], REACH);
      const hits: MapHit[] = marks.map((hit) =>
        hit.level === 'building'
          ? { table: 'buildings', row: hit.row, count: hit.count }
          : { table: hit.layer, row: hit.row, count: hit.count },
      );
      for (const row of rowsAt(view, [x, y], BUILDING_LAYERS).slice(0, 1))
        if (!hits.some((hit) => hit.table === 'buildings' && hit.row === row))
          hits.push({ table: 'buildings', row, count: 1 });
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
