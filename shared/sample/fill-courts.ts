/**
 * Fills a block of an old town: crooked lanes cut it into lots, houses stand on the lots with wings round their yards.
 * Every lot is a convex quadrilateral of its own, so that houses never overlap. Metres.
 */
import { addBuilding, addLine, type Site } from './draft.ts';
import { quadOf, quadSize } from './frame.ts';
import { onQuad, type Ring } from './plane.ts';

interface CourtStyle {
  /** Metres: a lot longer than this is cut again. */
  lot: number;
  floors: [number, number];
  doors: [number, number];
  /** Share of lots left as a small yard or given to a shop. */
  empty: number;
  shops: number;
  /** Depth of a wing in metres. */
  wing: number;
}

/** Half the gap beyond each side of a quadrilateral: south, east, north, west. */
type Gaps = [number, number, number, number];

interface Courts {
  site: Site;
  style: CourtStyle;
  count: number;
  /** Lanes of the block name the houses along them. */
  lane: string;
  number: number;
}

/** Fills the site's plot; returns the number of houses placed. */
export function fillCourts(site: Site, style: CourtStyle): number {
  const quad = quadOf(site.plot);
  if (!quad) return 0;
  const courts: Courts = { site, style, count: 0, lane: site.name, number: 0 };
  cut(courts, quad, [1.5, 1.5, 1.5, 1.5]);
  return courts.count;
}

function cut(courts: Courts, quad: Ring, gaps: Gaps): void {
  const { site, style } = courts;
  const { random } = site;
  const [w, h] = quadSize(quad);
  const longer = Math.max(w, h);
  const limit = style.lot * random.between(0.92, 1.3);
  if (longer <= limit || Math.min(w, h) < style.lot * 0.45) {
    build(courts, quad, gaps);
    return;
  }
  const upright = w >= h;
  const lots = longer / style.lot;
  const gap = lots > 5.5 ? 3.4 : lots > 2.9 ? 2.5 : lots > 1.9 && random.chance(0.4) ? 1.6 : 0.5;
  const middle = lots < 2.6 ? 0.5 : random.between(0.42, 0.58);
  const lean = random.between(-0.06, 0.06);
  const a = middle + lean;
  const b = middle - lean;
  const half = gap / 2 / longer;
  const at = (u: number, v: number): [number, number] => onQuad(quad, u, v);
  if (upright) {
    cut(
      courts,
      [quad[0], quad[1], ...at(a - half, 0), ...at(b - half, 1), quad[6], quad[7]],
      [gaps[0], gap / 2, gaps[2], gaps[3]],
    );
    cut(
      courts,
      [...at(a + half, 0), quad[2], quad[3], quad[4], quad[5], ...at(b + half, 1)],
      [gaps[0], gaps[1], gaps[2], gap / 2],
    );
    if (gap > 1) lay(courts, at(a, 0), at(b, 1), gaps[0], gaps[2], gap);
  } else {
    cut(
      courts,
      [quad[0], quad[1], quad[2], quad[3], ...at(1, a - half), ...at(0, b - half)],
      [gaps[0], gaps[1], gap / 2, gaps[3]],
    );
    cut(
      courts,
      [...at(0, b + half), ...at(1, a + half), quad[4], quad[5], quad[6], quad[7]],
      [gap / 2, gaps[1], gaps[2], gaps[3]],
    );
    if (gap > 1) lay(courts, at(0, b), at(1, a), gaps[3], gaps[1], gap);
  }
}

/** A lane as a line, run on into the lanes it meets. */
function lay(
  courts: Courts,
  from: [number, number],
  to: [number, number],
  before: number,
  after: number,
  gap: number,
): void {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const length = Math.sqrt(dx * dx + dy * dy) || 1;
  const { site } = courts;
  const kind = gap > 2.4 ? 'lane' : 'path';
  const line = [
    from[0] - (dx / length) * before,
    from[1] - (dy / length) * before,
    to[0] + (dx / length) * after,
    to[1] + (dy / length) * after,
  ];
  addLine(site.draft, kind, line, gap * 0.85, gap > 3 ? courts.lane : '');
  if (gap > 2.4) {
    const spot = { x: (from[0] + to[0]) / 2, y: (from[1] + to[1]) / 2, bearing: 0, area: site.area };
    site.draft.spots.push({ kind: 'lane', ...spot });
  }
}

function build(courts: Courts, lot: Ring, gaps: Gaps): void {
  const { site, style } = courts;
  const { random } = site;
  const [w, h] = quadSize(lot);
  if (w < 4.5 || h < 4.5) return;
  if (random.chance(style.empty)) return;
  const d = Math.min(0.42, style.wing / h);
  const e = Math.min(0.42, style.wing / w);
  const inset = 0.25;
  const u0 = inset / w;
  const v0 = inset / h;
  const { ring: shape, hole } = courtShape(courts, w, h, d, e);
  const place = (unit: Ring): Ring => {
    const out: Ring = [];
    for (let i = 0; i < unit.length; i += 2) {
      out.push(...onQuad(lot, u0 + unit[i] * (1 - 2 * u0), v0 + unit[i + 1] * (1 - 2 * v0)));
    }
    return out;
  };
  const ring = place(shape);
  const side = gaps.indexOf(Math.max(...gaps));
  const shop = random.chance(style.shops);
  courts.number += random.chance(0.85) ? 1 : 2;
  courts.count++;
  const floors = random.int(style.floors[0], style.floors[1]);
  const address = `${courts.lane}${courts.number}号`;
  addBuilding(site, {
    form: 'court',
    ring,
    hole: hole ? place(hole) : undefined,
    use: shop ? (random.chance(0.6) ? 'mixed' : 'shop') : random.chance(0.35) ? 'old' : 'residential',
    floors: shop ? Math.max(2, floors) : floors,
    entrances: frontDoor(ring, lot, side),
    doors: random.int(style.doors[0], style.doors[1]),
    homesFrom: shop ? 2 : 1,
    builtYear: site.builtYear + random.int(-22, 18),
    name: address,
    address,
  });
}

/** Outlines on the unit square; wings d deep from south and north, e deep from west and east. */
function courtShape(courts: Courts, w: number, h: number, d: number, e: number): { ring: Ring; hole?: Ring } {
  const { random } = courts.site;
  const roomy = Math.min(w, h) > courts.style.wing * 2;
  const pick = roomy ? random.weighted([16, 26, 38, 20]) : random.weighted([70, 30]);
  const flip = (ring: Ring): Ring => {
    const turn = random.int(0, 3);
    const out: Ring = [];
    for (let i = 0; i < ring.length; i += 2) {
      const u = ring[i];
      const v = ring[i + 1];
      if (turn === 0) out.push(u, v);
      else if (turn === 1) out.push(1 - v, u);
      else if (turn === 2) out.push(1 - u, 1 - v);
      else out.push(v, 1 - u);
    }
    return out;
  };
  if (pick === 0) {
    const back = roomy ? random.between(0.55, 0.8) : 1;
    return { ring: flip([0, 0, 1, 0, 1, back, 0, back]) };
  }
  if (pick === 1) return { ring: flip([0, 0, 1, 0, 1, d, e, d, e, 1, 0, 1]) };
  if (pick === 2) return { ring: flip([0, 0, 1, 0, 1, 1, 1 - e, 1, 1 - e, d, e, d, e, 1, 0, 1]) };
  const c = Math.max(d, e);
  return { ring: [0, 0, 1, 0, 1, 1, 0, 1], hole: [c, c, c, 1 - c, 1 - c, 1 - c, 1 - c, c] };
}

/** The middle of the footprint edge nearest to the middle of the lot's side that faces the widest gap. */
function frontDoor(ring: Ring, lot: Ring, side: number): Ring {
  const i = side * 2;
  const k = (i + 2) % 8;
  const x = (lot[i] + lot[k]) / 2;
  const y = (lot[i + 1] + lot[k + 1]) / 2;
  let best: Ring = [ring[0], ring[1]];
  let nearest = Number.POSITIVE_INFINITY;
  for (let a = 0; a < ring.length; a += 2) {
    const b = (a + 2) % ring.length;
    const px = (ring[a] + ring[b]) / 2;
    const py = (ring[a + 1] + ring[b + 1]) / 2;
    const gap = (px - x) * (px - x) + (py - y) * (py - y);
    if (gap < nearest) {
      nearest = gap;
      best = [px, py];
    }
  }
  return best;
}
