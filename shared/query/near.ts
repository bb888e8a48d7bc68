/**
 * Nearest records to a point and records within a distance, by the local plane at the point's latitude (the
 * earth of geo/distance.ts; within 0.1 % of the haversine distance over a city). Equal distances by table as asked, then
 * by row.
 */
import { DEGREE } from '../columns/column.ts';
import { localPlane, squaredDistance, squaredDistanceToBox } from '../geo/distance.ts';
import { visitBlocks } from '../geo/point-blocks.ts';
import type { NearHit } from './answers.ts';
import { type Community, type PointTable, pointsOf } from './community.ts';
import { refOf } from './record-labels.ts';
import type { LngLat } from './selection.ts';

export interface NearRequest {
  point: LngLat;
  tables: readonly PointTable[];
  /** At most this many in all. */
  k: number;
  /** Metres; Infinity for no limit. */
  within: number;
}

export function nearest(community: Community, request: NearRequest): NearHit[] {
  const x = Math.round(request.point[0] * DEGREE);
  const y = Math.round(request.point[1] * DEGREE);
  const plane = localPlane(y);
  const limit = request.within * request.within;
  const best: { table: number; row: number; squared: number }[] = [];
  const worst = () => (best.length < request.k ? limit : Math.min(limit, best[best.length - 1].squared));
  request.tables.forEach((table, order) => {
    const points = pointsOf(community, table);
    visitBlocks(
      points,
      (west, south, east, north) =>
        request.k > 0 && squaredDistanceToBox(plane, x, y, west, south, east, north) <= worst(),
      (row) => {
        const squared = squaredDistance(plane, x, y, points.lng[row], points.lat[row]);
        if (squared > limit || (best.length === request.k && squared >= best[best.length - 1].squared))
          return;
        // Insertion keeps the order; k is a few dozen.
        let at = best.length;
        while (at > 0 && best[at - 1].squared > squared) at--;
        best.splice(at, 0, { table: order, row, squared });
        if (best.length > request.k) best.pop();
      },
    );
  });
  return best.map(({ table, row, squared }) => ({
    ...refOf(community, request.tables[table], row),
    distance: Math.sqrt(squared),
  }));
}
