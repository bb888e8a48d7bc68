/**
 * A village: houses scattered along winding lanes on both sides of a stream, ponds, fields in strips round them, a village office
 * and a school. Three grids of about 300 households; houses have a number, but neither entrance nor door.
 */
import { plotOf } from './blocks.ts';
import { addLine, addPatch, createDraft, type Draft, type Site, WAYS } from './draft.ts';
import { fillPublic, fillSchool } from './fill-public.ts';
import { createTaken, fillAlongLane, fillFields, type Taken } from './fill-village.ts';
import { createFrame } from './frame.ts';
import { type Cell, createNetwork } from './network.ts';
import { createPlaceNames, type PlaceNames } from './place-names.ts';
import { inside, organicRing, type Ring, smoothed } from './plane.ts';
import { createRandom, type Random } from './random.ts';

const CODE = '990107';
const HOUSES = 964;

interface Village {
  draft: Draft;
  random: Random;
  names: PlaceNames;
  taken: Taken;
}

export function layoutVillage(seed: number): Draft {
  const random = createRandom(seed, 'layout cun');
  const network = createNetwork();
  const draft = createDraft(network);
  const names = createPlaceNames(createRandom(seed, 'place names'));
  const village: Village = { draft, random, names, taken: createTaken() };
  const outline = smoothed(
    [
      -760, -520, -250, -600, 300, -560, 790, -470, 850, 40, 700, 540, 180, 610, -380, 560, -800, 470, -850,
      -40,
    ],
    3,
  );
  const nodes: number[] = [];
  for (let i = 0; i < outline.length; i += 2) nodes.push(network.node(outline[i], outline[i + 1]));
  const side = (from: number, to: number): number[] => {
    const chain: number[] = [];
    for (let i = from; i <= to; i++) chain.push(nodes[i % nodes.length]);
    return network.lay(chain, WAYS.edge);
  };
  const whole: Cell = { sides: [side(0, 9), side(9, 15), side(15, 24), side(24, 30)] };
  draft.areas.push(
    { name: '临川县', level: 'district', code: `${CODE}000000`, parent: -1, outline: [] },
    { name: '云溪镇', level: 'street', code: `${CODE}103000`, parent: 0, outline: [] },
    { name: '云溪村', level: 'village', code: `${CODE}103207`, parent: 1, outline: [] },
  );
  const stream = { ...WAYS.canal, width: 13, verge: 7, name: '云溪' };
  const [west, rest] = network.split(whole, 0, 0.36, stream, random, 0.11);
  const road = { ...WAYS.road, width: 7, verge: 4, name: names.road() };
  const [south, north] = network.split(rest, 1, 0.5, road, random, 0.07);
  const parts: Cell[] = [west, south, north];
  parts.forEach((cell, grid) => {
    const name = ['溪西片网格', '溪东南片网格', '溪东北片网格'][grid];
    draft.grids.push({ area: 2, name, kind: 'general', outline: network.outline(cell) });
    fillPart(village, cell, grid, Math.floor((HOUSES * (grid + 1)) / 3) - Math.floor((HOUSES * grid) / 3));
  });
  for (const area of draft.areas) area.outline = network.outline(whole);
  return draft;
}

/** Lanes wind across the part; houses along them come in clusters; fields lie towards its edge. */
function fillPart(village: Village, cell: Cell, grid: number, houses: number): void {
  const { draft, random, taken } = village;
  const { network } = draft;
  const plot = plotOf(network, network.outline(cell), 4);
  if (!plot) return;
  const base: Site = {
    draft,
    random,
    plot,
    area: 2,
    grid,
    compound: -1,
    road: '云溪村',
    number: 0,
    name: '',
    builtYear: 1996,
  };
  const frame = createFrame(plot, 1, 0);
  const mid: [number, number] = [(frame.low[0] + frame.high[0]) / 2, (frame.low[1] + frame.high[1]) / 2];
  if (grid > 0) publicHouse(village, base, mid);
  pond(village, base, mid, frame);
  const lanes: { line: Ring; name: string }[] = [];
  for (let i = 0; i < 7; i++) {
    const line = windingLane(village, frame, plot, (i + 0.7) / 7.4);
    if (line.length < 6) continue;
    const name = `云溪村${grid * 7 + i + 1}组`;
    lanes.push({ line, name });
    addLine(draft, 'lane', line, 4, '');
    for (let k = 0; k < line.length; k += 2) {
      taken.put(line[k], line[k + 1], 2);
      if (k % 8 === 0) draft.spots.push({ kind: 'lane', x: line[k], y: line[k + 1], bearing: 90, area: 2 });
    }
  }
  let left = houses;
  const placed = lanes.map(() => 0);
  for (let round = 0; round < 9 && left > 0; round++) {
    lanes.forEach(({ line, name }, i) => {
      const most = Math.min(left, Math.ceil(left / (lanes.length - i)) + 3);
      const site = { ...base, name, number: placed[i] };
      const more = fillAlongLane(site, line, 21 - round, taken, most, round < 4 ? 0.72 : 0.2);
      placed[i] += more;
      left -= more;
    });
  }
  fields(village, base);
}

function publicHouse(village: Village, base: Site, mid: [number, number]): void {
  const { draft, taken } = village;
  const [x, y] = mid;
  const plot = [x - 60, y - 34, x + 60, y - 34, x + 60, y + 34, x - 60, y + 34];
  taken.put(x - 34, y, 42);
  taken.put(x + 34, y, 42);
  const school = base.grid === 2;
  const name = school ? '云溪小学' : '云溪村党群服务中心';
  const site: Site = { ...base, plot, name, number: 1 };
  const building = school ? fillSchool(site) : fillPublic(site, 'service', 3);
  if (building < 0) return;
  const kind = school ? 'school' : 'serviceStation';
  draft.places.push({ kind, name, party: 'government', building, area: 2 });
}

function pond(
  village: Village,
  base: Site,
  mid: [number, number],
  frame: ReturnType<typeof createFrame>,
): void {
  const { draft, random, taken } = village;
  const centre: [number, number] = [
    mid[0] + (frame.high[0] - frame.low[0]) * 0.24,
    mid[1] + random.between(-60, 60),
  ];
  const phases: [number, number, number] = [random.unit(), random.unit(), random.unit()];
  const ring = organicRing(centre, [58, 38], phases, 0.1, 32);
  if (!frame.fits(ring)) return;
  addPatch(draft, 'green', organicRing(centre, [68, 47], phases, 0.1, 32), '');
  addPatch(draft, 'water', ring, '');
  taken.put(centre[0] - 24, centre[1], 48);
  taken.put(centre[0] + 24, centre[1], 48);
  draft.spots.push({ kind: 'park', x: centre[0], y: centre[1] + 50, bearing: 180, area: base.area });
}

/** A line across the plot at a share of its height, wavering, cut where it leaves the plot or meets something built. */
function windingLane(
  village: Village,
  frame: ReturnType<typeof createFrame>,
  plot: Ring,
  share: number,
): Ring {
  const { random, taken } = village;
  const upright = frame.high[1] - frame.low[1] > frame.high[0] - frame.low[0];
  const along = upright ? 0 : 1;
  const [from, to] = [frame.low[1 - along], frame.high[1 - along]];
  const base = frame.low[along] + (frame.high[along] - frame.low[along]) * share;
  const points: Ring = [];
  let drift = 0;
  for (let run = from; run <= to; run += 32) {
    drift = Math.max(-55, Math.min(55, drift * 0.9 + random.between(-21, 21)));
    const at = base + drift;
    points.push(upright ? at : run, upright ? run : at);
  }
  const line: Ring = [];
  for (let i = 0; i < points.length; i += 2) {
    if (inside(plot, points[i], points[i + 1]) && taken.free(points[i], points[i + 1], 5)) {
      line.push(points[i], points[i + 1]);
    } else if (line.length >= 8) break;
    else line.length = 0;
  }
  return line;
}

/** Strips of field wherever no house or lane is near: tried on a coarse net of squares. */
function fields(village: Village, base: Site): void {
  const { random, taken, draft } = village;
  const frame = createFrame(base.plot, 1, 0);
  const size = 52;
  const free: Ring[] = [];
  for (let y = frame.low[1]; y < frame.high[1] - size; y += size + 2) {
    for (let x = frame.low[0]; x < frame.high[0] - size; x += size + 2) {
      const ring: Ring = [x, y, x + size, y, x + size, y + size, x, y + size];
      if (frame.fits(ring) && clear(taken, x, y, size)) free.push(ring);
    }
  }
  for (const ring of free) {
    if (random.chance(0.08)) continue;
    fillFields({ ...base, plot: ring }, random.between(11, 20));
  }
  if (free.length > 0)
    draft.spots.push({ kind: 'park', x: free[0][0], y: free[0][1], bearing: 0, area: base.area });
}

function clear(taken: Taken, x: number, y: number, size: number): boolean {
  for (let a = 0; a <= size; a += size / 6) {
    for (let b = 0; b <= size; b += size / 6) if (!taken.free(x + a, y + b, 5)) return false;
  }
  return true;
}
