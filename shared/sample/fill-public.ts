/**
 * Fills plots that are not homes: offices with podiums along the avenues, schools with a sports ground, halls, parks, and the
 * small public houses (clinic, canteen, service station). Metres.
 */
import { addBuilding, addLine, addPatch, type Site } from './draft.ts';
import { alongSide, createFrame, quadOf, quadSize } from './frame.ts';
import { contains, onQuad, organicRing, type Ring } from './plane.ts';

/** Offices and malls on sites along the plot's longer axis, in two rows where it is deep; returns the number of buildings. */
export function fillCommerce(site: Site, tall: number): number {
  const quad = quadOf(site.plot);
  if (!quad) return 0;
  const [w, h] = quadSize(quad);
  const depth = Math.min(w, h);
  const rows = Math.max(1, Math.round(depth / 62));
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const from = row / rows + (row > 0 ? 8 / depth : 0);
    const to = (row + 1) / rows - (row < rows - 1 ? 8 / depth : 0);
    const part = (u: number, v: number): [number, number] =>
      w >= h ? onQuad(quad, u, v) : onQuad(quad, v, u);
    const band =
      w >= h
        ? [...part(0, from), ...part(1, from), ...part(1, to), ...part(0, to)]
        : [...part(0, from), ...part(0, to), ...part(1, to), ...part(1, from)];
    count += fillBand(site, band, tall, count);
  }
  return count;
}

function fillBand(site: Site, quad: Ring, tall: number, before: number): number {
  const { random } = site;
  const [w, h] = quadSize(quad);
  const upright = w >= h;
  const length = Math.max(w, h);
  const sites = Math.max(1, Math.round(length / random.between(46, 76)));
  const gap = 11;
  let count = 0;
  const pitch = (length + gap) / sites;
  for (let i = 0; i < sites; i++) {
    const from = (i * pitch) / length;
    const end = Math.min(1, ((i + 1) * pitch - gap) / length);
    const lot = upright
      ? [...onQuad(quad, from, 0), ...onQuad(quad, end, 0), ...onQuad(quad, end, 1), ...onQuad(quad, from, 1)]
      : [
          ...onQuad(quad, 0, from),
          ...onQuad(quad, 1, from),
          ...onQuad(quad, 1, end),
          ...onQuad(quad, 0, end),
        ];
    count += placeOffice(site, lot, tall, before + count + 1);
  }
  return count;
}

function unitRing(lot: Ring, unit: Ring): Ring {
  const out: Ring = [];
  for (let i = 0; i < unit.length; i += 2) out.push(...onQuad(lot, unit[i], unit[i + 1]));
  return out;
}

function placeOffice(site: Site, lot: Ring, tall: number, number: number): number {
  const { random } = site;
  const [w, h] = quadSize(lot);
  if (w < 16 || h < 14) return 0;
  const name = `${site.name}${'ABCDEFGHJKLMNPQRSTUVWXYZ'[number % 24]}座`;
  const door = (ring: Ring): Ring => [(ring[0] + ring[2]) / 2, (ring[1] + ring[3]) / 2];
  const add = (unit: Ring, floors: number, use: 'office' | 'shop' | 'mixed', title: string): void => {
    const ring = unitRing(lot, unit);
    const address = `${site.road}${site.number + number * 2}号${title}`;
    const builtYear = site.builtYear + random.int(0, 12);
    addBuilding(site, {
      form: 'block',
      ring,
      use,
      floors,
      floorsBelow: floors > 8 ? 3 : 1,
      entrances: door(ring),
      name: title,
      address,
      builtYear,
    });
  };
  if (w > 42 && h > 34 && random.chance(tall)) {
    // A tower in the corner, a podium round it in the shape of an L, a court's width apart.
    const c = Math.min(0.62, Math.max(0.4, 30 / w));
    const d = Math.min(0.66, Math.max(0.42, 27 / h));
    const g = 1.2 / w;
    const k = 1.2 / h;
    const mirror = random.chance(0.5);
    const u = (value: number): number => (mirror ? 1 - value : value);
    const tower = [u(0), 0, u(c), 0, u(c), d, u(0), d];
    const podium = [u(c + g), 0, u(1), 0, u(1), 1, u(0), 1, u(0), d + k, u(c + g), d + k];
    add(mirror ? reversed(tower) : tower, random.int(18, 36), 'office', `${name}塔楼`);
    add(mirror ? reversed(podium) : podium, random.int(3, 5), 'shop', `${name}裙楼`);
    return 2;
  }
  const pick = random.weighted([4, 3, 3]);
  if (pick === 0 || h < 26) {
    const back = h > 34 ? Math.max(0.45, 24 / h) : 1;
    add([0, 0, 1, 0, 1, back, 0, back], random.int(3, 9), 'office', name);
  } else if (pick === 1) {
    const d = 14 / h;
    const e = 14 / w;
    add([0, 0, 1, 0, 1, 1, 1 - e, 1, 1 - e, d, e, d, e, 1, 0, 1], random.int(4, 12), 'office', name);
  } else {
    const d = Math.max(0.45, 16 / h);
    add([0, 0, 1, 0, 1, 1, 0.55, 1, 0.55, d, 0, d], random.int(2, 6), 'shop', name);
  }
  return 1;
}

function reversed(ring: Ring): Ring {
  const out: Ring = [];
  for (let i = ring.length - 2; i >= 0; i -= 2) out.push(ring[i], ring[i + 1]);
  return out;
}

/** Teaching blocks at one end, a track at the other. Returns the main building's index or -1. */
export function fillSchool(site: Site): number {
  const [ux, uy] = alongSide(site.plot);
  const frame = createFrame(site.plot, ux, uy);
  const { draft, random } = site;
  const [x0, x1] = [frame.low[0], frame.high[0]];
  const width = x1 - x0;
  const cy = (frame.low[1] + frame.high[1]) / 2;
  const stretch = frame.stretch(cy - 18, cy + 18);
  if (!stretch || width < 80) return -1;
  const room = stretch[1] - stretch[0];
  const trackX = stretch[0] + room * 0.3;
  let radius = Math.min(24, room * 0.13);
  const half = Math.min(26, room * 0.12);
  let track = stadium(trackX, cy, half, radius);
  while (!frame.fits(track) && radius > 9) {
    radius *= 0.88;
    track = stadium(trackX, cy, half, radius);
  }
  if (frame.fits(track)) {
    addPatch(draft, 'plaza', frame.ring(track), '');
    addPatch(draft, 'green', frame.ring(stadium(trackX, cy, half, radius * 0.7)), '');
  }
  const bx = stretch[0] + room * 0.58;
  const w = room * 0.38;
  const first = draft.buildings.length;
  let depth = Math.min(46, frame.high[1] - frame.low[1] - 14);
  for (let tries = 0; tries < 8; tries++, depth *= 0.86) {
    const y = cy - depth / 2;
    const d = 11;
    const e = Math.min(13, w * 0.3);
    const ring: Ring = [
      ...[bx, y, bx + w, y, bx + w, y + depth, bx + w - e, y + depth],
      ...[bx + w - e, y + d, bx + e, y + d, bx + e, y + depth, bx, y + depth],
    ];
    if (depth < 24 || !frame.fits(ring)) continue;
    addBuilding(site, {
      form: 'block',
      ring: frame.ring(ring),
      use: 'school',
      floors: random.int(4, 5),
      entrances: frame.ring([bx + w / 2, y]),
    });
    break;
  }
  const wall = [...site.plot, site.plot[0], site.plot[1]];
  addLine(draft, 'wall', wall, 0.3);
  return draft.buildings.length > first ? first : -1;
}

function stadium(cx: number, cy: number, half: number, radius: number): Ring {
  const ring: Ring = [];
  const arc = [0, 0.38, 0.7, 0.92, 1];
  for (const s of arc) ring.push(cx + half + radius * s, cy - radius * Math.sqrt(1 - s * s));
  for (const s of arc.slice(0, 4).reverse())
    ring.push(cx + half + radius * s, cy + radius * Math.sqrt(1 - s * s));
  for (const s of arc) ring.push(cx - half - radius * s, cy + radius * Math.sqrt(1 - s * s));
  for (const s of arc.slice(0, 4).reverse())
    ring.push(cx - half - radius * s, cy - radius * Math.sqrt(1 - s * s));
  return ring;
}

/** A park: the plot as green, a pond and a walk round it. */
export function fillPark(site: Site, pond: number): void {
  const { draft, random, plot } = site;
  addPatch(draft, 'green', plot, site.name);
  const [ux, uy] = alongSide(plot);
  const frame = createFrame(plot, ux, uy);
  const cx = (frame.low[0] + frame.high[0]) / 2;
  const cy = (frame.low[1] + frame.high[1]) / 2;
  const phases: [number, number, number] = [random.unit(), random.unit(), random.unit()];
  let rx = ((frame.high[0] - frame.low[0]) / 2) * pond;
  let ry = ((frame.high[1] - frame.low[1]) / 2) * pond;
  for (let tries = 0; tries < 6; tries++, rx *= 0.85, ry *= 0.85) {
    const steps = rx > 120 ? 56 : 32;
    const walk = organicRing([cx, cy], [rx * 1.2 + 6, ry * 1.2 + 6], phases, 0.45, steps);
    if (!frame.fits(walk)) continue;
    if (pond > 0.2)
      addPatch(draft, 'water', frame.ring(organicRing([cx, cy], [rx, ry], phases, 0.2, steps)), '');
    const line = frame.ring(walk);
    addLine(draft, 'path', [...line, line[0], line[1]], 2.5);
    break;
  }
  const [x, y] = frame.back(cx, cy);
  draft.spots.push({ kind: 'park', x, y, bearing: 0, area: site.area });
}

/** Large halls in rows: works, depots, markets. */
export function fillHalls(site: Site): number {
  const quad = quadOf(site.plot);
  if (!quad) return 0;
  const { random } = site;
  const [w, h] = quadSize(quad);
  const columns = Math.max(1, Math.floor(w / 82));
  const rows = Math.max(1, Math.floor(h / 50));
  let count = 0;
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      if (random.chance(0.16)) continue;
      const gu = 9 / w;
      const gv = 8 / h;
      const u0 = c / columns + gu;
      const v0 = r / rows + gv;
      const u1 = (c + 1) / columns - gu - (random.chance(0.3) ? 0.25 / columns : 0);
      const v1 = (r + 1) / rows - gv;
      if ((u1 - u0) * w < 14 || (v1 - v0) * h < 12) continue;
      count++;
      const ring = unitRing(quad, [u0, v0, u1, v0, u1, v1, u0, v1]);
      const name = `${site.name}${count}号库`;
      const address = `${site.road}${site.number}号${name}`;
      addBuilding(site, {
        form: 'block',
        ring,
        use: 'industrial',
        floors: random.int(1, 3),
        entrances: [(ring[0] + ring[2]) / 2, (ring[1] + ring[3]) / 2],
        name,
        address,
      });
    }
  }
  return count;
}

/** One public house of moderate size in the plot's middle, a forecourt before it. Returns its index or -1. */
export function fillPublic(site: Site, use: 'clinic' | 'service' | 'other', floors: number): number {
  const quad = quadOf(site.plot);
  if (!quad) return -1;
  const [w, h] = quadSize(quad);
  const a = Math.min(0.42, 24 / w);
  const b = Math.min(0.4, 13 / h);
  const unit = [0.5 - a, 0.55 - b, 0.5 + a, 0.55 - b, 0.5 + a, 0.55 + b, 0.5 - a, 0.55 + b];
  const ring = unitRing(quad, unit);
  if (!contains(site.plot, ring)) return -1;
  const court = unitRing(quad, [0.5 - a, 0.04, 0.5 + a, 0.04, 0.5 + a, 0.5 - b, 0.5 - a, 0.5 - b]);
  addPatch(site.draft, 'plaza', court);
  return addBuilding(site, {
    form: 'block',
    ring,
    use,
    floors,
    entrances: [(ring[0] + ring[2]) / 2, (ring[1] + ring[3]) / 2],
  });
}
