/**
 * The list of devices that the host needs to run alerts with no page open. Core class only: places, never people.
 */
import { DEGREE } from '../columns/column.ts';
import type { Directory } from '../host/contract.ts';
import { labelAt, linkAt } from './column-access.ts';
import { type Community, placeOf, rowCount } from './community.ts';
import { placeOfDevice } from './record-labels.ts';

/** `building` is -1 for a device in none; a device without a place stands at 0, 0. */
export function directoryOf(community: Community, generation: string): Directory {
  const { devices } = community.tables;
  const buildings = rowCount(community, 'buildings');
  return {
    generation,
    demo: community.bundle.source.kind === 'sample',
    devices: Array.from({ length: devices?.rows ?? 0 }, (_, row) => {
      const place = placeOf(community, 'devices', row) ?? [0, 0];
      const building = linkAt(devices, 'building', row);
      return {
        id: labelAt(devices, 'id', row),
        kind: labelAt(devices, 'kind', row),
        lng: place[0] / DEGREE,
        lat: place[1] / DEGREE,
        building: building < buildings ? building : -1,
        place: placeOfDevice(community, row),
      };
    }),
  };
}
