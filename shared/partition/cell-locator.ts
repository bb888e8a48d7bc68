/** Which cells hold a place: exact, and all of them for a place on a border. Owns the index over the cells of one map. */
import Flatbush from 'flatbush';
import { type PreparedPolygon, polygonHolds, prepareWholeRings } from '../geo/points-in-polygon.ts';
import { cornerBox, type PlanarMap } from './planar-map.ts';
import { ringCorners } from './ring-tracing.ts';

export class CellLocator {
  private readonly map: PlanarMap;
  private readonly index: Flatbush | null = null;
  private readonly prepared = new Map<number, PreparedPolygon>();

  constructor(map: PlanarMap) {
    this.map = map;
    if (map.cells.length === 0) return;
    this.index = new Flatbush(map.cells.length, 16, Int32Array);
    for (const [outer] of map.cells) this.index.add(...cornerBox(ringCorners(map, outer)));
    this.index.finish();
  }

  /** Cells at a place in whole millimetres, rising. */
  at(x: number, y: number): number[] {
    const near = this.index?.search(x, y, x, y) ?? [];
    return near.filter((cell) => polygonHolds(this.polygon(cell), x, y)).sort((a, b) => a - b);
  }

  private polygon(cell: number): PreparedPolygon {
    const known = this.prepared.get(cell);
    if (known) return known;
    const rings = this.map.cells[cell].map((ring) => ringCorners(this.map, ring));
    const coords = new Int32Array(rings.reduce((sum, ring) => sum + ring.length, 0));
    const spans: [number, number][] = [];
    let at = 0;
    for (const ring of rings) {
      coords.set(ring, at);
      spans.push([at / 2, (at + ring.length) / 2]);
      at += ring.length;
    }
    const polygon = prepareWholeRings(coords, spans);
    this.prepared.set(cell, polygon);
    return polygon;
  }
}
