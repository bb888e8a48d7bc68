/**
 * A district: an old city inside a moat, dense and low, cut by canals; round it newer compounds, works, lakes and parks between
 * ring and radial avenues. 8 streets, 169 communities, about a thousand grids. Areas are exact: 83.4 km2, the old city 14.2 km2.
 */
import { cellSize, fitHomes, plotOf, subdivide } from './blocks.ts';
import { createDraft, type Draft, type Site, WAYS } from './draft.ts';
import { fillCourts } from './fill-courts.ts';
import { fillCommerce, fillHalls, fillPark, fillPublic, fillSchool } from './fill-public.ts';
import { fillRows } from './fill-rows.ts';
import { type Cell, type Chain, createNetwork, type Way } from './network.ts';
import { createPlaceNames, type PlaceNames } from './place-names.ts';
import { areaOf, type Ring, smoothed } from './plane.ts';
import { createRandom, type Random } from './random.ts';

const DISTRICT_AREA = 83_400_000;
const OLD_CITY_AREA = 14_200_000;
/** Communities per street: three in the old city, five outside; 169 in all. */
const OLD = [17, 14, 15];
const NEW = [26, 25, 22, 24, 26];
const HOMES = 430_000;
const NUMERALS = '一二三四五六七八九十';
const STREET_NAMES = ['平溪', '金昌', '沧波', '白洋', '虎岗', '吴泾', '双塔', '苏锦'];
const CODE = '990105';

interface District {
  draft: Draft;
  random: Random;
  names: PlaceNames;
}

export function layoutDistrict(seed: number): Draft {
  const random = createRandom(seed, 'layout district');
  const network = createNetwork();
  const draft = createDraft(network);
  const names = createPlaceNames(createRandom(seed, 'place names'));
  const district: District = { draft, random, names };
  draft.areas.push({ name: '古苏区', level: 'district', code: `${CODE}000000`, parent: -1, outline: [] });
  const { streets, border } = streetsOf(district);
  const cells: { cell: Cell; area: number; old: boolean }[] = [];
  streets.forEach((cell, i) => {
    const old = i < OLD.length;
    const street = draft.areas.length;
    const code = `${CODE}${String(i + 1).padStart(3, '0')}`;
    draft.areas.push({
      name: `${STREET_NAMES[i]}街道`,
      level: 'street',
      code: `${code}000`,
      parent: 0,
      outline: [],
    });
    const wayAt = (parts: number): Way => communityWay(district, old, parts);
    const parts = subdivide(
      network,
      cell,
      old ? OLD[i] : NEW[i - OLD.length],
      random,
      old ? 0.022 : 0.04,
      wayAt,
    );
    parts.forEach((part, k) => {
      cells.push({ cell: part, area: draft.areas.length, old });
      const own = `${code}${String(k + 1).padStart(3, '0')}`;
      draft.areas.push({
        name: names.community(),
        level: 'community',
        code: own,
        parent: street,
        outline: [],
      });
    });
  });
  const wholes: { area: number; cell: Cell }[] = streets.map((cell, i) => ({
    area: streetRow(draft, i),
    cell,
  }));
  const grids: Cell[] = [];
  cells.forEach(({ cell, area, old }, i) => {
    grids.push(
      ...community(
        district,
        cell,
        area,
        old,
        Math.floor((HOMES * (i + 1)) / 169) - Math.floor((HOMES * i) / 169),
      ),
    );
  });
  for (const { cell, area } of [...wholes, ...cells]) draft.areas[area].outline = network.outline(cell);
  draft.areas[0].outline = network.expand(border).slice(0, -1);
  grids.forEach((cell, i) => {
    draft.grids[i].outline = network.outline(cell);
  });
  return draft;
}

function streetRow(draft: Draft, street: number): number {
  let seen = -1;
  return draft.areas.findIndex((area) => area.level === 'street' && ++seen === street);
}

/** The streets between communities: avenues where many are divided, canals beside some of the old city's. */
function communityWay(district: District, old: boolean, parts: number): Way {
  const name = district.names.road();
  if (old) {
    if (parts > 6) return { ...WAYS.mainRoad, name, width: 20 };
    return district.random.chance(0.34)
      ? { ...WAYS.canal, name: `${name.slice(0, 2)}河` }
      : { ...WAYS.road, name };
  }
  if (parts > 10) return { ...WAYS.avenue, name, width: 36 };
  if (parts > 3) return { ...WAYS.mainRoad, name, width: 26 };
  return { ...WAYS.road, name, width: 16 };
}

/** The moat round the old city, the district's outline, four radials, and the eight streets between them. */
function streetsOf(district: District): { streets: Cell[]; border: Chain } {
  const { draft, names, random } = district;
  const { network } = draft;
  const inner = scaled(
    [
      ...[-1.62, -2.06, -0.9, -2.16, 0, -2.1, 0.85, -2.17, 1.55, -2.02],
      ...[1.7, -1.1, 1.64, 0, 1.74, 1.05, 1.58, 2.0],
      ...[0.8, 2.2, 0, 2.13, -0.85, 2.22, -1.66, 2.08],
      ...[-1.79, 1.0, -1.7, 0, -1.78, -1.1],
    ],
    OLD_CITY_AREA,
  );
  // The outer corners lie a little further round than the inner: the avenues leave the old city like a pinwheel.
  const outer = scaled(
    [
      ...[-4.6, -2.4, -3.7, -4.3, -2.2, -5.0, -0.4, -5.3],
      ...[1.5, -5.1, 3.3, -4.5, 4.3, -2.9, 4.5, -0.4],
      ...[4.9, 1.9, 4.2, 4.2, 2.4, 5.3, 0.4, 5.0],
      ...[-1.7, 5.4, -3.5, 4.8, -4.6, 3.0, -4.2, 0.5],
    ],
    DISTRICT_AREA,
  );
  const nodes = (ring: Ring): number[] => {
    const out: number[] = [];
    for (let i = 0; i < ring.length; i += 2) out.push(network.node(ring[i], ring[i + 1]));
    return out;
  };
  const a = nodes(inner);
  const b = nodes(turned(outer, 2));
  const per = a.length / 4;
  const side = (ring: number[], i: number): Chain =>
    Array.from({ length: per + 1 }, (_, k) => ring[(i * per + k) % ring.length]);
  const moat = { ...WAYS.moat, name: '护城河' };
  const inside: Chain[] = [0, 1, 2, 3].map((i) => network.lay(side(a, i), moat));
  const ring = { ...WAYS.avenue, name: names.road(), width: 34 };
  const outside: Chain[] = [0, 1, 2, 3].map((i) => network.lay(side(b, i), ring));
  const radial: Chain[] = [0, 1, 2, 3].map((i) => {
    const [from, to] = [a[i * per], b[i * per]];
    const middle = [0.33, 0.66].map((t) =>
      network.node(
        network.x[from] + (network.x[to] - network.x[from]) * t + (i % 2 ? 110 : -60),
        network.y[from] + (network.y[to] - network.y[from]) * t + (i % 2 ? 40 : 130),
      ),
    );
    return network.lay([from, ...middle, to], { ...WAYS.avenue, name: names.road() });
  });
  const back = (chain: Chain): Chain => chain.slice().reverse();
  const city: Cell = { sides: [inside[0], inside[1], inside[2], inside[3]] };
  // Sector i lies outside inner side i; each is listed south, east, north, west of its own.
  const south: Cell = { sides: [outside[0], back(radial[1]), back(inside[0]), radial[0]] };
  const east: Cell = { sides: [radial[1], outside[1], back(radial[2]), back(inside[1])] };
  const north: Cell = { sides: [back(inside[2]), radial[2], outside[2], back(radial[3])] };
  const west: Cell = { sides: [back(radial[0]), back(inside[3]), radial[3], outside[3]] };
  const main = (): Way => ({ ...WAYS.mainRoad, width: 24, name: names.road() });
  const [lower, upper] = network.split(city, 1, 0.36, main(), random, 0.015);
  const [upperWest, upperEast] = network.split(upper, 0, 0.5, main(), random, 0.02);
  const [northWest, northEast] = network.split(north, 0, 0.5, { ...main(), width: 30 }, random, 0.05);
  return {
    streets: [lower, upperWest, upperEast, south, east, northEast, northWest, west],
    border: [...outside[0], ...outside[1].slice(1), ...outside[2].slice(1), ...outside[3].slice(1)],
  };
}

/** The ring begun `by` points later. */
function turned(ring: Ring, by: number): Ring {
  return [...ring.slice(2 * by), ...ring.slice(0, 2 * by)];
}

/** The ring (kilometres) drawn as a curve and scaled to an area in square metres. */
function scaled(ring: Ring, area: number): Ring {
  const curve = smoothed(ring, 4);
  const grow = Math.sqrt(area / areaOf(curve));
  return curve.map((value) => value * grow);
}

/** Cuts a community into grids and blocks, fills them, and fits the homes. Returns the grids' cells. */
function community(district: District, cell: Cell, area: number, old: boolean, homes: number): Cell[] {
  const { draft, random, names } = district;
  const { network } = draft;
  const wayAt = (): Way =>
    old ? { ...WAYS.lane, name: names.lane() } : { ...WAYS.road, width: 10, name: names.road() };
  // Some communities beyond the moat hold a lake, a large park or works: an exclusive grid of its own.
  const exclusive = !old && random.chance(0.3);
  const [w, h] = cellSize(network, cell);
  const parts = exclusive
    ? network.split(cell, w > h ? 0 : 1, random.between(0.3, 0.42), wayAt(), random, 0.04)
    : undefined;
  const count = Math.max(5, Math.min(exclusive ? 8 : 9, Math.round(homes / random.between(380, 440))));
  const cells = subdivide(network, parts ? parts[1] : cell, count, random, old ? 0.04 : 0.035, wayAt);
  cells.forEach((gridCell, i) => {
    const grid = draft.grids.length;
    draft.grids.push({ area, name: `第${NUMERALS[i]}网格`, kind: 'general', outline: [] });
    const first = draft.buildings.length;
    if (old) oldGrid(district, gridCell, area, grid);
    else newGrid(district, gridCell, area, grid);
    const target = Math.floor((homes * (i + 1)) / count) - Math.floor((homes * i) / count);
    fitGrid(draft, first, grid, target, random);
  });
  if (!parts) return cells;
  const works = random.chance(0.35);
  const name = works ? names.works() : names.park();
  draft.grids.push({ area, name: `${name}专属网格`, kind: 'exclusive', outline: [] });
  const site = siteOf(district, parts[0], area, draft.grids.length - 1);
  if (site && works) fillHalls({ ...site, name, builtYear: 2001 });
  else if (site) fillPark({ ...site, name }, random.chance(0.7) ? 0.8 : 0.45);
  return [...cells, parts[0]];
}

/** fitHomes over the buildings from `first` on only: a district is too large to search for each of its thousand grids. */
function fitGrid(draft: Draft, first: number, grid: number, target: number, random: Random): void {
  fitHomes({ ...draft, buildings: draft.buildings.slice(first) }, grid, target, random);
}

function siteOf(district: District, cell: Cell, area: number, grid: number): Site | undefined {
  const { draft, random, names } = district;
  const plot = plotOf(draft.network, draft.network.outline(cell));
  if (!plot) return undefined;
  return {
    draft,
    random,
    plot,
    area,
    grid,
    compound: -1,
    road: names.road(),
    number: random.int(1, 120) * 2,
    name: names.lane(),
    builtYear: 1955,
  };
}

function compoundOf(district: District, site: Site, builtYear: number): Site {
  const { draft, names, random } = district;
  const name = names.compound();
  const company = random.pick(['安居物业', '和顺物业', '同心物业', '润泽物业', '自管会']);
  draft.compounds.push({ name, company, builtYear, area: site.area, ring: site.plot });
  return { ...site, name, builtYear, compound: draft.compounds.length - 1 };
}

function oldGrid(district: District, cell: Cell, area: number, grid: number): void {
  const { draft, random, names } = district;
  const [w, h] = cellSize(draft.network, cell);
  const parts = Math.max(2, Math.min(5, Math.round((w * h) / 14_000)));
  const wayAt = (): Way => ({ ...WAYS.alley, width: 4.5, verge: 1.2, name: names.lane() });
  const slabs = random.int(0, parts - 1);
  subdivide(draft.network, cell, parts, random, 0.05, wayAt).forEach((block, i) => {
    const site = siteOf(district, block, area, grid);
    if (!site) return;
    if (i === slabs) {
      const own = compoundOf(district, site, random.int(1978, 1996));
      fillRows(own, { form: 'slab', floors: [5, 6], spacing: 0.72, margin: 5, doors: 2 });
      return;
    }
    const share = random.unit();
    if (share < 0.035) fillPark({ ...site, name: names.park() }, 0.4);
    else if (share < 0.06) placeSchool(district, site);
    else if (share < 0.08) placePublic(district, site);
    else {
      const doors: [number, number] = [2, 5];
      fillCourts(site, { lot: 27, floors: [1, 2], doors, empty: 0.04, shops: 0.12, wing: 6.5 });
    }
  });
}

function placeSchool(district: District, site: Site): void {
  const name = `${site.name.slice(0, 2)}${district.random.chance(0.6) ? '小学' : '中学'}`;
  const building = fillSchool({ ...site, name, builtYear: 1994 });
  if (building >= 0) {
    district.draft.places.push({ kind: 'school', name, party: 'government', building, area: site.area });
  }
}

function placePublic(district: District, site: Site): void {
  const { random, draft } = district;
  const kind = random.pick(['serviceStation', 'clinic', 'canteen'] as const);
  const name = `${site.name.slice(0, 2)}${{ serviceStation: '党群服务中心', clinic: '卫生服务站', canteen: '助餐中心' }[kind]}`;
  const use = kind === 'clinic' ? 'clinic' : 'service';
  const building = fillPublic({ ...site, name, builtYear: 2004 }, use, random.int(2, 5));
  if (building >= 0) draft.places.push({ kind, name, party: 'government', building, area: site.area });
}

function newGrid(district: District, cell: Cell, area: number, grid: number): void {
  const { draft, random, names } = district;
  const { network } = draft;
  const [w, h] = cellSize(network, cell);
  const parts = Math.max(2, Math.min(5, Math.round((w * h) / 30_000)));
  const wayAt = (): Way => ({ ...WAYS.lane, width: 8, verge: 3, name: names.lane() });
  const sites: Site[] = [];
  for (const block of subdivide(network, cell, parts, random, 0.03, wayAt)) {
    const site = siteOf(district, block, area, grid);
    if (site) sites.push(site);
  }
  // The largest blocks are lived in until there are houses enough; the others serve.
  sites.sort((p, q) => areaOf(q.plot) - areaOf(p.plot));
  const enough = random.int(9, 13);
  let houses = 0;
  for (const site of sites) {
    if (houses < enough) houses += fillLiving(district, site);
    else fillServing(district, site);
  }
}

/** A compound of slabs or towers; a tower counts for two houses. */
function fillLiving(district: District, site: Site): number {
  const { random } = district;
  const builtYear = random.int(1988, 2019);
  const own = compoundOf(district, site, builtYear);
  const towers = builtYear > 2003 && random.chance(0.55);
  const placed = fillRows(own, {
    form: towers ? 'tower' : 'slab',
    floors: towers ? [16, 26] : [5, 7],
    spacing: towers ? 0.7 : 1.15,
    margin: 9,
    doors: towers ? 5 : 2,
  });
  return towers ? placed * 2 : placed;
}

function fillServing(district: District, site: Site): void {
  const { random, names } = district;
  const share = random.unit();
  if (share < 0.24) fillPark({ ...site, name: names.park() }, random.chance(0.45) ? 0.66 : 0.4);
  else if (share < 0.36) fillHalls({ ...site, name: names.works(), builtYear: random.int(1990, 2015) });
  else if (share < 0.74)
    fillCommerce({ ...site, name: names.office(), builtYear: random.int(1996, 2018) }, 0.4);
  else if (share < 0.9) placeSchool(district, site);
  else placePublic(district, site);
}
