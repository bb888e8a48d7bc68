/**
 * How a scan's place on the map is kept beside its picture: a small JSON of version 1. Owns the shape and its limits; the fit is worked out
 * anew from the points, so that it never disagrees with them.
 */
import * as v from 'valibot';

const MOST_POINTS = 100;

export const ScanPlacementSchema = v.strictObject({
  version: v.literal(1),
  /** As the person calls it: the file's name at first. Personal by presumption: sealed with the rest. */
  name: v.pipe(v.string(), v.maxLength(200)),
  type: v.picklist(['image/png', 'image/jpeg']),
  /** Pixels of the decoded picture. */
  width: v.pipe(v.number(), v.integer(), v.minValue(1)),
  height: v.pipe(v.number(), v.integer(), v.minValue(1)),
  points: v.pipe(
    v.array(v.strictObject({ x: v.number(), y: v.number(), lng: v.number(), lat: v.number() })),
    v.maxLength(MOST_POINTS),
  ),
  /** null: as the number of points allows. */
  method: v.nullable(v.picklist(['similarity', 'affine', 'projective'])),
  opacity: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  visible: v.boolean(),
});
export type ScanPlacement = v.InferOutput<typeof ScanPlacementSchema>;

/** Throws ValiError or SyntaxError for what is none. */
export function readPlacement(bytes: Uint8Array): ScanPlacement {
  return v.parse(ScanPlacementSchema, JSON.parse(new TextDecoder().decode(bytes)));
}

export function writePlacement(placement: ScanPlacement): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(placement));
}
