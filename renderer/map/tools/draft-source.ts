/**
 * Turns a draft into the GeoJSON of the `draft` source, and finished shapes into that of `chosen`. Owns the roles that
 * style-draft.ts draws.
 */
import type { Feature, FeatureCollection, Geometry } from 'geojson';
import type { LngLat, Shape } from '../../../shared/query/selection.ts';
import { circleRing } from './circle.ts';
import type { Draft } from './tool.ts';

const feature = (role: string, geometry: Geometry, more: Record<string, string> = {}): Feature => ({
  type: 'Feature',
  properties: { role, ...more },
  geometry,
});

/** Metres as shown beside the pointer: whole up to a kilometre, then with two decimals. */
export function metresText(metres: number): string {
  return metres < 1000 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(2)} km`;
}

/** Features of a draft; none for null. */
export function draftFeatures(draft: Draft | null): FeatureCollection {
  const features: Feature[] = [];
  if (draft) {
    const rings = draft.rings.filter((ring) => ring.length >= 3).map((ring) => [...ring, ring[0]]);
    if (rings.length > 0) features.push(feature('area', { type: 'Polygon', coordinates: rings }));
    if (draft.line.length >= 2)
      features.push(feature('line', { type: 'LineString', coordinates: draft.line }));
    for (const [i, at] of draft.vertices.entries())
      features.push(feature(i === 0 ? 'first' : 'vertex', { type: 'Point', coordinates: at }));
    if (draft.label)
      features.push(
        feature(
          'label',
          { type: 'Point', coordinates: draft.label.at },
          { text: metresText(draft.label.metres) },
        ),
      );
    for (const { at, text } of draft.labels)
      features.push(feature('label', { type: 'Point', coordinates: at }, { text }));
  }
  return { type: 'FeatureCollection', features };
}

function ringsOf(shape: Shape): LngLat[][] {
  switch (shape.type) {
    case 'box': {
      const [west, south, east, north] = shape.bounds;
      return [
        [
          [west, south],
          [east, south],
          [east, north],
          [west, north],
        ],
      ];
    }
    case 'polygon':
      return shape.rings;
    case 'circle':
      return [circleRing(shape.center, shape.radius)];
    // Made of records: these are highlighted themselves.
    case 'buffer':
    case 'members':
    case 'rows':
      return [];
  }
}

/** Outlines of the shapes that were drawn. */
export function outlineFeatures(shapes: readonly Shape[]): FeatureCollection {
  const features = shapes
    .map(ringsOf)
    .filter((rings) => rings.length > 0)
    .map((rings) =>
      feature('area', { type: 'Polygon', coordinates: rings.map((ring) => [...ring, ring[0]]) }),
    );
  return { type: 'FeatureCollection', features };
}
