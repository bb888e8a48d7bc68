/**
 * Makes a sample community from its name and a seed: lays out the town, peoples it, writes every table of a generation. Same seed, same
 * bytes. `generateSteps` yields progress between pieces of work so that a worker can stop; `generateSample` runs it through.
 */

import type { DictColumn, Table } from '../columns/column.ts';
import { hilbertOrder } from '../columns/hilbert.ts';
import type { CommunityBundle, OnProgress, Progress, SampleId } from '../model/bundle.ts';
import { NO_GRID } from '../model/bundle.ts';
import type { TableName } from '../model/tables.ts';
import {
  camerasTable,
  facilitiesTable,
  organisationsTable,
  withHeads,
  workersTable,
} from './civic-tables.ts';
import { devicesTable } from './devices.ts';
import type { Draft } from './draft.ts';
import { drawFacts, tagHomes } from './facts.ts';
import { markFaults, type SampleTruth } from './faults.ts';
import { FIGURES, type SampleFigures } from './figures.ts';
import { insidePoint } from './frame.ts';
import {
  areasTable,
  basemapTable,
  buildingsTable,
  compoundsTable,
  entrancesTable,
  gridsTable,
  homesTable,
} from './ground-tables.ts';
import { type Entrances, layEntrances, layHomes } from './homes.ts';
import { contactsTable, vehiclesTable } from './kin-tables.ts';
import { layoutCity } from './layout-city.ts';
import { layoutDistrict } from './layout-district.ts';
import { layoutOldTown } from './layout-oldtown.ts';
import { layoutVillage } from './layout-village.ts';
import { pastAlertsTable } from './past-alerts.ts';
import { peopleHomes, tuneElders } from './people.ts';
import { createProjection, type Projection } from './plane.ts';
import { createRandom } from './random.ts';
import { readingsTable } from './readings.ts';
import { type ResidentWork, type WrittenResidents, writeResidents } from './residents.ts';
import { servicesTable } from './services.ts';
import { findSpots } from './spots.ts';
import { addressesTable, partiesTable } from './work-tables.ts';

/** 2026-11-01, in days since 1970-01-01. */
const SAMPLE_DAY = 20_758;
/** Ten in the morning in China. */
const NOW = SAMPLE_DAY * 86_400 + 2 * 3_600;
const STEPS = 100;

interface SampleResult {
  bundle: CommunityBundle;
  /** The faults put in on purpose. */
  truth: SampleTruth;
}

const LAYOUTS: Record<SampleId, (seed: number) => Draft> = {
  y: layoutCity,
  zjl: layoutOldTown,
  gusu: layoutDistrict,
  cun: layoutVillage,
};

/** Runs through; progress is told after every piece of work. */
export function generateSample(id: SampleId, seed: number, onProgress?: OnProgress): CommunityBundle {
  return generateWithTruth(id, seed, onProgress).bundle;
}

/** As generateSample, with the count of the faults put in. */
export function generateWithTruth(id: SampleId, seed: number, onProgress?: OnProgress): SampleResult {
  const steps = sampleSteps(id, seed, FIGURES[id]);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    onProgress?.(step.value);
  }
}

/** The same in steps; `return()` between two of them stops it. */
export function* generateSteps(id: SampleId, seed: number): Generator<Progress, CommunityBundle> {
  const result = yield* sampleSteps(id, seed, FIGURES[id]);
  return result.bundle;
}

const at = (stage: string, done: number): Progress => ({
  stage: `sample.${stage}`,
  done: Math.round(done),
  total: STEPS,
});

function* sampleSteps(id: SampleId, seed: number, figures: SampleFigures): Generator<Progress, SampleResult> {
  yield at('layout', 0);
  const projection = createProjection(figures.origin);
  const draft = LAYOUTS[id](seed);
  yield at('layout', 15);
  const buildingPoint = orderBuildings(draft, projection);
  const entrances = layEntrances(draft.buildings);
  const homes = layHomes(
    draft.buildings,
    entrances,
    figures.population.households,
    createRandom(seed, 'homes'),
  );
  yield at('people', 20);
  const people = yield* along(peopleHomes(homes, figures.population, createRandom(seed, 'people')), (done) =>
    at('people', 20 + (15 * done) / figures.population.households),
  );
  const faults = markFaults(people, homes, createRandom(seed, 'faults'));
  tuneElders(people, figures.population.over60);
  const facts = yield* along(drawFacts(people, createRandom(seed, 'facts')), (done) =>
    at('people', 35 + (10 * done) / people.count),
  );
  tagHomes(homes, people, draft.buildings, createRandom(seed, 'home tags'));
  yield at('registers', 48);
  const work: ResidentWork = {
    ...{ draft, projection, homes, people, facts, faults, buildingPoint, seed },
    asOfDay: SAMPLE_DAY,
  };
  const residents = yield* along(writeResidents(work), (done) =>
    at('registers', 48 + (32 * done) / people.count),
  );
  const forgotten = forgetFloors(draft, seed, faults.truth);
  const tables: Partial<Record<TableName, Table>> = {
    areas: areasTable(draft, projection),
    grids: gridsTable(draft, projection),
    compounds: compoundsTable(draft, projection),
    basemap: basemapTable(draft, projection),
    buildings: buildingsTable(draft, projection, buildingPoint, forgotten),
    entrances: entrancesTable(entrances, projection),
  };
  yield at('registers', 84);
  tables.residents = residents.table;
  const register = { people, table: residents.table, rowOf: residents.rowOf, linked: faults.linked };
  tables.homes = homesTable(homes, register, createRandom(seed, 'owners'));
  const gridOfBuilding = Uint16Array.from(draft.buildings, (b) => (b.grid < 0 ? NO_GRID : b.grid));
  yield* addThings({ tables, work, entrances, residents, gridOfBuilding, figures });
  const bundle: CommunityBundle = {
    name: figures.name,
    source: { kind: 'sample', sample: id, seed },
    asOfDay: SAMPLE_DAY,
    bounds: boundsOf(draft, projection),
    tables,
    plan: { id: 'plan-0', gridOfBuilding },
  };
  return { bundle, truth: faults.truth };
}

interface Things {
  tables: Partial<Record<TableName, Table>>;
  work: ResidentWork;
  entrances: Entrances;
  residents: WrittenResidents;
  gridOfBuilding: Uint16Array;
  figures: SampleFigures;
}

/** Everything that is neither ground nor people: contacts, vehicles, devices, cameras, civic life and the past year's alerts. */
function* addThings(things: Things): Generator<Progress, void> {
  const { tables, work, entrances, residents, gridOfBuilding, figures } = things;
  const { draft, projection, buildingPoint, seed } = work;
  yield at('things', 88);
  const { cars, bikes } = figures;
  tables.contacts = contactsTable(work, residents.personAt, createRandom(seed, 'contacts'));
  tables.vehicles = vehiclesTable(
    work,
    entrances,
    residents.rowOf,
    cars,
    bikes,
    createRandom(seed, 'vehicles'),
  );
  yield at('things', 94);
  const spots = findSpots(draft);
  tables.devices = devicesTable(
    { work, entrances, spots, rowOf: residents.rowOf, counts: figures.devices, now: NOW },
    createRandom(seed, 'devices'),
  );
  yield at('things', 96);
  const civic = { draft, projection, spots, buildingPoint, gridOfBuilding };
  tables.cameras = camerasTable(civic, figures.cameras, createRandom(seed, 'cameras'));
  tables.facilities = facilitiesTable(civic, createRandom(seed, 'facilities'));
  tables.organisations = organisationsTable(civic, createRandom(seed, 'organisations'));
  const { table: parties, employers } = partiesTable(draft);
  tables.parties = parties;
  tables.workers = workersTable(civic, figures.workers, employers, createRandom(seed, 'workers'));
  if (tables.grids) tables.grids = withHeads(tables.grids, tables.workers);
  tables.addresses = addressesTable(draft);
  const kinds = (tables.devices.columns['kind'] as DictColumn).codes as Uint8Array;
  tables.pastAlerts = pastAlertsTable(kinds, figures.pastAlerts, NOW, createRandom(seed, 'past alerts'));
  yield at('things', 98);
  const served = { work, personAt: residents.personAt, gridOfBuilding, workers: tables.workers, now: NOW };
  tables.services = servicesTable(served, figures.services, createRandom(seed, 'services'));
  tables.readings = readingsTable(tables.devices, NOW, createRandom(seed, 'readings'));
  yield at('things', STEPS);
}

function* along<T>(inner: Generator<number, T>, tell: (done: number) => Progress): Generator<Progress, T> {
  for (;;) {
    const step = inner.next();
    if (step.done) return step.value;
    yield tell(step.value);
  }
}

/** Puts the buildings in Hilbert order of their inside point; returns the points (metres) in that order. */
function orderBuildings(draft: Draft, projection: Projection): Float64Array {
  const points = draft.buildings.map((b) => insidePoint(b.ring, b.hole));
  const order = hilbertOrder(
    Int32Array.from(points, (p) => projection.lng(p[0])),
    Int32Array.from(points, (p) => projection.lat(p[1])),
  );
  const place = new Int32Array(order.length);
  order.forEach((from, to) => {
    place[from] = to;
  });
  const before = draft.buildings;
  draft.buildings = Array.from(order, (i) => before[i]);
  for (const item of draft.places) item.building = place[item.building];
  const out = new Float64Array(points.length * 2);
  order.forEach((from, to) => {
    out[2 * to] = points[from][0];
    out[2 * to + 1] = points[from][1];
  });
  return out;
}

/** About one building in eighty is entered without floors. */
function forgetFloors(draft: Draft, seed: number, truth: SampleTruth): Uint8Array {
  const random = createRandom(seed, 'floors');
  const forgotten = Uint8Array.from(draft.buildings, () => (random.chance(0.0125) ? 1 : 0));
  for (const one of forgotten) truth.buildingWithoutFloors += one;
  return forgotten;
}

function boundsOf(draft: Draft, projection: Projection): [number, number, number, number] {
  const ring = draft.network.ring(draft.areas[draft.areas.length > 3 ? 0 : draft.areas.length - 1].outline);
  const xs = ring.filter((_, i) => i % 2 === 0);
  const ys = ring.filter((_, i) => i % 2 === 1);
  return [
    projection.lng(Math.min(...xs)) / 1e7,
    projection.lat(Math.min(...ys)) / 1e7,
    projection.lng(Math.max(...xs)) / 1e7,
    projection.lat(Math.max(...ys)) / 1e7,
  ];
}
