/**
 * Whether the values of a column can be what its name says. Owns the judgement of a sample only: names are matched in
 * import-mapping.ts, and a person may choose otherwise.
 */
import type { FieldSpec } from './import-fields.ts';
import type { FoundColumn } from './import-plan.ts';
import { plainText, readNumber, readWord } from './import-values.ts';

/** yes: the values speak for it; unsure: nothing speaks against it; no: they cannot be it. */
export type Fit = 'yes' | 'unsure' | 'no';

/** A column without values fits anything. */
export function fitOf(column: FoundColumn, spec: FieldSpec): Fit {
  const sample = sampleOf(column);
  if (sample.length === 0) return 'unsure';
  const some = (test: (text: string) => boolean): Fit => (sample.some(test) ? 'yes' : 'no');
  if (spec.form) {
    const { form } = spec;
    if (sample.filter((text) => form.test(text)).length * 2 < sample.length) return 'no';
  }
  switch (spec.type) {
    case 'lng':
    case 'lat':
      return some((text) => readNumber(text) !== null);
    case 'number':
      return some((text) => inRange(readNumber(text), spec));
    case 'pair':
      return some((text) => /-?\d+(?:\.\d+)?\D+-?\d/.test(text));
    case 'wkt':
      return some((text) => /^\s*(?:SRID=\d+;)?[A-Z]+\s*Z?M?\s*\(|^\{/i.test(text));
    case 'date':
    case 'time':
    case 'birth':
      return some((text) => /\d/.test(text));
    case 'word':
      return spec.words ? wordFit(sample, spec.words) : 'unsure';
    default:
      return 'unsure';
  }
}

const SHAPE =
  /^\s*(?:(?:SRID=\d+;)?\s*(?:MULTI)?(?:POINT|LINESTRING|POLYGON)\s*(?:ZM|Z|M)?\s*\(|\{\s*"type"\s*:\s*"(?:Multi)?(?:Point|LineString|Polygon)")/i;

/** Every value is a geometry as WKT or GeoJSON, whatever the column is called. */
export function holdsShapes(column: FoundColumn): boolean {
  const sample = sampleOf(column);
  return sample.length > 0 && sample.every((text) => SHAPE.test(text));
}

function sampleOf({ values, examples }: FoundColumn): string[] {
  return (values?.map(({ value }) => value) ?? examples).map(plainText);
}

function inRange(number: number | null, { min = -Infinity, max = Infinity }: FieldSpec): boolean {
  return number !== null && number >= min && number <= max;
}

/** Words that nobody understands may still be told what they mean; measures are no words. */
function wordFit(sample: readonly string[], words: NonNullable<FieldSpec['words']>): Fit {
  if (sample.some((text) => Boolean(readWord(text, words)))) return 'yes';
  return sample.some((text) => /^-?\d+\.\d+$/.test(text)) ? 'no' : 'unsure';
}
