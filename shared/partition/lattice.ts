/**
 * The lattice of whole millimetres that a partition lives on: one origin and one step each way, kept with the plan. It is
 * an affine image of the coordinate system the lines were drawn in, so that what is straight in the file stays straight
 * and a vertex on a neighbour's long side stays on it. Owns places and areas; true to scale at the origin, and areas are
 * put right for where they lie.
 */
import { type Crs, WGS84 } from '../geo/crs.ts';
import { type PointTransform, transformer } from '../geo/crs-transform.ts';
import { PartitionError } from './partition-error.ts';

/** |x| and |y| in millimetres: the cross product of two differences is then an exact double, at most 2^53. */
export const LATTICE_LIMIT = 2 ** 25;

export interface Lattice {
  crs: Crs;
  /** In units of `crs`: east, north. */
  originX: number;
  originY: number;
  /** Units of `crs` in a millimetre. */
  stepX: number;
  stepY: number;
}

/** Minimum x, minimum y, maximum x, maximum y. */
export type Extent = readonly [number, number, number, number];

const MILLIMETRE = 0.001;
const RADIANS = Math.PI / 180;
const WGS84_AXIS = 6_378_137;
const WGS84_E2 = 0.00669437999014;

/** The lattice for an extent in units of `crs`, its middle the origin. Throws PartitionError 'scope-too-large', 'no-polygons'. */
export function latticeFor(crs: Crs, [minX, minY, maxX, maxY]: Extent): Lattice {
  if (!(maxX >= minX && maxY >= minY))
    throw new PartitionError('no-polygons', 'there is no polygon with a place');
  const originX = roundTo7((minX + maxX) / 2);
  const originY = roundTo7((minY + maxY) / 2);
  const unit = crs.unit === 'degree' ? 1e-4 : 10;
  const ground = groundAt(transformer(crs, WGS84), originX, originY, unit);
  const stepX = MILLIMETRE / Math.hypot(ground.eastX, ground.northX);
  const stepY = MILLIMETRE / Math.hypot(ground.eastY, ground.northY);
  const width = (maxX - minX) / stepX;
  const height = (maxY - minY) / stepY;
  // The origin is rounded: leave it a metre.
  if (!(Math.max(width, height) / 2 < LATTICE_LIMIT - 1000)) {
    const kilometres = `${(width / 1e6).toFixed(0)} x ${(height / 1e6).toFixed(0)} km`;
    throw new PartitionError(
      'scope-too-large',
      `the polygons reach over ${kilometres}, more than 67 km: is a place wrong, or is it more than a street or county?`,
    );
  }
  return { crs, originX, originY, stepX, stepY };
}

/** A place in units of the lattice's system as whole millimetres; null where it is no number or beyond the lattice. */
export function toLattice(lattice: Lattice, x: number, y: number): [number, number] | null {
  const east = Math.round((x - lattice.originX) / lattice.stepX);
  const north = Math.round((y - lattice.originY) / lattice.stepY);
  if (!(Math.abs(east) <= LATTICE_LIMIT && Math.abs(north) <= LATTICE_LIMIT)) return null;
  // No negative zero: places are compared and used as keys.
  return [east + 0, north + 0];
}

/** From millimetres back to units of the lattice's system. */
export function fromLattice(lattice: Lattice, x: number, y: number): [number, number] {
  return [lattice.originX + x * lattice.stepX, lattice.originY + y * lattice.stepY];
}

/** Millimetres to WGS84 degrees [lng, lat] rounded to 1e-7; null where the system has no answer. Build once, call often. */
export function degreesOf(lattice: Lattice): (x: number, y: number) => [number, number] | null {
  const leave = transformer(lattice.crs, WGS84);
  const pair = [0, 0];
  return (x, y) => {
    const [east, north] = fromLattice(lattice, x, y);
    return leave(east, north, pair, 0) ? [roundTo7(pair[0]), roundTo7(pair[1])] : null;
  };
}

/** Square metres on the WGS84 ellipsoid for a square millimetre at a place of the lattice: 1e-6 at the origin. */
export function areaScale(lattice: Lattice): (x: number, y: number) => number {
  const unit = lattice.crs.unit === 'degree' ? 1e-4 : 10;
  const transform = transformer(lattice.crs, WGS84);
  return (x, y) => {
    const [east, north] = fromLattice(lattice, x, y);
    const { eastX, eastY, northX, northY } = groundAt(transform, east, north, unit);
    return Math.abs(eastX * northY - eastY * northX) * lattice.stepX * lattice.stepY;
  };
}

/** Metres on the ground, east and north, for one unit of the system along x and along y. */
interface Ground {
  eastX: number;
  northX: number;
  eastY: number;
  northY: number;
}

function groundAt(transform: PointTransform, x: number, y: number, step: number): Ground {
  const out = [0, 0, 0, 0, 0, 0, 0, 0];
  const known =
    transform(x - step, y, out, 0) &&
    transform(x + step, y, out, 2) &&
    transform(x, y - step, out, 4) &&
    transform(x, y + step, out, 6);
  if (!known) throw new PartitionError('no-polygons', `the place ${x}, ${y} is not on the earth`);
  // Radii of curvature of the meridian and the prime vertical (Torge, Geodesy, 4.1).
  const sine = Math.sin(((out[5] + out[7]) / 2) * RADIANS);
  const flat = 1 - WGS84_E2 * sine * sine;
  const north = ((WGS84_AXIS * (1 - WGS84_E2)) / flat ** 1.5) * RADIANS;
  const east = (WGS84_AXIS / Math.sqrt(flat)) * Math.sqrt(1 - sine * sine) * RADIANS;
  const over = 2 * step;
  return {
    eastX: ((out[2] - out[0]) * east) / over,
    northX: ((out[3] - out[1]) * north) / over,
    eastY: ((out[6] - out[4]) * east) / over,
    northY: ((out[7] - out[5]) * north) / over,
  };
}

const roundTo7 = (value: number): number => rounded(value, 7);

/** A number for people: no more digits than it has. */
export function rounded(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}
