/**
 * Homes of a laid-out town: one row per door, in the order building, entrance, floor, door. Owns the columns of homes until people
 * move in; tenure is decided here, owners' names later.
 */
import { NONE } from '../columns/column.ts';
import { homesOf } from './blocks.ts';
import type { BuildingDraft } from './draft.ts';
import type { Random } from './random.ts';

/** Places in WORDS.tenure + 1. */
export const OWNER = 1;
export const RENTED = 2;
export const VACANT = 3;
export const PUBLIC = 4;

export interface Homes {
  count: number;
  building: Uint32Array;
  entrance: Uint32Array;
  floor: Int16Array;
  /** Room number as written on the door; 0: none. */
  room: Uint16Array;
  area: Float32Array;
  tenure: Uint8Array;
  tags: Uint32Array;
  /** First row of each building, and the end. */
  firstOfBuilding: Uint32Array;
}

export interface Entrances {
  building: number[];
  label: string[];
  x: number[];
  y: number[];
  firstOfBuilding: Uint32Array;
}

export function layEntrances(buildings: BuildingDraft[]): Entrances {
  const out: Entrances = {
    building: [],
    label: [],
    x: [],
    y: [],
    firstOfBuilding: new Uint32Array(buildings.length + 1),
  };
  buildings.forEach((building, row) => {
    for (let i = 0; i < building.entrances.length; i += 2) {
      out.building.push(row);
      out.label.push(`${i / 2 + 1}`);
      out.x.push(building.entrances[i]);
      out.y.push(building.entrances[i + 1]);
    }
    out.firstOfBuilding[row + 1] = out.building.length;
  });
  return out;
}

/** Exactly `households` homes are lived in; the others are vacant. Throws a RangeError when there are too few homes. */
export function layHomes(
  buildings: BuildingDraft[],
  entrances: Entrances,
  households: number,
  random: Random,
): Homes {
  let count = 0;
  for (const building of buildings) count += homesOf(building);
  if (count < households) throw new RangeError(`${count} homes for ${households} households`);
  const homes: Homes = {
    count,
    building: new Uint32Array(count),
    entrance: new Uint32Array(count),
    floor: new Int16Array(count),
    room: new Uint16Array(count),
    area: new Float32Array(count),
    tenure: new Uint8Array(count),
    tags: new Uint32Array(count),
    firstOfBuilding: new Uint32Array(buildings.length + 1),
  };
  let row = 0;
  let vacant = count - households;
  buildings.forEach((building, index) => {
    const ways = Math.max(1, building.entrances.length / 2);
    const size = building.form === 'house' ? 130 : building.form === 'court' ? 34 : random.int(9, 17) * 5;
    for (let entrance = 0; building.doors > 0 && entrance < ways; entrance++) {
      for (let floor = building.homesFrom; floor <= building.floors; floor++) {
        for (let door = 1; door <= building.doors; door++) {
          homes.building[row] = index;
          homes.entrance[row] =
            building.entrances.length === 0 ? NONE : entrances.firstOfBuilding[index] + entrance;
          homes.floor[row] = floor;
          homes.room[row] = building.form === 'house' ? 0 : floor * 100 + door;
          homes.area[row] = size + (door % 2) * 8 + random.int(0, 9);
          if (random.unit() * (count - row) < vacant) {
            homes.tenure[row] = VACANT;
            vacant--;
          } else homes.tenure[row] = tenureOf(building, random);
          row++;
          if (building.form === 'house') break;
        }
        if (building.form === 'house') break;
      }
    }
    homes.firstOfBuilding[index + 1] = row;
  });
  return homes;
}

function tenureOf(building: BuildingDraft, random: Random): number {
  if (building.form === 'house') return random.chance(0.05) ? RENTED : OWNER;
  const rented = building.form === 'court' ? 0.36 : 0.29;
  const share = random.unit();
  if (share < rented) return RENTED;
  return share < rented + (building.form === 'court' ? 0.14 : 0.055) ? PUBLIC : OWNER;
}
