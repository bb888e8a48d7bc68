/**
 * Turns a sketch and what is under the pointer into the GeoJSON of the `draft` source. Owns the roles that style-draft.ts draws.
 */
import type { Feature, FeatureCollection, Geometry } from 'geojson';
import type { Corner } from '../../../shared/geo/outline.ts';
import type { DrawState } from './draw-store.ts';
import { pathsOf } from './sketch.ts';
import { middle } from './vertices.mode.ts';

type Shown = Pick<DrawState, 'sketch' | 'hint' | 'tool' | 'solid' | 'marks' | 'controls'>;

const feature = (role: string, geometry: Geometry, more: Record<string, string | number> = {}): Feature => ({
  type: 'Feature',
  properties: { role, ...more },
  geometry,
});
const point = (role: string, at: Corner, more?: Record<string, string | number>): Feature =>
  feature(role, { type: 'Point', coordinates: [...at] }, more);
const closed = (ring: readonly Corner[]): number[][] => [...ring, ring[0]].map((corner) => [...corner]);

/** Features in the order they are drawn. `snap`: the place that holds the pointer. */
export function sketchFeatures(
  { sketch, hint, tool, solid, marks, controls }: Shown,
  snap: Corner | null,
): FeatureCollection {
  const features: Feature[] = [];
  for (const polygon of polygonsOf(sketch.rings)) {
    features.push(feature('area', { type: 'Polygon', coordinates: polygon }));
    if (solid)
      features.push(
        feature(
          'solid',
          { type: 'Polygon', coordinates: polygon },
          { base: solid.base, top: solid.base + solid.height },
        ),
      );
  }
  if (sketch.cut) features.push(feature('area', { type: 'Polygon', coordinates: [closed(sketch.cut)] }));
  if (sketch.line.length > 1)
    features.push(
      feature('line', { type: 'LineString', coordinates: sketch.line.map((corner) => [...corner]) }),
    );
  if (tool === 'vertices') handles(sketch, features);
  trail(hint, features);
  for (const entrance of sketch.entrances)
    features.push(point('entrance', entrance.at, { text: entrance.label }));
  if (hint.ghost) features.push(point('ghost', hint.ghost));
  for (const at of marks) features.push(point('look', at));
  if (hint.chosen) features.push(point('chosen', hint.chosen));
  if (snap) features.push(point('snap', snap));
  for (const { at, label } of controls) features.push(point('control', at, { text: label }));
  return { type: 'FeatureCollection', features };
}

function handles(sketch: Shown['sketch'], features: Feature[]): void {
  for (const path of pathsOf(sketch)) {
    path.corners.forEach((corner, i) => {
      const next = path.corners[(i + 1) % path.corners.length];
      if (path.closed || i + 1 < path.corners.length) features.push(point('middle', middle(corner, next)));
    });
    for (const corner of path.corners) features.push(point('vertex', corner));
  }
}

function trail(hint: Shown['hint'], features: Feature[]): void {
  const corners = hint.trail;
  if (hint.closed && corners.length > 2)
    features.push(feature('area', { type: 'Polygon', coordinates: [closed(corners)] }));
  else if (corners.length > 1)
    features.push(feature('line', { type: 'LineString', coordinates: corners.map((corner) => [...corner]) }));
  corners.forEach((corner, i) => {
    features.push(point(i === 0 ? 'first' : 'vertex', corner));
  });
}

/** Outer rings with the holes that follow them. */
function polygonsOf(rings: Shown['sketch']['rings']): number[][][][] {
  const polygons: number[][][][] = [];
  for (const { role, ring } of rings) {
    if (ring.length < 3) continue;
    if (role === 0 || polygons.length === 0) polygons.push([closed(ring)]);
    else polygons[polygons.length - 1].push(closed(ring));
  }
  return polygons;
}
