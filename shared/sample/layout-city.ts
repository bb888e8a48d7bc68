/**
 * Community Y: a central business district with four old compounds of slabs and a few towers behind offices on the avenues,
 * a school, a park and a canal to the north. Eight grids, two to a compound.
 */
import { fitHomes, plotOf } from './blocks.ts';
import { addLine, addPatch, createDraft, type Draft, type Site, WAYS } from './draft.ts';
import { fillCommerce, fillPark, fillSchool } from './fill-public.ts';
import { fillRows } from './fill-rows.ts';
import { type Cell, createNetwork, type Network, unionOutline } from './network.ts';
import { createPlaceNames, type PlaceNames } from './place-names.ts';
import type { Ring } from './plane.ts';
import { createRandom, type Random } from './random.ts';

const YEARS = [1984, 1991, 1996, 2002];
const HOMES = 2_786;

interface City {
  draft: Draft;
  network: Network;
  random: Random;
  names: PlaceNames;
  /** The cells of each grid; outlines are drawn when all cuts are made. */
  gridCells: Cell[][];
}

export function layoutCity(seed: number): Draft {
  const random = createRandom(seed, 'layout y');
  const network = createNetwork();
  const draft = createDraft(network);
  const names = createPlaceNames(createRandom(seed, 'place names'));
  const city: City = { draft, network, random, names, gridCells: [] };
  const whole = border(city);
  const code = '990101';
  draft.areas.push(
    { name: '京安区', level: 'district', code: `${code}000000`, parent: -1, outline: [] },
    { name: '领川街道', level: 'street', code: `${code}001000`, parent: 0, outline: [] },
    { name: '云和社区', level: 'community', code: `${code}001001`, parent: 1, outline: [] },
  );
  const road = (): typeof WAYS.road => ({ ...WAYS.road, name: names.road() });
  const [west, east] = network.split(whole, 0, 0.49, { ...road(), width: 16 }, random, 0.035);
  const [southWest, northWest] = network.split(west, 1, 0.52, road(), random, 0.03);
  const [southEast, northEast] = network.split(east, 1, 0.47, road(), random, 0.03);
  quarter(city, southWest, 0, 1, 0.3);
  quarter(city, southEast, 1, 1, 0.3);
  quarter(city, northWest, 2, 1, 0.7);
  quarter(city, northEast, 3, 0, 0.74);
  const outline = network.outline(whole);
  for (const area of draft.areas) area.outline = outline;
  for (let grid = 0; grid < draft.grids.length; grid++) {
    draft.grids[grid].outline = unionOutline(network, city.gridCells[grid]);
    fitHomes(draft, grid, Math.round(HOMES / 8 + (grid % 2 ? 9 : -9)), random);
  }
  return draft;
}

/** The avenues round the community, run on beyond it, and the canal along the north. */
function border(city: City): Cell {
  const { network, draft, names } = city;
  const at = (points: number[][]): number[] => points.map(([x, y]) => network.node(x, y));
  const south = at([
    [-345, -290],
    [-120, -297],
    [110, -292],
    [352, -276],
  ]);
  const north = at([
    [366, 286],
    [150, 301],
    [-90, 290],
    [-338, 306],
  ]);
  const east = [
    south[3],
    ...at([
      [357, -60],
      [368, 120],
    ]),
    north[0],
  ];
  const west = [
    north[3],
    ...at([
      [-349, 100],
      [-341, -90],
    ]),
    south[0],
  ];
  const roads = [names.road(), names.road(), names.road(), names.road()];
  network.lay(south, { ...WAYS.avenue, name: roads[0], width: 34 });
  network.lay(east, { ...WAYS.mainRoad, name: roads[1] });
  network.lay(north, { ...WAYS.road, name: roads[2], width: 14 });
  network.lay(west, { ...WAYS.mainRoad, name: roads[3] });
  const x = (n: number): number => network.x[n];
  const y = (n: number): number => network.y[n];
  // Beyond the border the streets go on, so that the town does not end at a line.
  addLine(draft, 'mainRoad', [-700, -262, -520, -281, x(south[0]), y(south[0])], 34, roads[0]);
  addLine(draft, 'mainRoad', [x(south[3]), y(south[3]), 540, -256, 720, -215], 34, roads[0]);
  addLine(draft, 'mainRoad', [x(south[3]), y(south[3]), 344, -430, 330, -560], 22, roads[1]);
  addLine(draft, 'mainRoad', [x(north[0]), y(north[0]), 366, 420, 350, 560], 22, roads[1]);
  addLine(draft, 'mainRoad', [x(south[0]), y(south[0]), -350, -430, -366, -560], 22, roads[3]);
  addLine(draft, 'mainRoad', [x(north[3]), y(north[3]), -331, 420, -336, 560], 22, roads[3]);
  addLine(draft, 'road', [x(north[0]), y(north[0]), 520, 282, 700, 300], 14, roads[2]);
  addLine(draft, 'road', [x(north[3]), y(north[3]), -520, 316, -700, 302], 14, roads[2]);
  const bank: Ring = [];
  const far: Ring = [];
  for (const [px, py] of [
    [-720, 342],
    [-520, 352],
    [-338, 340],
    [-90, 324],
    [150, 335],
    [366, 322],
    [540, 318],
    [720, 338],
  ]) {
    bank.push(px, py);
    far.unshift(px, py + 30);
  }
  addPatch(draft, 'water', [...bank, ...far], '清晏河');
  return { sides: [south, east, north, west] };
}

/** A quarter: its compound in two halves, and a strip of offices, school or park on one side. */
function quarter(city: City, cell: Cell, index: number, across: 0 | 1, share: number): void {
  const { network, draft, random, names } = city;
  const lane = (): typeof WAYS.lane => ({ ...WAYS.lane, name: names.lane() });
  const parts = network.split(cell, across, share, lane(), random, 0.012);
  const homeSide = share < 0.5 ? parts[1] : parts[0];
  const strip = share < 0.5 ? parts[0] : parts[1];
  const cut: 0 | 1 = across === 1 ? 0 : 1;
  const halves = network.split(homeSide, cut, 0.5, lane(), random, 0.01);
  const strips = network.split(strip, cut, 0.5, lane(), random, 0.01);
  const name = names.compound();
  const compound = draft.compounds.length;
  const company = ['安居物业', '和顺物业', '同心物业', '自管会'][index];
  draft.compounds.push({ name, company, builtYear: YEARS[index], area: 2, ring: [] });
  const street = network.ways[index % 4].name;
  halves.forEach((half, side) => {
    const grid = draft.grids.length;
    city.gridCells.push([half, strips[side]]);
    draft.grids.push({
      area: 2,
      name: `第${'一二三四五六七八'[grid]}网格`,
      kind: 'general',
      outline: [],
    });
    const site = (target: Cell, title: string, inCompound: boolean): Site | undefined => {
      const plot = plotOf(network, network.outline(target));
      if (!plot) return undefined;
      return {
        draft,
        random,
        plot,
        area: 2,
        grid,
        compound: inCompound ? compound : -1,
        road: street,
        number: 8 + index * 10 + side * 2,
        name: title,
        builtYear: YEARS[index],
      };
    };
    const home = site(half, side === 0 ? `${name}一区` : `${name}二区`, true);
    if (home) {
      const towers = index === 3 && side === 1;
      fillRows(home, {
        form: towers ? 'tower' : 'slab',
        floors: towers ? [16, 18] : [5, 6],
        spacing: towers ? 0.5 : 1.16,
        margin: 7,
        doors: towers ? 8 : 2,
      });
    }
    stripUse(city, index, side, (title) => site(strips[side], title, false));
  });
  const ring = plotOf(network, unionOutline(network, halves), 0.5);
  draft.compounds[compound].ring = ring ?? network.ring(unionOutline(network, halves));
}

function stripUse(city: City, index: number, side: number, at: (name: string) => Site | undefined): void {
  const { draft, names } = city;
  const place = (
    kind: 'school' | 'clinic' | 'serviceStation' | 'canteen',
    name: string,
    building: number,
  ): void => {
    const party = kind === 'canteen' ? 'business' : 'government';
    if (building >= 0) draft.places.push({ kind, name, party, building, area: 2 });
  };
  if (index === 2 && side === 0) {
    const name = '云和小学';
    const site = at(name);
    if (site) place('school', name, fillSchool(site));
  } else if (index === 2) {
    const site = at(names.park());
    if (site) fillPark(site, 0.42);
  } else {
    const site = at(names.office());
    if (!site) return;
    const first = draft.buildings.length;
    fillCommerce(site, index < 2 ? 0.75 : 0.45);
    if (index === 3 && side === 0) place('serviceStation', '云和社区党群服务中心', first);
    if (index === 3 && side === 1) place('clinic', '云和社区卫生服务站', first);
    if (index === 0 && side === 1) place('canteen', '云和长者食堂', first);
  }
}
