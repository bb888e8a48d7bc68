/** The cameras at a place: those whose field of view holds it, the nearest first, and a few that stand near and look elsewhere. Core class only. */
import { bearingTo, sees } from '../geo/sight.ts';
import { labelAt, valueAt } from './column-access.ts';
import type { Community } from './community.ts';
import { nearest } from './near.ts';
import { pointOf, titleOf } from './record-labels.ts';
import type { LngLat } from './selection.ts';

export interface CameraAt {
  row: number;
  id: string;
  label: string;
  kind: string;
  owner: string;
  viewers: string;
  health: string;
  point: LngLat;
  metres: number;
  /** Degrees clockwise from north: from the camera to the place, and the way it faces. */
  towards: number;
  faces: number;
  sees: boolean;
}

/** Farther off nobody is told apart, whatever a register says of a range. */
const WITHIN_METRES = 500;
const MOST_LOOKED_AT = 400;
const MOST_SEEING = 12;
const MOST_OTHERS = 4;

export function camerasAt(community: Community, place: LngLat): CameraAt[] {
  const { cameras } = community.tables;
  const near = nearest(community, {
    ...{ point: place, tables: ['cameras'], k: MOST_LOOKED_AT, within: WITHIN_METRES },
  });
  const found = near.flatMap(({ row, distance }): CameraAt[] => {
    const point = pointOf(community, 'cameras', row);
    if (!point) return [];
    const sight = {
      bearing: valueAt(cameras, 'bearing', row),
      view: valueAt(cameras, 'view', row),
      range: valueAt(cameras, 'range', row),
    };
    return [
      {
        ...{ row, id: labelAt(cameras, 'id', row), label: titleOf(community, 'cameras', row) },
        ...{ kind: labelAt(cameras, 'kind', row), owner: labelAt(cameras, 'owner', row) },
        ...{ viewers: labelAt(cameras, 'viewers', row), health: labelAt(cameras, 'health', row) },
        ...{ point, metres: distance, towards: bearingTo(point, place), faces: sight.bearing },
        sees: sees(point, sight, place),
      },
    ];
  });
  return [
    ...found.filter((each) => each.sees).slice(0, MOST_SEEING),
    ...found.filter((each) => !each.sees).slice(0, MOST_OTHERS),
  ];
}
