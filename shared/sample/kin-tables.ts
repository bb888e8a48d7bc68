/**
 * Writes what hangs on people and homes: vehicles in the order of homes, and the emergency contacts of those who may need help in
 * the order of residents.
 */
import { NONE, type Table } from '../columns/column.ts';
import { hilbertOrder } from '../columns/hilbert.ts';
import { RESIDENT_TAGS } from '../model/words.ts';
import {
  codeOf,
  createTextWriter,
  dictColumn,
  linkColumns,
  numbers,
  tableOf,
  textColumn,
  wordColumn,
} from './column-writers.ts';
import type { Entrances } from './homes.ts';
import { givenName, phoneNumber, plateNumber, surname } from './identity.ts';
import { ageOf } from './people.ts';
import type { Random } from './random.ts';
import type { ResidentWork } from './residents.ts';

/** Where cars and vans, bikes and motorcycles are left. */
const BAYS = ['地面车位', '地下车库', '地面车位', '路边泊位'] as const;
const SHEDS = ['车棚', '单元门口', '车棚', '充电棚'] as const;

interface VehicleRows {
  kind: number[];
  energy: number[];
  home: number[];
  resident: number[];
  x: number[];
  y: number[];
}

/** Cars and e-bikes of the linked adults; `cars` and `bikes` are per household. Four in a hundred have lost their link. */
export function vehiclesTable(
  work: ResidentWork,
  entrances: Entrances,
  rowOf: Uint32Array,
  cars: number,
  bikes: number,
  random: Random,
): Table {
  const { people, faults } = work;
  const linked: VehicleRows = { kind: [], energy: [], home: [], resident: [], x: [], y: [] };
  const lost: VehicleRows = { kind: [], energy: [], home: [], resident: [], x: [], y: [] };
  for (let household = 0; household + 1 < people.firstOfHousehold.length; household++) {
    const first = people.firstOfHousehold[household];
    const end = people.firstOfHousehold[household + 1];
    for (let person = first; person < end; person++) {
      if (faults.linked[person] === 0 || people.presence[person] !== 1) continue;
      const age = ageOf(people.birthYear[person], people.birthMonth[person]);
      if (age < 18 || age > 76) continue;
      const share = 1 / Math.min(3, end - first);
      if (random.chance(cars * share)) add(random.chance(0.94) ? 1 : 4, person);
      if (random.chance(bikes * share)) add(random.chance(0.95) ? 2 : 3, person);
    }
  }
  function add(kind: number, person: number): void {
    const home = people.home[person];
    const to = random.chance(0.04) ? lost : linked;
    const [x, y] = parking(work, entrances, home, random);
    to.kind.push(kind);
    to.energy.push(kind === 2 ? 3 : kind === 3 ? 1 : random.weighted([56, 3, 29, 12]) + 1);
    to.home.push(to === lost ? NONE : home);
    to.resident.push(to === lost ? NONE : rowOf[person]);
    to.x.push(work.projection.lng(x));
    to.y.push(work.projection.lat(y));
  }
  return write(linked, lost);
}

/** A few metres outside the entrance, away from the house. */
function parking(work: ResidentWork, entrances: Entrances, home: number, random: Random): [number, number] {
  const building = work.homes.building[home];
  const px = work.buildingPoint[2 * building];
  const py = work.buildingPoint[2 * building + 1];
  const entrance = work.homes.entrance[home];
  if (entrance === NONE) return [px + random.between(-6, 6), py + random.between(-6, 6)];
  const dx = entrances.x[entrance] - px;
  const dy = entrances.y[entrance] - py;
  const size = Math.sqrt(dx * dx + dy * dy) || 1;
  const away = random.between(2.5, 6);
  return [
    entrances.x[entrance] + (dx / size) * away + random.between(-5, 5),
    entrances.y[entrance] + (dy / size) * away + random.between(-1, 1),
  ];
}

function write(linked: VehicleRows, lost: VehicleRows): Table {
  const order = hilbertOrder(Int32Array.from(lost.x), Int32Array.from(lost.y));
  const near = linked.kind.length;
  const n = near + order.length;
  const at = (key: keyof VehicleRows, row: number): number =>
    row < near ? linked[key][row] : lost[key][order[row - near]];
  return tableOf('vehicles', n, {
    id: textColumn(n, (r) => `V${String(r + 1).padStart(6, '0')}`),
    kind: wordColumn(
      'vehicleKind',
      Uint8Array.from({ length: n }, (_, r) => at('kind', r)),
    ),
    energy: wordColumn(
      'energy',
      Uint8Array.from({ length: n }, (_, r) => at('energy', r)),
    ),
    home: numbers('u32', n, (r) => at('home', r), NONE),
    resident: numbers('u32', n, (r) => at('resident', r), NONE),
    ...linkColumns(Array.from({ length: n }, (_, r) => at('home', r))),
    parking: dictColumn(n, (r) => (at('kind', r) === 2 || at('kind', r) === 3 ? SHEDS : BAYS)[r % 4]),
    lng: numbers('i32', n, (r) => at('x', r), -0x80000000),
    lat: numbers('i32', n, (r) => at('y', r), -0x80000000),
    plate: textColumn(n, (r) => plateNumber(r, at('kind', r) === 2 ? 'ebike' : 'car')),
  });
}

const HELPED = ['livingAlone60', 'disabled', 'limitedMobility', 'extremePoverty'] as const;

/** One or two contacts for everyone who may need help quickly. */
export function contactsTable(work: ResidentWork, personAt: Uint32Array, random: Random): Table {
  const mask = HELPED.reduce((bits, tag) => bits | (1 << RESIDENT_TAGS.indexOf(tag)), 0);
  const { people, facts } = work;
  const residents: number[] = [];
  const orders: number[] = [];
  for (let row = 0; row < personAt.length; row++) {
    const person = personAt[row];
    if ((facts.tags[person] & mask) === 0 || people.presence[person] !== 1 || random.chance(0.12)) continue;
    residents.push(row);
    orders.push(1);
    if (random.chance(0.45)) {
      residents.push(row);
      orders.push(2);
    }
  }
  const n = residents.length;
  const relation = new Uint8Array(n);
  const consent = new Uint8Array(n);
  const name = createTextWriter(n);
  for (let i = 0; i < n; i++) {
    const person = personAt[residents[i]];
    const old = ageOf(people.birthYear[person], people.birthMonth[person]) >= 55;
    const choice =
      orders[i] === 2
        ? (['neighbour', 'worker', 'sibling'] as const)
        : old
          ? (['child', 'child', 'sibling'] as const)
          : (['parent', 'sibling', 'spouse'] as const);
    const word = random.pick(choice);
    relation[i] = codeOf('relation', word);
    consent[i] = random.chance(0.93) ? 1 : 2;
    const same = word === 'child' || word === 'sibling';
    name.add(
      surname(same ? people.surname[person] : random.int(0, 255)) + givenName(random.int(1, 2), random),
    );
  }
  return tableOf('contacts', n, {
    resident: numbers('u32', n, (r) => residents[r], NONE),
    order: numbers('u8', n, (r) => orders[r]),
    relation: wordColumn('relation', relation),
    consent: wordColumn('yesNo', consent),
    name: name.finish(),
    phone: textColumn(n, (r) => phoneNumber(700_000_000 + r)),
  });
}
