/**
 * Community ZJL: 0.21 km2 of an old town, crisscross lanes between courtyard houses, a canal with houses on both banks, a few
 * work-unit slabs of the seventies and eighties, a school and the usual public houses. Five grids.
 */
import { cellSize, fitHomes, plotOf, subdivide } from './blocks.ts';
import { addLine, createDraft, type Draft, type Site, WAYS } from './draft.ts';
import { fillCourts } from './fill-courts.ts';
import { fillPark, fillPublic, fillSchool } from './fill-public.ts';
import { fillRows } from './fill-rows.ts';
import { type Cell, createNetwork, unionOutline } from './network.ts';
import { createPlaceNames, type PlaceNames } from './place-names.ts';
import { areaOf } from './plane.ts';
import { createRandom, type Random } from './random.ts';

/** Square metres, as published. */
const AREA = 210_000;
const HOMES = 2_276;
const GRIDS = 5;

interface OldTown {
  draft: Draft;
  random: Random;
  names: PlaceNames;
}

export function layoutOldTown(seed: number): Draft {
  const random = createRandom(seed, 'layout zjl');
  const network = createNetwork();
  const draft = createDraft(network);
  const names = createPlaceNames(createRandom(seed, 'place names'));
  const town: OldTown = { draft, random, names };
  const whole = border(town);
  const code = '990102';
  draft.areas.push(
    { name: '望江区', level: 'district', code: `${code}000000`, parent: -1, outline: [] },
    { name: '门东街道', level: 'street', code: `${code}002000`, parent: 0, outline: [] },
    { name: '钟家里社区', level: 'community', code: `${code}002004`, parent: 1, outline: [] },
  );
  const canal = { ...WAYS.canal, width: 11, name: '秋水浜' };
  const [west, east] = network.split(whole, 0, 0.6, canal, random, 0.07);
  const lane = (): typeof WAYS.lane => ({ ...WAYS.lane, name: names.lane() });
  const cells = [
    ...subdivide(network, west, 3, random, 0.05, lane),
    ...subdivide(network, east, 2, random, 0.05, lane),
  ];
  for (const cell of cells) {
    const grid = draft.grids.length;
    const name = `第${'一二三四五'[grid]}网格`;
    draft.grids.push({ area: 2, name, kind: 'general', outline: [] });
    const alley = (): typeof WAYS.alley => ({ ...WAYS.alley, name: names.lane() });
    const blocks = subdivide(network, cell, grid === 1 ? 6 : 5, random, 0.055, alley);
    blocks.forEach((block, i) => {
      fillBlock(town, block, grid, i);
    });
  }
  cells.forEach((cell, grid) => {
    draft.grids[grid].outline = unionOutline(network, [cell]);
    fitHomes(draft, grid, Math.round(HOMES / GRIDS) + (grid % 2 === 0 ? 8 : -12), random);
  });
  for (const area of draft.areas) area.outline = network.outline(whole);
  return draft;
}

function border(town: OldTown): Cell {
  const { draft, names } = town;
  const { network } = draft;
  const sides = [
    [-262, -196, -90, -214, 70, -205, 236, -182],
    [236, -182, 252, -70, 243, 60, 262, 178],
    [262, 178, 90, 214, -70, 205, -226, 222],
    [-226, 222, -250, 90, -241, -50, -262, -196],
  ];
  const ring = sides.flatMap((side) => side.slice(0, 6));
  const grow = Math.sqrt(AREA / areaOf(ring));
  const nodes: number[] = [];
  for (let i = 0; i < ring.length; i += 2) nodes.push(network.node(ring[i] * grow, ring[i + 1] * grow));
  const side = (from: number): number[] => [0, 1, 2, 3].map((i) => nodes[(from + i) % 12]);
  const roads = [names.road(), names.road(), names.road(), names.road()];
  const ways = [
    { ...WAYS.mainRoad, width: 20, name: roads[0] },
    { ...WAYS.road, name: roads[1] },
    { ...WAYS.road, name: roads[2] },
    { ...WAYS.mainRoad, width: 18, name: roads[3] },
  ];
  const cell: Cell = { sides: [side(0), side(3), side(6), side(9)] };
  cell.sides.forEach((chain, i) => {
    network.lay(chain, ways[i]);
    // Each street goes on past the corner.
    const [a, b, c, d] = chain;
    const beyond = (near: number, next: number, size: number): number[] => [
      network.x[near],
      network.y[near],
      network.x[near] + (network.x[near] - network.x[next]) * size,
      network.y[near] + (network.y[near] - network.y[next]) * size + (i % 2 === 0 ? 14 : 0),
    ];
    const kind = i === 0 || i === 3 ? 'mainRoad' : 'road';
    addLine(draft, kind, beyond(a, b, 1.6), ways[i].width, ways[i].name);
    addLine(draft, kind, beyond(d, c, 1.6), ways[i].width, ways[i].name);
  });
  return cell;
}

/** Fills one block by its place: school, public house, garden, slabs, and courtyard houses everywhere else. */
function fillBlock(town: OldTown, block: Cell, grid: number, i: number): void {
  const { draft, random, names } = town;
  const { network } = draft;
  const plot = plotOf(network, network.outline(block));
  if (!plot) return;
  const site: Site = {
    draft,
    random,
    plot,
    area: 2,
    grid,
    compound: -1,
    road: network.ways[i % 4].name,
    number: 20 + grid * 30 + i * 4,
    name: names.lane(),
    builtYear: 1958,
  };
  const place = (
    kind: 'school' | 'serviceStation' | 'clinic' | 'canteen',
    name: string,
    building: number,
  ): void => {
    if (building >= 0) {
      draft.places.push({
        kind,
        name,
        party: kind === 'canteen' ? 'citizens' : 'government',
        building,
        area: 2,
      });
    }
  };
  const [w, h] = cellSize(network, block);
  if (i === 0 && grid === 0 && Math.max(w, h) > 84) {
    const name = '钟家里小学';
    place('school', name, fillSchool({ ...site, name, builtYear: 1986 }));
    return;
  }
  if (i === 2 && grid >= 1 && grid <= 3) {
    const [kind, name, use] = (
      [
        ['serviceStation', '钟家里党群服务中心', 'service'],
        ['clinic', '钟家里卫生服务站', 'clinic'],
        ['canteen', '钟家里助餐点', 'other'],
      ] as const
    )[grid - 1];
    // The public house takes a corner of the block, houses the rest.
    const parts = network.split(block, w > h ? 0 : 1, 0.36, { ...WAYS.alley, name: '' }, random, 0);
    const own = plotOf(network, network.outline(parts[0]));
    if (own) place(kind, name, fillPublic({ ...site, plot: own, name, builtYear: 1998 }, use, 3));
    const rest = plotOf(network, network.outline(parts[1]));
    if (rest) courts({ ...site, plot: rest });
    return;
  }
  if (i === 1 && grid === 4) {
    fillPark({ ...site, name: '秋水园' }, 0.34);
    return;
  }
  if ((i === 3 && grid % 2 === 0) || (i === 4 && grid === 3)) {
    const compound = draft.compounds.length;
    const name = names.compound();
    const builtYear = 1976 + grid * 3;
    draft.compounds.push({ name, company: '自管会', builtYear, area: 2, ring: plot });
    const style = { form: 'slab', floors: [5, 6], spacing: 0.7, margin: 5, doors: 2 } as const;
    fillRows({ ...site, compound, name, builtYear }, { ...style, floors: [5, 6] });
    return;
  }
  courts(site);
}

function courts(site: Site): void {
  fillCourts(site, {
    lot: 13.5,
    floors: [1, 2],
    doors: [1, 3],
    empty: 0.05,
    shops: 0.1,
    wing: 4.6,
  });
}
