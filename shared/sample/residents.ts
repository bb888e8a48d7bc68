/**
 * Writes the residents' table: linked people in the order of their homes, then those without a home in Hilbert order of their own
 * point. Owns the texts a register holds (names, numbers, the address as written) and the faults in them.
 */
import { NO_COORDINATE, NONE, type Table } from '../columns/column.ts';
import { hilbertOrder } from '../columns/hilbert.ts';
import { isoDayOf, OF_SAMPLE, sourceStamp } from '../model/field-sources.ts';
import { RESIDENT_TAGS } from '../model/words.ts';
import {
  constantColumn,
  createTextWriter,
  linkColumns,
  type TextWriter,
  tableOf,
  tagsColumn,
  wordColumn,
} from './column-writers.ts';
import type { Draft } from './draft.ts';
import { type Facts, incomeOf } from './facts.ts';
import { type Faults, RESIDENT_FAULTS, type ResidentFault } from './faults.ts';
import type { Homes } from './homes.ts';
import { checkDigit, createIdNumbers, givenName, phoneNumber, surname } from './identity.ts';
import { ageOf, type People } from './people.ts';
import type { Projection } from './plane.ts';
import { createRandom, type Random } from './random.ts';
import { addressText, brokenAddress } from './raw-address.ts';

export interface ResidentWork {
  draft: Draft;
  projection: Projection;
  homes: Homes;
  people: People;
  facts: Facts;
  faults: Faults;
  /** Inside point of each building, metres. */
  buildingPoint: Float64Array;
  seed: number;
  /** Days since 1970-01-01: the day its registers are of. */
  asOfDay: number;
}

export interface WrittenResidents {
  table: Table;
  /** Row in the table of each person, and back. */
  rowOf: Uint32Array;
  personAt: Uint32Array;
}

/** Own points of the unlinked (metres): near their true building, or well outside the community. */
function ownPoints(
  work: ResidentWork,
  random: Random,
): { rows: Uint32Array; lng: Int32Array; lat: Int32Array } {
  const { people, faults, homes, buildingPoint, projection } = work;
  const unlinked = people.count - faults.truth.linkedResidents;
  const rows = new Uint32Array(unlinked);
  const lng = new Int32Array(unlinked);
  const lat = new Int32Array(unlinked);
  const outside = RESIDENT_FAULTS.indexOf('pointOutside');
  const span = outsideDistance(work);
  let at = 0;
  for (let row = 0; row < people.count; row++) {
    if (faults.linked[row] === 1) continue;
    const building = homes.building[people.home[row]];
    const far = faults.resident[row] === outside ? span : 0;
    const x = buildingPoint[2 * building] + random.between(-22, 22) + far * (random.chance(0.5) ? 1 : -1);
    const y = buildingPoint[2 * building + 1] + random.between(-22, 22) + far * random.between(-0.4, 0.4);
    rows[at] = row;
    lng[at] = projection.lng(x);
    lat[at] = projection.lat(y);
    at++;
  }
  const order = hilbertOrder(lng, lat);
  return {
    rows: order.map((i) => rows[i]),
    lng: lng.map((_, i) => lng[order[i]]),
    lat: lat.map((_, i) => lat[order[i]]),
  };
}

/** Further than any building is from any other. */
function outsideDistance(work: ResidentWork): number {
  let low = 0;
  let high = 0;
  for (let i = 0; i < work.buildingPoint.length; i += 2) {
    low = Math.min(low, work.buildingPoint[i]);
    high = Math.max(high, work.buildingPoint[i]);
  }
  return (high - low) * 1.15 + 300;
}

export function* writeResidents(work: ResidentWork): Generator<number, WrittenResidents> {
  const { people, faults } = work;
  const n = people.count;
  const points = ownPoints(work, createRandom(work.seed, 'own points'));
  const personAt = new Uint32Array(n);
  const rowOf = new Uint32Array(n);
  let linkedRows = 0;
  for (let person = 0; person < n; person++) if (faults.linked[person] === 1) personAt[linkedRows++] = person;
  personAt.set(points.rows, linkedRows);
  for (let row = 0; row < n; row++) rowOf[personAt[row]] = row;
  const texts = yield* writeTexts(work, personAt, linkedRows);
  const lng = new Int32Array(n).fill(NO_COORDINATE);
  const lat = new Int32Array(n).fill(NO_COORDINATE);
  lng.set(points.lng, linkedRows);
  lat.set(points.lat, linkedRows);
  const home = picked(people.home, personAt, Uint32Array).fill(NONE, linkedRows);
  const table = residentsTable(work, personAt, texts, { home, lng, lat });
  return { table, rowOf, personAt };
}

function residentsTable(
  work: ResidentWork,
  personAt: Uint32Array,
  texts: Texts,
  places: { home: Uint32Array; lng: Int32Array; lat: Int32Array },
): Table {
  const { people } = work;
  const { home, lng, lat } = places;
  const bytes = (from: Uint8Array): Uint8Array => picked(from, personAt, Uint8Array);
  const { facts } = work;
  return tableOf('residents', personAt.length, {
    id: texts.id,
    home: { kind: 'number', type: 'u32', values: home, missing: NONE },
    household: {
      kind: 'number',
      type: 'u32',
      values: picked(people.household, personAt, Uint32Array),
      missing: NONE,
    },
    sex: wordColumn('sex', bytes(people.sex)),
    birthYear: {
      kind: 'number',
      type: 'u16',
      values: picked(people.birthYear, personAt, Uint16Array),
      missing: 0,
    },
    birthMonth: { kind: 'number', type: 'u8', values: bytes(people.birthMonth), missing: 0 },
    kind: wordColumn('residentKind', bytes(facts.kind)),
    registration: wordColumn('registration', bytes(people.registration)),
    presence: wordColumn('presence', bytes(people.presence)),
    relation: wordColumn('relation', bytes(people.relation)),
    marital: wordColumn('marital', bytes(people.marital)),
    education: wordColumn('education', bytes(facts.education)),
    employment: wordColumn('employment', bytes(facts.employment)),
    income: wordColumn(
      'incomeKind',
      Uint8Array.from(personAt, (p) => incomeOf(facts, p)),
    ),
    assistance: wordColumn('assistance', bytes(facts.assistance)),
    disability: wordColumn('disability', bytes(facts.disability)),
    mobility: wordColumn('mobility', bytes(facts.mobility)),
    tags: tagsColumn(
      Uint32Array.from(personAt, (p) => facts.tags[p]),
      RESIDENT_TAGS,
    ),
    ...linkColumns(home),
    lng: { kind: 'number', type: 'i32', values: lng, missing: NO_COORDINATE },
    lat: { kind: 'number', type: 'i32', values: lat, missing: NO_COORDINATE },
    name: texts.name,
    idNumber: texts.idNumber,
    phone: texts.phone,
    birthDay: { kind: 'number', type: 'u8', values: bytes(people.birthDay), missing: 0 },
    health: wordColumn('healthNeed', bytes(facts.health)),
    rawAddress: texts.rawAddress,
    sources: constantColumn(personAt.length, sourceStamp(OF_SAMPLE, isoDayOf(work.asOfDay))),
  });
}

/** from[order[0]], from[order[1]] ...: a loop, because `from(iterable, map)` takes ten times as long for a million rows. */
function picked<T extends Uint8Array | Uint16Array | Uint32Array>(
  from: T,
  order: Uint32Array,
  type: new (length: number) => T,
): T {
  const out = new type(order.length);
  for (let row = 0; row < order.length; row++) out[row] = from[order[row]];
  return out;
}

type Texts = Record<'id' | 'name' | 'idNumber' | 'phone' | 'rawAddress', ReturnType<TextWriter['finish']>>;

function* writeTexts(
  work: ResidentWork,
  personAt: Uint32Array,
  linkedRows: number,
): Generator<number, Texts> {
  const { people, faults, draft, homes, seed } = work;
  const n = people.count;
  const id = createTextWriter(n);
  const name = createTextWriter(n);
  const idNumber = createTextWriter(n);
  const phone = createTextWriter(n);
  const rawAddress = createTextWriter(n);
  const named = createRandom(seed, 'given names');
  const written = createRandom(seed, 'addresses');
  const numbers = createIdWriter(work, createRandom(seed, 'id numbers'));
  let shared = 0;
  for (let row = 0; row < n; row++) {
    const person = personAt[row];
    const fault = RESIDENT_FAULTS[faults.resident[person]];
    id.add(`R${String(person + 1).padStart(7, '0')}`);
    name.add(surname(people.surname[person]) + givenName(people.sex[person], named));
    idNumber.add(numbers(person, fault));
    const age = ageOf(people.birthYear[person], people.birthMonth[person]);
    // Seven records in turn give one and the same number.
    if (fault === 'sharedPhone') phone.add(phoneNumber(900_000_000 + Math.floor(shared++ / 7)));
    else phone.add(age < 12 || (age > 84 && person % 3 === 0) ? '' : phoneNumber(person));
    const home = people.home[person];
    const building = draft.buildings[homes.building[home]];
    if (fault === 'address') rawAddress.write(brokenAddress(draft, building, written));
    else {
      // Three in ten of the unlinked could be linked by a better reading of their address.
      const lost = row >= linkedRows && person % 10 > 2;
      addressText(rawAddress, draft, building, homes, home, lost, written);
    }
    rawAddress.end();
    if ((row & 0x3fff) === 0x3fff) yield row;
  }
  return {
    id: id.finish(),
    name: name.finish(),
    idNumber: idNumber.finish(),
    phone: phone.finish(),
    rawAddress: rawAddress.finish(),
  };
}

function createIdWriter(
  work: ResidentWork,
  random: Random,
): (person: number, fault: ResidentFault) => string {
  const { people, draft } = work;
  const issue = createIdNumbers();
  const county = draft.areas[0].code.slice(0, 6);
  let twin = '';
  return (person, fault) => {
    const area = people.registration[person] === 1 ? county : `99${random.int(20, 89)}0${random.int(1, 9)}`;
    const [month, day] = [people.birthMonth[person], people.birthDay[person]];
    const sex = people.sex[person];
    const year = people.birthYear[person];
    if (fault === 'duplicateId') {
      // The second of a pair repeats the first's number; its own facts may differ.
      if (twin !== '') {
        const number = twin;
        twin = '';
        return number;
      }
      twin = issue(area, year, month, day, sex);
      return twin;
    }
    if (fault === 'idBirth') return issue(area, year - random.int(1, 3), (month % 12) + 1, day, sex);
    if (fault === 'idSex') return issue(area, year, month, day, 3 - sex);
    const number = issue(area, year, month, day, sex);
    if (fault === 'idLength') return random.chance(0.6) ? number.slice(0, 17) : number.slice(0, 15);
    if (fault === 'idChecksum') {
      const wrong = (Number.parseInt(checkDigit(number), 10) || 0) + random.int(1, 8);
      return number.slice(0, 17) + (wrong % 10 === Number(number[17]) ? (wrong + 1) % 10 : wrong % 10);
    }
    return number;
  };
}
