/** The place of a case from a point of the map: its building and grid by the register. Core class only: never a person. */
import { type CasePlace, placeText } from '../cases/case-command.ts';
import { labelAt } from './column-access.ts';
import { type Community, rowCount } from './community.ts';
import type { LngLat } from './selection.ts';
import { whatIsHere } from './what-is-here.ts';

/** `grid`: code of the grid that holds it today; ''. `text` names the building, else the compound or grid; '' outside of all. */
export function casePlaceAt(community: Community, point: LngLat): { place: CasePlace; grid: string } {
  const found = whatIsHere(community, point);
  const first = (table: string) => found.find((ref) => ref.table === table);
  const [building, grid] = [first('buildings'), first('grids')];
  const named = building ?? first('compounds') ?? grid;
  return {
    place: {
      lng: point[0],
      lat: point[1],
      building: building ? labelAt(community.tables.buildings, 'id', building.row) : '',
      text: placeText(named?.label ?? ''),
    },
    grid:
      grid && grid.row < rowCount(community, 'grids')
        ? labelAt(community.tables.grids, 'code', grid.row)
        : '',
  };
}
