/**
 * From cells to blocks: cuts a cell into so many parts of about equal size, finds the plot inside the setbacks, and fits the
 * number of homes of a grid to its target by changing floors and doors. Metres.
 */
import type { BuildingDraft, Draft } from './draft.ts';
import type { Cell, Network, Way } from './network.ts';
import { contains, insetRing, type Ring } from './plane.ts';
import type { Random } from './random.ts';

export function cellSize(network: Network, cell: Cell): [number, number] {
  const [south, east, north, west] = cell.sides;
  return [
    (network.length(south) + network.length(north)) / 2,
    (network.length(east) + network.length(west)) / 2,
  ];
}

/** Cuts the longer way, again and again, until there are `parts` cells. `wayAt` names the street of a cut by how many parts it divides. */
export function subdivide(
  network: Network,
  cell: Cell,
  parts: number,
  random: Random,
  bend: number,
  wayAt: (parts: number) => Way,
): Cell[] {
  if (parts <= 1) return [cell];
  const [w, h] = cellSize(network, cell);
  const first = Math.floor(parts / 2) + (parts % 2 === 1 && random.chance(0.5) ? 1 : 0);
  const across = w * random.between(0.9, 1.1) >= h ? 0 : 1;
  const share = first / parts + random.between(-0.06, 0.06);
  const [a, b] = network.split(cell, across, share, wayAt(parts), random, bend);
  return [
    ...subdivide(network, a, first, random, bend, wayAt),
    ...subdivide(network, b, parts - first, random, bend, wayAt),
  ];
}

/** The ground inside the setbacks of the ways round a cell, drawn in by `more` metres. */
export function plotOf(network: Network, outline: number[], more = 0): Ring | undefined {
  const ring = network.ring(outline);
  const offsets = network.setbacks(outline).map((d) => d + more);
  const exact = insetRing(ring, offsets);
  if (exact) return exact;
  // A vertex too close to its neighbours spoils the exact way: fewer vertices, the wider setback of each side.
  for (const tolerance of [0.12, 0.3, 0.5]) {
    const coarse = straightened(ring, offsets, tolerance);
    const plot = insetRing(coarse.ring, coarse.offsets);
    if (plot && contains(ring, plot)) return plot;
  }
  return undefined;
}

/** Drops vertices at which the ring turns by less than `tolerance` (sine); an edge made of several keeps the widest setback and 1.5 m more. */
function straightened(ring: Ring, offsets: number[], tolerance: number): { ring: Ring; offsets: number[] } {
  const n = offsets.length;
  const keep: number[] = [];
  for (let i = 0; i < n; i++) {
    const h = (i + n - 1) % n;
    const k = (i + 1) % n;
    const ax = ring[2 * i] - ring[2 * h];
    const ay = ring[2 * i + 1] - ring[2 * h + 1];
    const bx = ring[2 * k] - ring[2 * i];
    const by = ring[2 * k + 1] - ring[2 * i + 1];
    const size = Math.sqrt((ax * ax + ay * ay) * (bx * bx + by * by)) || 1;
    if (Math.abs((ax * by - ay * bx) / size) >= tolerance || ax * bx + ay * by < 0) keep.push(i);
  }
  const widths = keep.map((from, at) => {
    let widest = 0;
    const to = keep[(at + 1) % keep.length];
    for (let i = from; i !== to; i = (i + 1) % n) widest = Math.max(widest, offsets[i]);
    return widest + 1.5;
  });
  return { ring: keep.flatMap((i) => [ring[2 * i], ring[2 * i + 1]]), offsets: widths };
}

export function homesOf(building: BuildingDraft): number {
  if (building.doors === 0) return 0;
  if (building.form === 'house') return 1;
  const floors = Math.max(0, building.floors - building.homesFrom + 1);
  return floors * building.doors * Math.max(1, building.entrances.length / 2);
}

const LIMITS: Record<BuildingDraft['form'], { floors: [number, number]; doors: [number, number] }> = {
  slab: { floors: [3, 7], doors: [1, 4] },
  tower: { floors: [9, 34], doors: [2, 8] },
  court: { floors: [1, 3], doors: [1, 8] },
  house: { floors: [1, 3], doors: [1, 1] },
  block: { floors: [1, 40], doors: [0, 0] },
};

/** Raises or lowers floors, then doors, of a grid's buildings until its homes come near the target. Returns the homes. */
export function fitHomes(draft: Draft, grid: number, target: number, random: Random): number {
  const own = draft.buildings.filter((b) => b.grid === grid && b.doors > 0 && b.form !== 'house');
  let sum = own.reduce((total, b) => total + homesOf(b), 0);
  if (own.length === 0) return sum;
  for (let tries = 0; tries < own.length * 40; tries++) {
    const gap = target - sum;
    if (Math.abs(gap) <= Math.max(4, target * 0.015)) break;
    const building = random.pick(own);
    const before = homesOf(building);
    const { floors, doors } = LIMITS[building.form];
    if (gap > 0) {
      if (building.floors < floors[1]) building.floors++;
      else if (building.doors < doors[1] && tries > own.length * 6) building.doors++;
    } else if (building.floors > Math.max(floors[0], building.homesFrom)) building.floors--;
    else if (building.doors > doors[0] && tries > own.length * 6) building.doors--;
    sum += homesOf(building) - before;
  }
  return sum;
}
