/**
 * A named view or question as the journal keeps it: camera, layers, selection and filter, each or none. Owns the shape; how a
 * question is kept without row numbers is query/keyed-question.ts.
 */
import * as v from 'valibot';
import { KeyedQuestionSchema } from '../query/keyed-question.ts';

const finite = (least: number, most: number) => v.pipe(v.number(), v.minValue(least), v.maxValue(most));

export const CameraSchema = v.strictObject({
  lng: finite(-180, 180),
  lat: finite(-90, 90),
  zoom: finite(0, 24),
  bearing: finite(-360, 360),
  pitch: finite(0, 85),
  flat: v.boolean(),
  /** 0: all floors. */
  floor: finite(0, 255),
  seeThrough: v.boolean(),
});
export type SavedCamera = v.InferOutput<typeof CameraSchema>;

const LayerId = v.pipe(v.string(), v.regex(/^[a-z]{1,20}$/));
export const LayersSchema = v.strictObject({
  /** By layer of marks; one that is not named stays as it is. */
  marks: v.record(
    LayerId,
    v.strictObject({
      visible: v.boolean(),
      opacity: finite(0, 1),
      colorBy: v.nullable(v.pipe(v.string(), v.maxLength(40))),
    }),
  ),
  base: v.record(LayerId, v.strictObject({ visible: v.boolean(), opacity: finite(0, 1) })),
});
export type SavedLayers = v.InferOutput<typeof LayersSchema>;

export const BookmarkId = v.pipe(v.string(), v.regex(/^b-[a-z0-9-]{1,40}$/));

export const BookmarkSchema = v.strictObject({
  id: BookmarkId,
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)),
  /** Place in the list; the smallest first. */
  order: v.pipe(v.number(), v.finite()),
  camera: v.nullable(CameraSchema),
  layers: v.nullable(LayersSchema),
  question: v.nullable(KeyedQuestionSchema),
});
export type Bookmark = v.InferOutput<typeof BookmarkSchema>;
