/**
 * Which coordinate system a layer may be in when its file does not say: candidates with reasons, best first. Owns the
 * ranges and the weighing; nothing is decided or shifted here. Degrees in China can always be GCJ-02 or BD-09: numbers
 * alone do not tell, so the datum stays unknown until a person has looked at the overlay.
 */
import { bd09FromWgs84, gcj02FromWgs84, insideOffsetArea } from './china-offset.ts';
import { BD09, type Crs, GCJ02, WGS84 } from './crs.ts';
import { crsOfCode, GRID_CODES, SIX_DEGREE, THREE_DEGREE, zoneCrs } from './crs-registry.ts';
import { type PointTransform, transformer } from './crs-transform.ts';

/** Minimum x, minimum y, maximum x, maximum y. */
export type Box = [number, number, number, number];

/** Why a candidate is there; message `crs.reason.<id>` with `params`. */
export interface GuessReason {
  id:
    | 'degrees'
    | 'swapped'
    | 'whole-numbers'
    | 'zone-number'
    | 'no-zone-number'
    | 'meridian-near'
    | 'web-mercator'
    | 'utm'
    | 'feet'
    | 'national-grid'
    | 'may-be-shifted'
    | 'near'
    | 'far'
    | 'outside-china';
  params: Record<string, number>;
}

export interface CrsCandidate {
  crs: Crs;
  /** The file's first coordinate is the latitude or northing. */
  swapped: boolean;
  /** What the file's numbers are multiplied by first: 1e-7 for whole 1e-7 degrees, 0.3048 for feet. */
  factor: number;
  /** 0-1. A weight to sort by, not a probability. */
  confidence: number;
  reasons: GuessReason[];
}

/** Message `crs.note.<id>`. */
export type GuessNote =
  | 'no-points'
  /** Degrees, but WGS84, GCJ-02 and BD-09 cannot be told apart. */
  | 'datum-unknown'
  /** The layer's edges are off the community's by what the formula would move them: look at the overlay. */
  | 'gcj02-suspected'
  | 'bd09-suspected'
  /** Gauss-Krüger without a zone number, and nothing tells where: the meridian has to be chosen. */
  | 'meridian-unknown'
  /** Small numbers or none that fit: probably a local grid, to be fitted from control points. */
  | 'local-grid';

export interface CrsGuess {
  /** Best first; may be empty. */
  candidates: CrsCandidate[];
  notes: GuessNote[];
  /** No candidate is clearly ahead: a person has to choose. */
  mustChoose: boolean;
}

export interface GuessInput {
  /** Sample coordinates x, y, x, y, … as the file has them. */
  points: Float64Array;
  /** Where the community is, WGS84 degrees: west, south, east, north. */
  near?: Box;
}

/** A candidate before it is tried on the points. */
interface Trial {
  crs: Crs;
  swapped?: boolean;
  factor?: number;
  weight: number;
  reasons: GuessReason[];
}

interface Seen {
  x: number;
  y: number;
  whole: boolean;
}

const CHINA: Box = [73, 3, 136, 54];
const MOST_POINTS = 2000;
/** Share of the points that must have a place in a system. */
const MOST = 0.95;
/** Below this a candidate is not worth showing. */
const LEAST = 0.02;
/** How far the best must be ahead of the second, and how good it must be, to be taken without a choice. */
const AHEAD = 0.25;
const GOOD = 0.6;
/** Below this no candidate is believed. */
const FAIR = 0.3;
const SHOWN = 24;

const reason = (id: GuessReason['id'], params: GuessReason['params'] = {}): GuessReason => ({ id, params });

/** Candidates for the points of a layer. Throws nothing. */
export function guessCrs({ points, near }: GuessInput): CrsGuess {
  const usable = finitePoints(points);
  if (usable.length === 0) return { candidates: [], notes: ['no-points'], mustChoose: true };
  const seen = middleOf(usable);
  const candidates = trialsOf(seen, near)
    .map((trial) => weigh(trial, usable, near))
    .filter((candidate) => candidate !== null)
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, SHOWN);
  const best = candidates.at(0);
  const notes = notesOf(candidates, best, usable, near);
  // The shifted twins of degrees are a question of the datum, which the notes ask.
  const second = candidates.find((candidate) => candidate !== best && candidate.crs.kind !== 'shifted');
  const clear =
    best !== undefined && best.confidence >= GOOD && best.confidence - (second?.confidence ?? 0) >= AHEAD;
  return { candidates, notes, mustChoose: !clear };
}

function notesOf(
  candidates: CrsCandidate[],
  best: CrsCandidate | undefined,
  points: Float64Array,
  near: Box | undefined,
): GuessNote[] {
  if (best?.crs === WGS84 && (best.confidence >= FAIR || isInChina(best, points))) {
    return addShifted(candidates, best, points, near);
  }
  if (best !== undefined && best.confidence >= FAIR) return [];
  const bare = best?.reasons.some(({ id }) => id === 'no-zone-number') && near === undefined;
  return [bare ? 'meridian-unknown' : 'local-grid'];
}

/** The file's numbers to another system under a candidate's reading: factor, order of axes, system. */
export function candidateTransform(candidate: CrsCandidate, to: Crs): PointTransform {
  const { swapped, factor, crs } = candidate;
  const inner = transformer(crs, to);
  if (!swapped && factor === 1) return inner;
  return (x, y, out, at) =>
    swapped ? inner(y * factor, x * factor, out, at) : inner(x * factor, y * factor, out, at);
}

function finitePoints(points: Float64Array): Float64Array {
  const pairs = Math.floor(points.length / 2);
  const step = Math.max(1, Math.ceil(pairs / MOST_POINTS));
  const kept: number[] = [];
  for (let pair = 0; pair < pairs; pair += step) {
    const x = points[pair * 2];
    const y = points[pair * 2 + 1];
    // 0, 0 is what many programs write for "no place".
    if (Number.isFinite(x) && Number.isFinite(y) && (x !== 0 || y !== 0)) kept.push(x, y);
  }
  return Float64Array.from(kept);
}

function middleOf(points: Float64Array): Seen {
  const xs = points.filter((_, index) => index % 2 === 0).sort();
  const ys = points.filter((_, index) => index % 2 === 1).sort();
  const at = xs.length >> 1;
  return { x: xs[at], y: ys[at], whole: points.every(Number.isInteger) };
}

function trialsOf(seen: Seen, near: Box | undefined): Trial[] {
  const trials: Trial[] = [];
  for (const swapped of [false, true]) {
    const [x, y] = swapped ? [seen.y, seen.x] : [seen.x, seen.y];
    const found = [...degreeTrials(x, y, seen.whole), ...zoneTrials(x, y, near), ...worldTrials(x, y, near)];
    // An unusual order of axes needs a reason: the place must be one that is expected.
    for (const trial of found) {
      trials.push(swapped ? { ...trial, swapped, reasons: [reason('swapped'), ...trial.reasons] } : trial);
    }
  }
  return trials;
}

function degreeTrials(x: number, y: number, whole: boolean): Trial[] {
  if (Math.abs(x) <= 180 && Math.abs(y) <= 90)
    return [{ crs: WGS84, weight: 0.95, reasons: [reason('degrees')] }];
  if (!whole) return [];
  return [1e-7, 1e-6]
    .filter((factor) => inBox(CHINA, x * factor, y * factor))
    .map((factor) => ({ crs: WGS84, factor, weight: 0.85, reasons: [reason('whole-numbers', { factor })] }));
}

/** Gauss-Krüger and UTM, with a zone number before the easting or without. */
function zoneTrials(x: number, y: number, near: Box | undefined): Trial[] {
  if (!(y > 300_000 && y < 6_100_000)) return [];
  const number = Math.floor(x / 1_000_000);
  if (number > 0) {
    const family = number < 24 ? SIX_DEGREE : THREE_DEGREE;
    const meridian = 75 + (number - family.firstZone) * family.degrees;
    const crs = zoneCrs('cgcs2000', { family, meridian, prefixed: true });
    // Zones 13-15 are the far west, and their eastings are also Web Mercator's in the east.
    const weight = number <= 15 ? 0.5 : 0.95;
    return crs ? [{ crs, weight, reasons: [reason('zone-number', { number, meridian })] }] : [];
  }
  if (!(x > 100_000 && x < 900_000)) return [];
  return [...meridianTrials(x, near), ...utmTrials(near)];
}

function meridianTrials(x: number, near: Box | undefined): Trial[] {
  const family = Math.abs(x - 500_000) > 200_000 ? SIX_DEGREE : THREE_DEGREE;
  const trials: Trial[] = [];
  for (let index = 0; index < family.zones; index++) {
    const meridian = 75 + index * family.degrees;
    const crs = zoneCrs('cgcs2000', { family, meridian, prefixed: false });
    if (!crs) continue;
    const reasons = [reason('no-zone-number'), ...(near ? [reason('meridian-near', { meridian })] : [])];
    trials.push({ crs, weight: near ? 0.9 : 0.2, reasons });
    if (near) trials.push({ crs, factor: 0.3048, weight: 0.3, reasons: [...reasons, reason('feet')] });
  }
  return trials;
}

function utmTrials(near: Box | undefined): Trial[] {
  if (!near) return [];
  const zone = Math.floor(((near[0] + near[2]) / 2 + 180) / 6) + 1;
  const north = near[1] + near[3] >= 0;
  return [zone - 1, zone, zone + 1].flatMap((each) => {
    const crs = each >= 1 && each <= 60 ? crsOfCode((north ? 32600 : 32700) + each) : null;
    return crs ? [{ crs, weight: 0.6, reasons: [reason('utm', { zone: each })] }] : [];
  });
}

/** Systems whose numbers look like others: Web Mercator, and national grids where the community is in one. */
function worldTrials(x: number, y: number, near: Box | undefined): Trial[] {
  const trials: Trial[] = [];
  const size = Math.max(Math.abs(x), Math.abs(y));
  if (size > 1_000_000 && size <= 20_037_509) {
    trials.push({ crs: crsOfCode(3857)!, weight: 0.75, reasons: [reason('web-mercator')] });
  }
  if (near && size > 1000) {
    for (const code of GRID_CODES) {
      trials.push({ crs: crsOfCode(code)!, weight: 0.8, reasons: [reason('national-grid')] });
    }
  }
  return trials;
}

/** Tries a reading on the points: where do they come to lie, and is that where the community is? */
function weigh(trial: Trial, points: Float64Array, near: Box | undefined): CrsCandidate | null {
  const candidate = { crs: trial.crs, swapped: trial.swapped ?? false, factor: trial.factor ?? 1 };
  const box = placedBox(candidateTransform({ ...candidate, confidence: 0, reasons: [] }, WGS84), points);
  if (!box) return null;
  const reasons = [...trial.reasons];
  let confidence = trial.weight;
  if (near) {
    const kilometres = boxDistance(box, near);
    confidence *= Math.max(0.01, 0.5 * boxOverlap(box, near) + 0.5 * Math.exp(-kilometres / 10));
    const rounded = Math.round(kilometres * 10) / 10;
    reasons.push(reason(kilometres < 5 ? 'near' : 'far', { kilometres: rounded }));
  } else if (!inBox(CHINA, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2)) {
    confidence *= candidate.swapped ? 0.1 : trial.crs === WGS84 ? 0.5 : 0.25;
    reasons.push(reason('outside-china'));
  }
  return confidence >= LEAST || (near && !candidate.swapped && trial.crs === WGS84)
    ? { ...candidate, confidence, reasons }
    : null;
}

/** Box of the middle 90 % of the points in degrees; null when too many have no place. */
function placedBox(transform: PointTransform, points: Float64Array): Box | null {
  const lngs: number[] = [];
  const lats: number[] = [];
  const out = [0, 0];
  for (let at = 0; at < points.length; at += 2) {
    if (!transform(points[at], points[at + 1], out, 0)) continue;
    lngs.push(out[0]);
    lats.push(out[1]);
  }
  if (lngs.length * 2 < points.length * MOST) return null;
  const [west, east] = innerRange(lngs);
  const [south, north] = innerRange(lats);
  return [west, south, east, north];
}

function innerRange(values: number[]): [number, number] {
  const sorted = Float64Array.from(values).sort();
  // Few points are all taken; of many, a stray one in fifty is not.
  const cut = Math.floor(sorted.length / 50);
  return [sorted[cut], sorted[sorted.length - 1 - cut]];
}

function inBox([west, south, east, north]: Box, x: number, y: number): boolean {
  return x >= west && x <= east && y >= south && y <= north;
}

const KILOMETRES_PER_DEGREE = 111.2;

/** Kilometres between two boxes, 0 where they touch. */
function boxDistance(a: Box, b: Box): number {
  const lng = Math.max(0, a[0] - b[2], b[0] - a[2]);
  const lat = Math.max(0, a[1] - b[3], b[1] - a[3]);
  const shrink = Math.cos((((b[1] + b[3]) / 2) * Math.PI) / 180);
  return Math.hypot(lng * shrink, lat) * KILOMETRES_PER_DEGREE;
}

/** Share of the smaller box that lies in the other, axis by axis: 1 where one holds the other. */
function boxOverlap(a: Box, b: Box): number {
  const along = (low: number, high: number, otherLow: number, otherHigh: number) => {
    const shared = Math.min(high, otherHigh) - Math.max(low, otherLow);
    if (shared < 0) return 0;
    const smaller = Math.min(high - low, otherHigh - otherLow);
    return smaller === 0 ? 1 : shared / smaller;
  };
  return along(a[0], a[2], b[0], b[2]) * along(a[1], a[3], b[1], b[3]);
}

/** Degrees, about 60 m: how well the edges of two boxes of the same things agree. */
const EDGE = 60 / 1000 / KILOMETRES_PER_DEGREE;

function isInChina(candidate: CrsCandidate, points: Float64Array): boolean {
  const box = placedBox(candidateTransform(candidate, WGS84), points);
  return box !== null && inBox(CHINA, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2);
}

/** Puts GCJ-02 and BD-09 beside degrees in the area of the offset, and says when the edges look shifted. */
function addShifted(
  candidates: CrsCandidate[],
  best: CrsCandidate,
  points: Float64Array,
  near: Box | undefined,
): GuessNote[] {
  const box = placedBox(candidateTransform(best, WGS84), points);
  if (!(box && insideOffsetArea((box[0] + box[2]) / 2, (box[1] + box[3]) / 2))) return [];
  const notes: GuessNote[] = ['datum-unknown'];
  for (const [crs, offset, note] of [
    [GCJ02, gcj02FromWgs84, 'gcj02-suspected'],
    [BD09, bd09FromWgs84, 'bd09-suspected'],
  ] as const) {
    const suspected = near !== undefined && edgesMoved(near, box, offset);
    if (suspected) notes.push(note);
    const confidence = Math.min(best.confidence, suspected ? 0.4 : 0.05);
    candidates.push({ ...best, crs, confidence, reasons: [reason('may-be-shifted')] });
  }
  candidates.sort((a, b) => b.confidence - a.confidence);
  return notes;
}

/** Whether the second box is the first one moved by the formula. */
function edgesMoved(from: Box, to: Box, offset: typeof gcj02FromWgs84): boolean {
  const low = [0, 0];
  const high = [0, 0];
  offset(from[0], from[1], low, 0);
  offset(from[2], from[3], high, 0);
  return [...low, ...high].every((value, index) => Math.abs(value - to[index]) < EDGE);
}
