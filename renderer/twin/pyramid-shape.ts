/**
 * The geometry of an age pyramid: bars of the selection and the outline of the whole community, both as shares of
 * their own totals so that a building can be laid over a district. Owns numbers only.
 */
import { PYRAMID_BANDS, type Pyramid } from '../../shared/query/selection.ts';

export interface PyramidShape {
  /** Per band from the youngest: half-widths 0..1 of the longest bar in either. */
  male: number[];
  female: number[];
  wholeMale: number[];
  wholeFemale: number[];
  /** People counted on each side. */
  males: number;
  females: number;
  /** Share of all people that the full half-width stands for. */
  scale: number;
}

function sum(values: Uint32Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function shares(values: Uint32Array, total: number): number[] {
  return Array.from({ length: PYRAMID_BANDS }, (_, band) => (total > 0 ? (values[band] ?? 0) / total : 0));
}

/** `whole` may be the same as `part`: then the outline lies on the bars. */
export function pyramidShape(part: Pyramid, whole: Pyramid): PyramidShape {
  const males = sum(part.male);
  const females = sum(part.female);
  const wholeTotal = sum(whole.male) + sum(whole.female);
  const sides = [
    shares(part.male, males + females),
    shares(part.female, males + females),
    shares(whole.male, wholeTotal),
    shares(whole.female, wholeTotal),
  ];
  const scale = Math.max(...sides.flat());
  const [male, female, wholeMale, wholeFemale] = sides.map((side) =>
    side.map((share) => (scale > 0 ? share / scale : 0)),
  );
  return { male, female, wholeMale, wholeFemale, males, females, scale };
}

/** First and last year of a five-year band; the last band is open. */
export function bandYears(band: number): { from: number; to: number | null } {
  return { from: band * 5, to: band === PYRAMID_BANDS - 1 ? null : band * 5 + 4 };
}
