/**
 * What a mark of a single record tells beside its colour: its kind (for the pictogram) and how urgently it wants to be
 * seen. Owns both codings; a layer without such a column has neither.
 */
import { type Vocabulary, WORDS } from '../model/words.ts';
import type { MarkLayerId } from './answers.ts';
import type { Community } from './community.ts';

/** No kind known. */
export const NO_KIND = 255;

const KINDS: Partial<Record<MarkLayerId, Vocabulary>> = {
  residents: 'residentKind',
  vehicles: 'vehicleKind',
  devices: 'deviceKind',
  cameras: 'cameraKind',
  facilities: 'facilityKind',
  organisations: 'organisationKind',
};
/** Words of `health` from calm to urgent; a record that says nothing is calm. */
const URGENCY: readonly string[] = ['ok', 'weak', 'silent', 'fault'];

/** Code of each word of a dictionary column by a table of codes. */
function coded(
  community: Community,
  layer: MarkLayerId,
  column: string,
  codeOf: (word: string) => number,
): ((row: number) => number) | null {
  const dict = community.tables[layer]?.columns[column];
  if (dict?.kind !== 'dict') return null;
  const table = dict.words.map(codeOf);
  return (row) => table[dict.codes[row]];
}

/** One byte per row: index in the layer's vocabulary of words.ts, NO_KIND for none; null: the layer has no kinds. */
export function kindsOf(
  community: Community,
  layer: MarkLayerId,
  rows: ArrayLike<number>,
): Uint8Array<ArrayBuffer> | null {
  const vocabulary = KINDS[layer];
  if (!vocabulary) return null;
  const words: readonly string[] = WORDS[vocabulary];
  const kindOf = coded(community, layer, 'kind', (word) => {
    const at = words.indexOf(word);
    return at < 0 ? NO_KIND : at;
  });
  return kindOf && Uint8Array.from({ length: rows.length }, (_, i) => kindOf(rows[i]));
}

/** One byte per row: 0 calm, 1 weak battery or signal, 2 silent, 3 faulty; null: the layer has no health. */
export function urgencyOf(
  community: Community,
  layer: MarkLayerId,
  rows: ArrayLike<number>,
): Uint8Array<ArrayBuffer> | null {
  const levelOf = coded(community, layer, 'health', (word) => Math.max(0, URGENCY.indexOf(word)));
  return levelOf && Uint8Array.from({ length: rows.length }, (_, i) => levelOf(rows[i]));
}
