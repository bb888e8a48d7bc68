/**
 * query.polygon: 50 seeded polygons of 40 vertices that hold 1-10 % of the permanent residents; count, pyramid and
 * labels under a filter of three terms, against turf's pointsWithinPolygon over the same points, which only counts.
 */
import { pointsWithinPolygon } from '@turf/points-within-polygon';
import type { FeatureCollection, Point, Polygon } from 'geojson';
import { DEGREE } from '../../../shared/columns/column.ts';
import { countPyramid, countTags, rowsInQuestion } from '../../../shared/query/aggregate.ts';
import { type Community, placeOf } from '../../../shared/query/community.ts';
import { evaluateFilter } from '../../../shared/query/filter.ts';
import {
  type Filter,
  type LngLat,
  NO_FILTER,
  type Selection,
  type Shape,
} from '../../../shared/query/selection.ts';
import { evaluateSelection } from '../../../shared/query/shapes.ts';
import { median, randomFrom, time } from '../measure.ts';
import { type BenchResult, faster } from '../result.ts';

const POLYGONS = 50;
const VERTICES = 40;
const RUNS = 5;

const THREE_TERMS: Filter = {
  base: 'permanent',
  conditions: [
    { type: 'range', table: 'residents', column: 'age', min: 18, max: 64 },
    { type: 'words', table: 'residents', column: 'registration', words: ['elsewhere'] },
    { type: 'words', table: 'homes', column: 'tenure', words: ['rented', 'owner'] },
  ],
  expression: '',
};

/** A star of uneven arms round a centre, on whole 1e-7 degrees so that both sides see the same polygon. */
function star([lng, lat]: LngLat, radius: number, arms: readonly number[]): LngLat[] {
  const ring = arms.map((arm, i): LngLat => {
    const angle = (2 * Math.PI * i) / arms.length;
    const x = lng + (radius * arm * Math.cos(angle)) / Math.cos((lat * Math.PI) / 180);
    const y = lat + radius * arm * Math.sin(angle);
    return [Math.round(x * DEGREE) / DEGREE, Math.round(y * DEGREE) / DEGREE];
  });
  return [...ring, ring[0]];
}

function residentsIn(community: Community, ring: LngLat[]): number {
  const shape: Shape = { type: 'polygon', rings: [ring] };
  const { sets } = evaluateSelection(community, [{ combine: 'replace', shape }]);
  return sets ? sets.residents.clone().and(community.population.bases.permanent).count() : 0;
}

/** Grown or shrunk until it holds about the wanted share. */
function polygonOf(community: Community, places: readonly LngLat[], random: () => number): LngLat[] {
  const arms = Array.from({ length: VERTICES }, () => 0.7 + 0.6 * random());
  const centre = places[Math.floor(random() * places.length)];
  const wanted = (0.015 + 0.08 * random()) * places.length;
  let low = 0;
  let high = 0.2;
  for (let i = 0; i < 18; i++) {
    const middle = (low + high) / 2;
    if (residentsIn(community, star(centre, middle, arms)) < wanted) low = middle;
    else high = middle;
  }
  return star(centre, high, arms);
}

/** Throws when a count differs from turf's. */
export async function queryPolygon(community: Community, smoke: boolean): Promise<BenchResult[]> {
  const permanent = community.population.bases.permanent.toRows();
  const places: LngLat[] = [];
  for (const row of permanent) {
    const place = placeOf(community, 'residents', row);
    if (place) places.push([place[0] / DEGREE, place[1] / DEGREE]);
  }
  const random = randomFrom(40);
  const count = smoke ? 3 : POLYGONS;
  const rings = Array.from({ length: count }, () => polygonOf(community, places, random));
  const filter = evaluateFilter(community, THREE_TERMS);
  const points: FeatureCollection<Point> = {
    type: 'FeatureCollection',
    features: places.map((coordinates) => ({
      type: 'Feature',
      properties: {},
      geometry: { type: 'Point', coordinates },
    })),
  };
  const ours: number[] = [];
  const theirs: number[] = [];
  for (const ring of rings) {
    const selection: Selection = [{ combine: 'replace', shape: { type: 'polygon', rings: [ring] } }];
    ours.push(
      await time(smoke ? 1 : RUNS, () => {
        const rows = rowsInQuestion(evaluateSelection(community, selection), filter, 'residents');
        if (!rows) throw new Error('query.polygon: nothing was asked');
        return [rows.count(), countPyramid(community, rows), countTags(community.population.tags, rows)];
      }),
    );
    const polygon: Polygon = { type: 'Polygon', coordinates: [ring] };
    const start = performance.now();
    const within = pointsWithinPolygon(points, polygon).features.length;
    theirs.push(performance.now() - start);
    const held = residentsIn(community, ring);
    if (held !== within) throw new Error(`query.polygon: ${held} residents, turf finds ${within}`);
  }
  if (evaluateFilter(community, NO_FILTER).passes.residents.count() !== permanent.length)
    throw new Error('query.polygon: the base is not the permanent residents');
  const reference = `turf.pointsWithinPolygon, ${places.length} points, count only`;
  return [
    faster(
      { name: 'query.polygon', value: median(ours), unit: 'ms', reference, referenceValue: median(theirs) },
      100,
    ),
  ];
}
