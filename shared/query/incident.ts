/**
 * What lies within a cordon: homes by building and floor with who is there and who cannot walk alone, and the key places, gates, cameras and
 * workers. Names only where the caller asks for them; what may be shown is the caller's.
 */
import { tagsAt } from '../columns/cell.ts';
import { idAt } from '../work/record-ids.ts';
import type { RecordRef } from './answers.ts';
import { columnOf, labelAt, linkAt, valueAt } from './column-access.ts';
import { type Community, rowCount } from './community.ts';
import { UNKNOWN_AGE } from './population.ts';
import { buildingLabel, homeLabel, refOf } from './record-labels.ts';
import type { Shape } from './selection.ts';
import { evaluateShape } from './shapes.ts';

export interface IncidentHome {
  row: number;
  /** Of the register, by which it is ticked; `row:<n>` where it has none. */
  id: string;
  /** Entrance and door. */
  label: string;
  floor: number;
  /** Present ones. */
  people: number;
  /** Of these: who needs a hand to get out. */
  helped: number;
  children: number;
  aged80: number;
  tags: string[];
}

export interface IncidentBuilding {
  row: number;
  label: string;
  /** Top floor first, as a burning house is cleared. */
  homes: IncidentHome[];
}

export interface Incident {
  buildings: IncidentBuilding[];
  homes: number;
  people: number;
  helped: number;
  /** Homes beyond those listed. */
  more: number;
  /** Hydrants and other facilities, cameras, workers and organisations within. */
  places: RecordRef[];
  cameras: RecordRef[];
  workers: RecordRef[];
  organisations: RecordRef[];
}

const MOST_INCIDENT_HOMES = 1_500;
const MOST_PLACES = 60;
const HELP_TAGS: readonly string[] = ['limitedMobility', 'disabled'];
const HELP_MOBILITY: readonly string[] = ['aided', 'wheelchair', 'bedridden'];
/** Too young to find the way out alone. */
const SMALL_CHILD = 7;
const OLD = 80;

/** `building`: that of the case, which counts wherever its middle lies; -1: none. A building of which any door is within counts whole. */
export function incidentWithin(community: Community, shape: Shape, building: number): Incident {
  const sets = evaluateShape(community, shape);
  const buildings: IncidentBuilding[] = [];
  const whole = { homes: 0, people: 0, helped: 0, more: 0 };
  const counted = new Set<number>(sets.buildings.toRows());
  if (building >= 0) counted.add(building);
  const count = rowCount(community, 'buildings');
  for (const home of sets.homes.toRows()) {
    const of = linkAt(community.tables.homes, 'building', home);
    if (of < count) counted.add(of);
  }
  const ownFirst = (a: number, b: number) => Number(b === building) - Number(a === building) || a - b;
  for (const row of [...counted].sort(ownFirst)) {
    const homes: IncidentHome[] = [];
    for (let home = community.homeStarts[row]; home < community.homeStarts[row + 1]; home++) {
      const found = homeOf(community, home);
      whole.homes++;
      whole.people += found.people;
      whole.helped += found.helped;
      if (whole.homes <= MOST_INCIDENT_HOMES) homes.push(found);
      else whole.more++;
    }
    homes.sort((a, b) => b.floor - a.floor || (a.label < b.label ? -1 : 1));
    buildings.push({ row, label: buildingLabel(community, row), homes });
  }
  const refs = (table: 'facilities' | 'cameras' | 'workers' | 'organisations') => {
    const rows = sets[table].toRows().slice(0, MOST_PLACES);
    return Array.from(rows, (row) => refOf(community, table, row));
  };
  return {
    ...{ buildings, ...whole },
    ...{ places: refs('facilities'), cameras: refs('cameras'), workers: refs('workers') },
    organisations: refs('organisations'),
  };
}

function homeOf(community: Community, row: number): IncidentHome {
  const { homes, residents } = community.tables;
  const { age, bases } = community.population;
  const tags = columnOf(residents, 'tags', 'tags');
  const total = rowCount(community, 'residents');
  const own = new Set<string>();
  const found = { people: 0, helped: 0, children: 0, aged80: 0 };
  for (let each = community.residentStarts[row]; each < community.residentStarts[row + 1]; each++) {
    if (!bases.permanent.has(each)) continue;
    const years = age[each];
    const has = tags ? tagsAt(tags, each, total).filter((tag) => HELP_TAGS.includes(tag)) : [];
    for (const tag of has) own.add(tag);
    const mobility = labelAt(residents, 'mobility', each);
    if (HELP_MOBILITY.includes(mobility)) own.add(mobility);
    found.people++;
    if (years < SMALL_CHILD) found.children++;
    if (years >= OLD && years !== UNKNOWN_AGE) found.aged80++;
    if (has.length > 0 || HELP_MOBILITY.includes(mobility)) found.helped++;
  }
  return {
    ...{ row, id: idAt(homes, row) || `row:${row}`, label: homeLabel(community, row) },
    floor: valueAt(homes, 'floor', row),
    ...found,
    tags: [...own],
  };
}

/** The people of one home by name, for whoever may see them. */
export function namesAt(community: Community, home: number): string[] {
  const names: string[] = [];
  for (let each = community.residentStarts[home]; each < community.residentStarts[home + 1]; each++)
    if (community.population.bases.permanent.has(each))
      names.push(labelAt(community.tables.residents, 'name', each));
  return names.filter((name) => name !== '');
}
