/**
 * Carries out the checks over whole columns, one set of rows a check. Owns what each check means; which there are is
 * checks.ts, what is counted of them report.ts. A check whose columns are not open here (personal ones, or a file that
 * brought none) is left out, never counted as passed.
 */

import { Bitset } from '../columns/bitset.ts';
import { DEGREE, NO_COORDINATE, NONE } from '../columns/column.ts';
import { textColumn } from '../columns/packed-text.ts';
import { type PreparedPolygon, polygonHolds, prepareWholeRings } from '../geo/points-in-polygon.ts';
import { columnOf, linkValues } from '../query/column-access.ts';
import { type Community, rowCount } from '../query/community.ts';
import { ownCoordinates } from '../query/spots.ts';
import { namesHouse } from './address-reads.ts';
import { type CheckId, checkOf, QUALITY_CHECKS } from './checks.ts';
import { birthInId, checkCharacterFits, ID_LENGTH, isDate, maleInId } from './id-number.ts';
import { sameText } from './same-text.ts';

const METRES_A_DEGREE = 111_195;

export type Findings = Map<CheckId, Bitset>;
type Found = Partial<Record<CheckId, Bitset>>;

/** Every check that can be carried out, in the order of the list. About one pass over each column that is asked. */
export function evaluateChecks(community: Community): Findings {
  const found: Found = {
    ...idNumbers(community),
    ...ages(community),
    ...phones(community),
    ...addresses(community),
    ...outside(community),
    ...heads(community),
    ...homes(community),
    ...buildings(community),
    ...devices(community),
  };
  const findings: Findings = new Map();
  for (const { id } of QUALITY_CHECKS) {
    const rows = found[id];
    if (rows) findings.set(id, rows);
  }
  return findings;
}

/** Birth and sex are compared only where one record alone has the number: else nobody knows whose it is. */
function idNumbers(community: Community): Found {
  const { residents } = community.tables;
  const numbers = textColumn(residents?.columns['idNumber']);
  if (!residents || !numbers || numbers.bytes.length === 0) return {};
  const { bytes, offsets } = numbers;
  const sets = {
    idLength: new Bitset(residents.rows),
    idChecksum: new Bitset(residents.rows),
    idBirth: new Bitset(residents.rows),
    idSex: new Bitset(residents.rows),
    duplicateId: new Bitset(residents.rows),
  };
  const { first, count } = sameText(numbers, (row) => offsets[row + 1] - offsets[row] === ID_LENGTH);
  const births = birthTest(community);
  const sexes = sexTest(community);
  for (let row = 0; row < residents.rows; row++) {
    const at = offsets[row];
    const length = offsets[row + 1] - at;
    if (length === 0) continue;
    if (length !== ID_LENGTH) sets.idLength.add(row);
    else if (!checkCharacterFits(bytes, at)) sets.idChecksum.add(row);
    else if (count[first[row]] > 1) sets.duplicateId.add(row);
    else {
      if (births(row, birthInId(bytes, at))) sets.idBirth.add(row);
      if (sexes(row, maleInId(bytes, at))) sets.idSex.add(row);
    }
  }
  return sets;
}

/** true: the record's known parts of the birth date differ from those in the number, or it holds no date. */
function birthTest(community: Community): (row: number, birth: number) => boolean {
  const { residents } = community.tables;
  const years = columnOf(residents, 'birthYear', 'number')?.values;
  const months = columnOf(residents, 'birthMonth', 'number')?.values;
  const days = columnOf(residents, 'birthDay', 'number')?.values;
  const differs = (known: number | undefined, value: number) =>
    known !== undefined && known !== 0 && known !== value;
  return (row, birth) =>
    differs(years?.[row], Math.floor(birth / 10_000)) ||
    differs(months?.[row], Math.floor(birth / 100) % 100) ||
    differs(days?.[row], birth % 100);
}

function sexTest(community: Community): (row: number, male: boolean) => boolean {
  const sex = columnOf(community.tables.residents, 'sex', 'dict');
  if (!sex) return () => false;
  const male = sex.words.indexOf('male');
  const female = sex.words.indexOf('female');
  return (row, isMale) => sex.codes[row] === (isMale ? female : male);
}

function ages(community: Community): Found {
  const { residents } = community.tables;
  const years = columnOf(residents, 'birthYear', 'number')?.values;
  const months = columnOf(residents, 'birthMonth', 'number')?.values;
  if (!residents || !years) return {};
  const date = new Date(community.today * 86_400_000);
  const now = date.getUTCFullYear() * 12 + date.getUTCMonth() + 1;
  const { oldest } = checkOf('ageRange').parameters;
  const set = new Bitset(residents.rows);
  for (let row = 0; row < residents.rows; row++) {
    if (years[row] === 0) continue;
    const lived = now - years[row] * 12 - (months?.[row] || 1);
    if (lived < 0 || lived >= (oldest + 1) * 12) set.add(row);
  }
  return { ageRange: set };
}

function phones(community: Community): Found {
  const { residents } = community.tables;
  const column = textColumn(residents?.columns['phone']);
  if (!residents || !column || column.bytes.length === 0) return {};
  const { people } = checkOf('sharedPhone').parameters;
  const { first, count } = sameText(column);
  const set = new Bitset(residents.rows);
  for (let row = 0; row < residents.rows; row++)
    if (first[row] !== NONE && count[first[row]] >= people) set.add(row);
  return { sharedPhone: set };
}

function addresses(community: Community): Found {
  const { residents } = community.tables;
  const column = textColumn(residents?.columns['rawAddress']);
  if (!residents || !column || column.bytes.length === 0) return {};
  const { bytes, offsets } = column;
  const set = new Bitset(residents.rows);
  for (let row = 0; row < residents.rows; row++)
    if (offsets[row] !== offsets[row + 1] && !namesHouse(bytes, offsets[row], offsets[row + 1])) set.add(row);
  return { address: set };
}

/** Own points outside every area that is not itself inside another. Without areas nothing can be said. */
function outside(community: Community): Found {
  const { residents } = community.tables;
  const polygons = outerAreas(community);
  if (!residents || polygons.length === 0) return {};
  const { lng, lat } = ownCoordinates(residents);
  const holds = (x: number, y: number) => polygons.some((polygon) => polygonHolds(polygon, x, y));
  const { margin } = checkOf('pointOutside').parameters;
  const set = new Bitset(residents.rows);
  for (let row = 0; row < residents.rows; row++) {
    const [x, y] = [lng[row], lat[row]];
    if (x === NO_COORDINATE || holds(x, y)) continue;
    if (!around(x, y, margin).some(([nearX, nearY]) => holds(nearX, nearY))) set.add(row);
  }
  return { pointOutside: set };
}

/** Eight points at this distance (metres) round a place in whole 1e-7 degrees. */
function around(x: number, y: number, metres: number): [number, number][] {
  const north = (metres / METRES_A_DEGREE) * DEGREE;
  const east = north / Math.cos(((y / DEGREE) * Math.PI) / 180);
  return Array.from({ length: 8 }, (_, i) => [
    Math.round(x + east * Math.cos((i * Math.PI) / 4)),
    Math.round(y + north * Math.sin((i * Math.PI) / 4)),
  ]);
}

function outerAreas(community: Community): PreparedPolygon[] {
  const { areas } = community.tables;
  const column = columnOf(areas, 'boundary', 'geometry');
  if (!areas || !column) return [];
  const has = (row: number) => column.rowRings[row + 1] > column.rowRings[row];
  const parents = linkValues(areas, 'parent');
  const polygons: PreparedPolygon[] = [];
  for (let row = 0; row < areas.rows; row++) {
    if (!has(row) || (parents[row] < areas.rows && has(parents[row]))) continue;
    const rings: [number, number][] = [];
    for (let ring = column.rowRings[row]; ring < column.rowRings[row + 1]; ring++)
      rings.push([column.ringVertices[ring], column.ringVertices[ring + 1]]);
    polygons.push(prepareWholeRings(column.coords, rings));
  }
  return polygons;
}

/** The first record of every household in which nobody is the head. */
function heads(community: Community): Found {
  const { residents } = community.tables;
  const relation = columnOf(residents, 'relation', 'dict');
  if (!residents || !relation) return {};
  const head = relation.words.indexOf('head');
  const { household, households } = community.population;
  const headed = new Uint8Array(households);
  for (let row = 0; row < household.length; row++)
    if (relation.codes[row] === head && household[row] !== NONE) headed[household[row]] = 1;
  const set = new Bitset(residents.rows);
  for (let row = 0; row < household.length; row++) {
    const number = household[row];
    if (number === NONE || headed[number] === 1) continue;
    headed[number] = 1;
    set.add(row);
  }
  return { householdWithoutHead: set };
}

function homes(community: Community): Found {
  const { homes: table } = community.tables;
  if (!table) return {};
  const { bases } = community.population;
  const { residentStarts } = community;
  const { most, areaEach } = checkOf('crowdedHome').parameters;
  const area = columnOf(table, 'area', 'number')?.values;
  const tenure = columnOf(table, 'tenure', 'dict');
  const vacant = tenure?.words.indexOf('vacant') ?? -1;
  const crowdedHome = new Bitset(table.rows);
  const vacantWithResidents = new Bitset(table.rows);
  for (let row = 0; row < table.rows; row++) {
    const living = bases.permanent.countRange(residentStarts[row], residentStarts[row + 1]);
    if (living === 0) continue;
    const tight = areaEach > 0 && area !== undefined && area[row] > 0 && area[row] < living * areaEach;
    if (living > most || tight) crowdedHome.add(row);
    if (tenure && vacant > 0 && tenure.codes[row] === vacant) vacantWithResidents.add(row);
  }
  return { crowdedHome, vacantWithResidents };
}

function buildings(community: Community): Found {
  const floors = columnOf(community.tables.buildings, 'floors', 'number')?.values;
  if (!floors) return {};
  const set = new Bitset(floors.length);
  for (let row = 0; row < floors.length; row++) if (floors[row] === 0) set.add(row);
  return { buildingWithoutFloors: set };
}

/** A device has a place by its own point, its home or its building. */
function devices(community: Community): Found {
  const { devices: table } = community.tables;
  if (!table) return {};
  const { lng } = ownCoordinates(table);
  const home = linkValues(table, 'home');
  const building = linkValues(table, 'building');
  const without = new Bitset(table.rows);
  for (let row = 0; row < table.rows; row++)
    if (
      lng[row] === NO_COORDINATE &&
      home[row] >= rowCount(community, 'homes') &&
      building[row] >= rowCount(community, 'buildings')
    )
      without.add(row);
  const health = columnOf(table, 'health', 'dict');
  if (!health) return { deviceWithoutPlace: without };
  const silent = health.words.indexOf('silent');
  const quiet = new Bitset(table.rows);
  for (let row = 0; row < table.rows; row++) if (health.codes[row] === silent) quiet.add(row);
  return { deviceWithoutPlace: without, deviceSilent: quiet };
}

/** Is this a number whose check character and date can be trusted? Where a repair reads it. */
export function trustedId(bytes: Uint8Array, from: number, to: number): boolean {
  return to - from === ID_LENGTH && checkCharacterFits(bytes, from) && isDate(birthInId(bytes, from));
}
