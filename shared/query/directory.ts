/**
 * The list of devices that the host needs to run alerts with no page open. Core class only: places, never people.
 */
import { DEGREE } from '../columns/column.ts';
import type { Directory } from '../host/contract.ts';
import { communityKey } from '../work/hand-tags.ts';
import { labelAt, linkAt } from './column-access.ts';
import { type Community, placeOf, rowCount } from './community.ts';
import { gridOfBuildings } from './counted-people.ts';
import { placeOfDevice } from './record-labels.ts';

/** `building` is -1 for a device in none; a device without a place stands at 0, 0. */
export function directoryOf(community: Community, generation: string): Directory {
  const { devices } = community.tables;
  const buildings = rowCount(community, 'buildings');
  const gridRow = gridOfBuildings(community);
  const codeOf = (grid: number) => codeOfGrid(community, grid);
  return {
    generation,
    demo: community.bundle.source.kind === 'sample',
    community: communityKey(community.bundle),
    workers: workersOf(community),
    parties: Array.from({ length: rowCount(community, 'parties') }, (_, row) => ({
      id: labelAt(community.tables.parties, 'id', row),
      name: labelAt(community.tables.parties, 'name', row),
    })).filter(({ id }) => id !== ''),
    devices: Array.from({ length: devices?.rows ?? 0 }, (_, row) => {
      const place = placeOf(community, 'devices', row) ?? [0, 0];
      const building = linkAt(devices, 'building', row);
      return {
        id: labelAt(devices, 'id', row),
        kind: labelAt(devices, 'kind', row),
        lng: place[0] / DEGREE,
        lat: place[1] / DEGREE,
        building: building < buildings ? building : -1,
        buildingId: building < buildings ? labelAt(community.tables.buildings, 'id', building) : '',
        grid: building < buildings ? codeOf(gridRow(building)) : '',
        place: placeOfDevice(community, row),
      };
    }),
  };
}

function workersOf(community: Community): NonNullable<Directory['workers']> {
  const { workers } = community.tables;
  return Array.from({ length: rowCount(community, 'workers') }, (_, row) => ({
    id: labelAt(workers, 'id', row),
    name: labelAt(workers, 'name', row),
    role: labelAt(workers, 'role', row),
    grid: codeOfGrid(community, linkAt(workers, 'grid', row)),
    post: labelAt(workers, 'post', row),
    shift: labelAt(workers, 'shift', row),
  })).filter(({ id }) => id !== '');
}

function codeOfGrid(community: Community, grid: number): string {
  return grid < rowCount(community, 'grids') ? labelAt(community.tables.grids, 'code', grid) : '';
}
