/**
 * Whom a one-key call comes from and whom to ring: the person of the device, the household, the emergency contacts in their order, the
 * workers of the grid and of the community. Reads the register only; what of it may be shown is the caller's.
 */
import { tagsAt } from '../columns/cell.ts';
import { NONE } from '../columns/column.ts';
import { greatCircleMetres } from '../geo/distance.ts';
import type { TableName } from '../model/tables.ts';
import type { BuildingDossier } from './answers.ts';
import { eachLinkTo } from './children.ts';
import { columnOf, labelAt, linkAt, linkValues, valueAt } from './column-access.ts';
import { type Community, rowCount } from './community.ts';
import { evaluateFilter } from './filter.ts';
import { UNKNOWN_AGE } from './population.ts';
import { addressOfHome, buildingLabel, pointOf } from './record-labels.ts';
import { type LngLat, NO_FILTER } from './selection.ts';
import { buildingDossier } from './stacking.ts';

/** Somebody who can be rung. Words are codes of words.ts; '' not known. */
export interface CallPerson {
  table: TableName;
  row: number;
  id: string;
  name: string;
  phone: string;
  /** To the head of the household; of a contact: to the person who called. */
  relation: string;
  age: number | null;
  sex: string;
  mobility: string;
  health: string;
  presence: string;
  /** Of a contact: whether it agreed to be rung; ''. */
  consent: string;
  tags: string[];
}

export interface CallWorker extends CallPerson {
  role: string;
  /** Code of the grid; ''. */
  grid: string;
  /** From the place of the call to where the worker was last; null: not known. */
  metres: number | null;
}

export interface CallSheet {
  /** Row of the device; -1: the register does not know it. */
  device: number;
  /** Rows; -1: none. */
  building: number;
  home: number;
  /** Building, entrance and door. */
  address: string;
  floor: number;
  resident: CallPerson | null;
  household: CallPerson[];
  contacts: CallPerson[];
  workers: CallWorker[];
  /** The stacking plan of the building; null: in none. */
  plan: BuildingDossier | null;
}

const MOST_HOUSEHOLD = 30;

/** `device`: id in the register. `place`: where the case is, for what the register does not say; `building`: its id in the register. */
export function callSheet(
  community: Community,
  device: number,
  place: { point: LngLat | null; building: number; grid: string },
): CallSheet {
  const { devices, homes, residents, contacts } = community.tables;
  const person = device < 0 ? NONE : linkAt(devices, 'resident', device);
  const known = person < rowCount(community, 'residents');
  const own = device < 0 ? NONE : linkAt(devices, 'home', device);
  const home = own < rowCount(community, 'homes') ? own : known ? linkAt(residents, 'home', person) : NONE;
  const atHome = home < rowCount(community, 'homes');
  const building = atHome
    ? linkAt(homes, 'building', home)
    : device < 0
      ? NONE
      : linkAt(devices, 'building', device);
  const inBuilding =
    building < rowCount(community, 'buildings') ? building : place.building >= 0 ? place.building : -1;
  const point = (device < 0 ? null : pointOf(community, 'devices', device)) ?? place.point;
  const household: CallPerson[] = [];
  if (atHome)
    for (
      let row = community.residentStarts[home];
      row < community.residentStarts[home + 1] && household.length < MOST_HOUSEHOLD;
      row++
    )
      if (row !== person) household.push(residentOf(community, row));
  const rungs: { person: CallPerson; order: number }[] = [];
  if (known)
    eachLinkTo(linkValues(contacts, 'resident'), person, (row) => {
      rungs.push({ person: contactOf(community, row), order: valueAt(contacts, 'order', row) });
    });
  return {
    ...{ device, building: inBuilding, home: atHome ? home : -1 },
    address: atHome
      ? addressOfHome(community, home)
      : inBuilding < 0
        ? ''
        : buildingLabel(community, inBuilding),
    floor:
      (device < 0 ? 0 : valueAt(devices, 'floor', device)) || (atHome ? valueAt(homes, 'floor', home) : 0),
    resident: known ? residentOf(community, person) : null,
    // Who is there and can answer comes before who is away.
    household: household.sort((a, b) => Number(a.presence === 'away') - Number(b.presence === 'away')),
    contacts: rungs.sort((a, b) => a.order - b.order).map((each) => each.person),
    workers: workersFor(community, point, place.grid),
    plan:
      inBuilding < 0 ? null : buildingDossier(community, inBuilding, evaluateFilter(community, NO_FILTER)),
  };
}

function blank(community: Community, table: TableName, row: number): CallPerson {
  const record = community.tables[table];
  return {
    ...{ table, row, id: labelAt(record, 'id', row), name: labelAt(record, 'name', row) },
    phone: labelAt(record, 'phone', row),
    ...{ relation: '', age: null, sex: '', mobility: '', health: '', presence: '', consent: '', tags: [] },
  };
}

function residentOf(community: Community, row: number): CallPerson {
  const { residents } = community.tables;
  const age = community.population.age[row];
  const tags = columnOf(residents, 'tags', 'tags');
  return {
    ...blank(community, 'residents', row),
    relation: labelAt(residents, 'relation', row),
    age: age === UNKNOWN_AGE ? null : age,
    sex: labelAt(residents, 'sex', row),
    mobility: labelAt(residents, 'mobility', row),
    health: labelAt(residents, 'health', row),
    presence: labelAt(residents, 'presence', row),
    tags: tags ? tagsAt(tags, row, rowCount(community, 'residents')) : [],
  };
}

function contactOf(community: Community, row: number): CallPerson {
  const { contacts } = community.tables;
  return {
    ...blank(community, 'contacts', row),
    relation: labelAt(contacts, 'relation', row),
    consent: labelAt(contacts, 'consent', row),
  };
}

/** Those of the grid first, then the nearest. */
function workersFor(community: Community, point: LngLat | null, grid: string): CallWorker[] {
  const { workers, grids } = community.tables;
  const found = Array.from({ length: rowCount(community, 'workers') }, (_, row): CallWorker => {
    const at = pointOf(community, 'workers', row);
    const own = linkAt(workers, 'grid', row);
    return {
      ...blank(community, 'workers', row),
      role: labelAt(workers, 'role', row),
      grid: own < rowCount(community, 'grids') ? labelAt(grids, 'code', own) : '',
      metres: at && point ? greatCircleMetres(at[0], at[1], point[0], point[1]) : null,
    };
  });
  const far = (each: CallWorker) => each.metres ?? Number.POSITIVE_INFINITY;
  const ours = (each: CallWorker) => Number(each.grid === grid && grid !== '');
  return found
    .filter(({ id, role }) => id !== '' && (role === 'gridWorker' || role === 'communityWorker'))
    .sort((a, b) => ours(b) - ours(a) || far(a) - far(b) || (a.id < b.id ? -1 : 1))
    .slice(0, 40);
}
