/**
 * Fills a walled compound with rows of slabs or staggered towers, its garden, its inner lanes, walls and gates. Buildings
 * stand inside the plot and apart from each other by construction. Metres.
 */
import { addBuilding, addLine, addPatch, type Site } from './draft.ts';
import { createFrame, type Frame, southFacing } from './frame.ts';
import { organicRing, type Ring } from './plane.ts';

interface RowStyle {
  form: 'slab' | 'tower';
  floors: [number, number];
  /** Sun spacing: row gap as a multiple of the height. */
  spacing: number;
  /** Metres between the plot's edge and the first row. */
  margin: number;
  doors: number;
}

const STOREY = 2.9;

interface Rows {
  site: Site;
  frame: Frame;
  style: RowStyle;
  /** x of the lane that runs through all rows. */
  spine: number;
  count: number;
}

/** Fills the site's plot; returns the number of buildings placed. */
export function fillRows(site: Site, style: RowStyle): number {
  const [ux, uy] = southFacing(site.plot);
  const frame = createFrame(site.plot, ux, uy);
  const { random } = site;
  const floors = random.int(style.floors[0], style.floors[1]);
  const width = frame.high[0] - frame.low[0];
  const height = frame.high[1] - frame.low[1];
  const depth = style.form === 'slab' ? random.between(11.4, 13.2) : random.between(19, 23);
  const gap = Math.max(13, floors * STOREY * style.spacing);
  const usable = height - 2 * style.margin - 5;
  const count = Math.max(1, Math.floor((usable - depth) / (depth + gap)) + 1);
  const pitch = count > 1 ? (usable - depth) / (count - 1) : 0;
  const rows: Rows = {
    site,
    frame,
    style,
    // A narrow compound has its lane along the west wall and undivided rows.
    spine: width > 104 ? frame.low[0] + width * random.between(0.42, 0.58) : frame.low[0] + width * 0.09,
    count: 0,
  };
  const garden = count > 2 && width > 120 ? Math.floor(count / 2) : -1;
  let at = frame.low[1] + style.margin;
  for (let row = 0; row < count; row++) {
    const stretch = frame.stretch(at - 1, at + depth + 4);
    if (stretch) layRow(rows, [stretch[0] + 4, stretch[1] - 4], at, depth, floors, row, row === garden);
    at += pitch;
  }
  walls(rows, width > 70);
  return rows.count;
}

function layRow(
  rows: Rows,
  stretch: [number, number],
  y: number,
  depth: number,
  floors: number,
  row: number,
  garden: boolean,
): void {
  const { site, frame, spine, style } = rows;
  const { random, draft } = site;
  const before: [number, number] = [stretch[0], Math.min(stretch[1], spine - 5)];
  const after: [number, number] = [Math.max(stretch[0], spine + 5), stretch[1]];
  const gardenSide = garden ? random.int(0, 1) : -1;
  [before, after].forEach((part, side) => {
    if (part[1] - part[0] < 15) return;
    if (side === gardenSide) layGarden(rows, part, y, depth);
    else if (style.form === 'slab') laySlabs(rows, part, y, depth, floors);
    else layTowers(rows, part, y, depth, floors, row);
  });
  // The access lane runs along the north fronts, where the entrances are.
  const laneY = y + depth + 3.6;
  const a = frame.back(stretch[0] + 1, laneY);
  const b = frame.back(stretch[1] - 1, laneY);
  addLine(draft, 'path', [...a, ...b], 3);
}

function laySlabs(rows: Rows, part: [number, number], y: number, depth: number, floors: number): void {
  const { site, frame, style } = rows;
  const { random } = site;
  const goal = random.between(44, 62);
  const gap = random.between(7, 10);
  const width = part[1] - part[0];
  let n = Math.max(1, Math.round((width + gap) / (goal + gap)));
  while ((width - (n - 1) * gap) / n > 76) n++;
  const length = (width - (n - 1) * gap) / n;
  if (length < 15) return;
  for (let i = 0; i < n; i++) {
    const shorten = random.between(0, Math.min(5, length * 0.08));
    let x0 = part[0] + i * (length + gap) + shorten / 2;
    let x1 = x0 + length - shorten;
    const shift = random.between(-1, 1);
    const stepped = random.chance(0.45);
    // Where the plot's edge slants in, the slab gives up a third at one end before it is left out.
    const third = (x1 - x0) / 3;
    const room = [
      [x0, x1],
      [x0 + third, x1],
      [x0, x1 - third],
    ].find(([a, b]) => frame.fits([a, y + shift, b, y + shift, b, y + shift + depth, a, y + shift + depth]));
    if (!room || room[1] - room[0] < 12) continue;
    [x0, x1] = room;
    const units = Math.max(1, Math.round((x1 - x0) / 16.5));
    const local = slabRing(x0, x1, y + shift, y + shift + depth, units, stepped);
    const entrances: Ring = [];
    for (let u = 0; u < units; u++) {
      entrances.push(...frame.back(x0 + ((u + 0.5) * (x1 - x0)) / units, y + shift + depth));
    }
    put(rows, {
      form: 'slab',
      local,
      floors: Math.max(3, floors - (random.chance(0.18) ? 1 : 0)),
      entrances,
      doors: style.doors,
    });
  }
}

/** A slab with its stairwells drawn as shallow steps in the south front between the units. */
function slabRing(x0: number, x1: number, y0: number, y1: number, units: number, stepped: boolean): Ring {
  const ring: Ring = [x0, y0];
  if (stepped) {
    const unit = (x1 - x0) / units;
    for (let u = 1; u < units; u++) {
      const x = x0 + u * unit;
      ring.push(x - 1.4, y0, x - 1.4, y0 + 1.5, x + 1.4, y0 + 1.5, x + 1.4, y0);
    }
  }
  ring.push(x1, y0, x1, y1, x0, y1);
  return ring;
}

function layTowers(
  rows: Rows,
  part: [number, number],
  y: number,
  depth: number,
  floors: number,
  row: number,
): void {
  const { site, frame, style } = rows;
  const { random } = site;
  const width = part[1] - part[0];
  const size = random.between(23, 28);
  const n = Math.max(1, Math.floor((width + 20) / (size + 24)));
  const pitch = n > 1 ? (width - size) / (n - 1) : 0;
  const free = n > 1 ? 0 : width - size;
  if (free < 0 || width < size) return;
  for (let i = 0; i < n; i++) {
    const slack = n > 1 ? 0 : free * (row % 2 === 0 ? 0.25 : 0.75);
    const x0 = part[0] + i * pitch + slack;
    const local = towerRing(x0, y + random.between(-1.5, 1.5), size, depth);
    if (!frame.fits(local)) continue;
    const entrance = frame.back((local[0] + local[2]) / 2, local[1] + depth);
    put(rows, {
      form: 'tower',
      local,
      floors: floors + random.int(-2, 3),
      entrances: [...entrance],
      doors: style.doors,
    });
  }
}

/** A point block with its four corners set back. */
function towerRing(x: number, y: number, w: number, d: number): Ring {
  const c = w * 0.17;
  const e = d * 0.2;
  return [
    ...[x + c, y, x + w - c, y, x + w - c, y + e, x + w, y + e],
    ...[x + w, y + d - e, x + w - c, y + d - e, x + w - c, y + d, x + c, y + d],
    ...[x + c, y + d - e, x, y + d - e, x, y + e, x + c, y + e],
  ];
}

interface Put {
  form: 'slab' | 'tower';
  local: Ring;
  floors: number;
  entrances: Ring;
  doors: number;
}

function put(rows: Rows, item: Put): void {
  const { site, frame } = rows;
  const number = ++rows.count;
  addBuilding(site, {
    form: item.form,
    ring: frame.ring(item.local),
    use: 'residential',
    floors: item.floors,
    floorsBelow: item.form === 'tower' ? 1 : 0,
    entrances: item.entrances,
    doors: item.doors,
    builtYear: site.builtYear + (site.random.chance(0.25) ? 1 : 0),
    name: `${site.name}${number}号楼`,
    address: `${site.road}${site.number}号${site.name}${number}号楼`,
  });
}

function layGarden(rows: Rows, part: [number, number], y: number, depth: number): void {
  const { site, frame } = rows;
  const { random, draft } = site;
  const wide = Math.min(part[1] - part[0], 80);
  const cx = (part[0] + part[1]) / 2;
  const cy = y + depth / 2 - 1;
  const phases: [number, number, number] = [random.unit(), random.unit(), random.unit()];
  const green = organicRing([cx, cy], [wide / 2 - 2, depth / 2 + 3.5], phases, 0.6, 20);
  if (frame.fits(green)) addPatch(draft, 'green', frame.ring(green));
  const plaza = organicRing([cx, cy], [Math.min(9, wide / 5), depth / 4], phases, 1, 14);
  if (frame.fits(plaza)) addPatch(draft, 'plaza', frame.ring(plaza));
  const [px, py] = frame.back(cx, cy);
  draft.spots.push({ kind: 'park', x: px, y: py, bearing: 180, area: site.area });
}

/** The compound's wall along the plot, open at the gates where the spine lane leaves it to the south and north. */
function walls(rows: Rows, twoGates: boolean): void {
  const { frame, spine, site } = rows;
  const { draft } = site;
  const ends: { x: number; y: number; edge: number }[] = [];
  const n = frame.plot.length;
  for (let i = 0; i < n; i += 2) {
    const k = (i + 2) % n;
    const ax = frame.plot[i];
    const bx = frame.plot[k];
    if (ax > spine === bx > spine) continue;
    const t = (spine - ax) / (bx - ax);
    ends.push({ x: spine, y: frame.plot[i + 1] + (frame.plot[k + 1] - frame.plot[i + 1]) * t, edge: i });
  }
  ends.sort((a, b) => a.y - b.y);
  if (ends.length < 2) {
    addLine(draft, 'wall', [...site.plot, site.plot[0], site.plot[1]], 0.3);
    return;
  }
  const south = ends[0];
  const north = ends[ends.length - 1];
  addLine(draft, 'lane', [...frame.back(south.x, south.y - 3), ...frame.back(north.x, north.y + 3)], 5);
  const gates = twoGates ? [south, north] : [south];
  for (const gate of gates) {
    const up = gate === south ? 1 : -1;
    addLine(draft, 'gate', [...frame.back(spine - 4, gate.y), ...frame.back(spine + 4, gate.y)], 1);
    const [x, y] = frame.back(spine + 5, gate.y + up * 2);
    draft.spots.push({ kind: 'gate', x, y, bearing: up > 0 ? 180 : 0, area: site.area });
    draft.spots.push({ kind: 'shed', x: x + 6, y: y + up * 3, bearing: 0, area: site.area });
  }
  for (const line of openRing(frame.plot, gates)) addLine(draft, 'wall', frame.ring(line), 0.3);
}

/** The ring as lines, with a gap of 8 metres at each gate. */
function openRing(plot: Ring, gates: { x: number; y: number; edge: number }[]): Ring[] {
  const lines: Ring[] = [];
  const order = gates.slice().sort((a, b) => a.edge - b.edge);
  order.forEach((gate, g) => {
    const until = order[(g + 1) % order.length];
    const toward = (edge: number, from: { x: number; y: number }, sign: number): [number, number] => {
      const k = sign > 0 ? (edge + 2) % plot.length : edge;
      const dx = plot[k] - from.x;
      const dy = plot[k + 1] - from.y;
      const length = Math.sqrt(dx * dx + dy * dy) || 1;
      const step = Math.min(4, length);
      return [from.x + (dx / length) * step, from.y + (dy / length) * step];
    };
    const line: Ring = [...toward(gate.edge, gate, 1)];
    let i = (gate.edge + 2) % plot.length;
    for (let guard = 0; guard <= plot.length; guard += 2) {
      line.push(plot[i], plot[i + 1]);
      if (i === until.edge) break;
      i = (i + 2) % plot.length;
    }
    line.push(...toward(until.edge, until, -1));
    lines.push(line);
  });
  return lines;
}
