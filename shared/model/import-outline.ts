/**
 * The outlines of the open community and the places of a layer in one small frame, so that a person sees whether a system of coordinates
 * is the right one. Owns thinning, the conversion of the sample places and the frame; drawing is the page's.
 */
import { DEGREE, type GeometryColumn } from '../columns/column.ts';
import { greatCircleMetres } from '../geo/distance.ts';
import type { CommunityBundle } from './bundle.ts';
import { placeTransform } from './import-place.ts';
import type { LayerPlan } from './import-plan.ts';

/** Lines and rings in degrees: lng, lat in turn, NaN NaN between two of them. */
export type Paths = Float64Array;

export interface CommunityOutline {
  roads: Paths;
  footprints: Paths;
}

/** Vertices of each kind; more would not be seen in a small frame. */
const VERTICES = 12_000;

/** The outline of a community; rows are thinned evenly where there are too many. */
export function communityOutline(bundle: CommunityBundle): CommunityOutline {
  const { basemap, buildings } = bundle.tables;
  return {
    roads: pathsOf(basemap?.columns['lines'], false),
    footprints: pathsOf(buildings?.columns['footprint'], true),
  };
}

function pathsOf(column: unknown, closed: boolean): Paths {
  if (!isGeometry(column)) return new Float64Array(0);
  const { coords, ringVertices } = column;
  const rings = ringVertices.length - 1;
  const total = coords.length / 2;
  const step = Math.max(1, Math.ceil(total / VERTICES));
  const out: number[] = [];
  for (let ring = 0; ring < rings; ring += step) {
    const [from, to] = [ringVertices[ring], ringVertices[ring + 1]];
    for (let at = from; at < to; at++) out.push(coords[2 * at] / DEGREE, coords[2 * at + 1] / DEGREE);
    if (closed && to > from) out.push(coords[2 * from] / DEGREE, coords[2 * from + 1] / DEGREE);
    out.push(Number.NaN, Number.NaN);
  }
  return Float64Array.from(out);
}

function isGeometry(column: unknown): column is GeometryColumn {
  return typeof column === 'object' && column !== null && 'ringVertices' in column;
}

/** Sample places of a layer in degrees as the plan would read them; NaN where the system has no place for the numbers. */
export function placesInDegrees(
  plan: Pick<LayerPlan, 'swap' | 'crs' | 'factor'>,
  places: Float64Array,
): Float64Array {
  const transform = placeTransform(plan);
  const out = new Float64Array(places.length);
  for (let at = 0; at + 1 < places.length; at += 2) {
    const [x, y] = [places[at], places[at + 1]];
    if (transform) transform(x, y, out, at);
    else {
      out[at] = plan.swap ? y : x;
      out[at + 1] = plan.swap ? x : y;
    }
    const inside = Math.abs(out[at]) <= 180 && Math.abs(out[at + 1]) <= 90;
    if (!inside) out[at] = out[at + 1] = Number.NaN;
  }
  return out;
}

export interface OverlayFrame {
  /** Degrees to pixels. */
  x(lng: number): number;
  y(lat: number): number;
  /** Metres between the middle of the places and the middle of the community; null: one of them is not there. */
  metres: number | null;
  /** Places that the system can say, of those in the sample. */
  placed: number;
  of: number;
}

/** A frame of `width` by `height` pixels that holds both, with equal scale along both axes. */
export function overlayFrame(
  degrees: Float64Array,
  bounds: readonly [number, number, number, number] | null,
  width: number,
  height: number,
): OverlayFrame {
  const box = boxOf(degrees);
  const all = bounds && box ? union(bounds, box) : (bounds ?? box ?? [0, 0, 1, 1]);
  const [west, south, east, north] = all;
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const margin = 12;
  const across = Math.max((east - west) * squeeze, 1e-5);
  const along = Math.max(north - south, 1e-5);
  const scale = Math.min((width - 2 * margin) / across, (height - 2 * margin) / along);
  const [cx, cy] = [(west + east) / 2, (south + north) / 2];
  const middle = box && middleOf(degrees);
  const centre = bounds && ([(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2] as const);
  let placed = 0;
  for (let at = 0; at < degrees.length; at += 2) if (!Number.isNaN(degrees[at])) placed++;
  return {
    x: (lng) => width / 2 + (lng - cx) * squeeze * scale,
    y: (lat) => height / 2 - (lat - cy) * scale,
    metres: middle && centre ? greatCircleMetres(middle[0], middle[1], centre[0], centre[1]) : null,
    placed,
    of: degrees.length / 2,
  };
}

type Box = [number, number, number, number];

function boxOf(degrees: Float64Array): Box | null {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < degrees.length; at += 2) {
    if (Number.isNaN(degrees[at])) continue;
    box[0] = Math.min(box[0], degrees[at]);
    box[1] = Math.min(box[1], degrees[at + 1]);
    box[2] = Math.max(box[2], degrees[at]);
    box[3] = Math.max(box[3], degrees[at + 1]);
  }
  return box[0] === Infinity ? null : box;
}

function union(a: readonly number[], b: readonly number[]): Box {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

/** The median of each axis: a stray place does not move it. */
function middleOf(degrees: Float64Array): [number, number] {
  const axis = (first: number) =>
    degrees.filter((value, at) => at % 2 === first && !Number.isNaN(value)).sort();
  const [lng, lat] = [axis(0), axis(1)];
  return [lng[Math.floor(lng.length / 2)], lat[Math.floor(lat.length / 2)]];
}
