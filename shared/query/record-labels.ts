/**
 * How a record is named in lists, what kind it is, and where it stands: for dossiers, hits and directories. Owns
 * the choice of columns only. Names of people are personal; callers decide whether they may be shown.
 */
import { DEGREE } from '../columns/column.ts';
import { TABLES, type TableName } from '../model/tables.ts';
import type { RecordRef } from './answers.ts';
import { labelAt, linkAt, valueAt } from './column-access.ts';
import { type Community, placeOf } from './community.ts';
import type { LngLat } from './selection.ts';

/** The column a person knows the record by; for homes the place in the building. */
export function titleOf(community: Community, table: TableName, row: number): string {
  const record = community.tables[table];
  if (table === 'homes') return homeLabel(community, row);
  const title = labelAt(record, TABLES[table].title, row);
  return (
    title || labelAt(record, 'name', row) || labelAt(record, 'address', row) || labelAt(record, 'id', row)
  );
}

/** Kind as a word code; '' when the table has no kinds. */
export function kindOf(community: Community, table: TableName, row: number): string {
  const column = { buildings: 'use', homes: 'tenure', workers: 'role', areas: 'level' }[table as string];
  return labelAt(community.tables[table], column ?? 'kind', row);
}

/** Where it stands in degrees; null: nowhere. */
export function pointOf(community: Community, table: TableName, row: number): LngLat | null {
  const place = placeOf(community, table, row);
  return place ? [place[0] / DEGREE, place[1] / DEGREE] : null;
}

export function refOf(community: Community, table: TableName, row: number): RecordRef {
  return {
    table,
    row,
    label: titleOf(community, table, row),
    kind: kindOf(community, table, row),
    point: pointOf(community, table, row),
  };
}

/** Entrance and door: `2单元 301`; bare numbers as offices write them for short, `2-301`. */
export function homeLabel(community: Community, home: number): string {
  const { homes, entrances } = community.tables;
  const entrance = linkAt(homes, 'entrance', home);
  const label = entrance < (entrances?.rows ?? 0) ? labelAt(entrances, 'label', entrance) : '';
  const door = labelAt(homes, 'door', home);
  return [label, door].filter(Boolean).join(/^\d+$/.test(label) ? '-' : ' ');
}

/** Building as shown: its address, else its name. */
export function buildingLabel(community: Community, building: number): string {
  const { buildings } = community.tables;
  if (building >= (buildings?.rows ?? 0)) return '';
  return labelAt(buildings, 'address', building) || labelAt(buildings, 'name', building);
}

/** Building and home, for instance `人民路3号 2单元 301`. */
export function addressOfHome(community: Community, home: number): string {
  const building = linkAt(community.tables.homes, 'building', home);
  return [buildingLabel(community, building), homeLabel(community, home)].filter(Boolean).join(' ');
}

/** Where a device is, for alerts: building, entrance, floor; never a person nor a door. */
export function placeOfDevice(community: Community, device: number): string {
  const { devices, homes, entrances } = community.tables;
  const home = linkAt(devices, 'home', device);
  const atHome = home < (homes?.rows ?? 0);
  const building = linkAt(devices, 'building', device);
  const entrance = atHome ? linkAt(homes, 'entrance', home) : -1;
  const floor = valueAt(devices, 'floor', device) || (atHome ? valueAt(homes, 'floor', home) : 0);
  return [
    buildingLabel(
      community,
      building >= (community.tables.buildings?.rows ?? 0) && atHome
        ? linkAt(homes, 'building', home)
        : building,
    ),
    entrance >= 0 && entrance < (entrances?.rows ?? 0) ? `${labelAt(entrances, 'label', entrance)}单元` : '',
    floor === 0 ? '' : `${floor}层`,
  ]
    .filter(Boolean)
    .join(' ');
}
