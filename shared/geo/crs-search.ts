/**
 * Finds a coordinate system by what a person types: an EPSG code, a name, parts of names, a proj4 text or a WKT. Owns the search only;
 * what each means is crs-registry.ts and crs-resolve.ts.
 */
import { BD09, type Crs, GCJ02 } from './crs.ts';
import { crsOfName } from './crs-names.ts';
import { crsOfCode, GRID_CODES } from './crs-registry.ts';
import { resolveCrs } from './crs-resolve.ts';

/** First and last code of the families that are known by number. */
const FAMILIES: readonly [number, number][] = [
  [4326, 4326],
  [4490, 4554],
  [3857, 3857],
  [32601, 32660],
  [32701, 32760],
  [2327, 2442],
  [4214, 4214],
  [4555, 4555],
  [4610, 4610],
  [21413, 21423],
  [21453, 21463],
];
const MOST_FOUND = 12;

let known: { crs: Crs; text: string }[] | null = null;

function all(): { crs: Crs; text: string }[] {
  if (known) return known;
  const found = new Map<string, Crs>([
    [GCJ02.id, GCJ02],
    [BD09.id, BD09],
  ]);
  const add = (code: number) => {
    const crs = crsOfCode(code);
    if (crs) found.set(crs.id, crs);
  };
  for (const [first, last] of FAMILIES) for (let code = first; code <= last; code++) add(code);
  for (const code of GRID_CODES) add(code);
  known = [...found.values()].map((crs) => ({
    crs,
    text: folded(`${crs.id} ${crs.name.zh} ${crs.name.en}`),
  }));
  return known;
}

function folded(text: string): string {
  return text.toLowerCase().replace(/[\s_/()（）:：°-]+/g, ' ');
}

/** Best first, at most twelve; empty when nothing is meant by the text. Throws nothing. */
export function searchCrs(typed: string): Crs[] {
  const text = typed.trim();
  if (text === '') return [];
  const exact = /^\+|[[(]/.test(text) ? resolveCrs({ kind: 'wkt', text }) : crsOfName(text);
  const words = folded(text)
    .split(' ')
    .filter((word) => word !== '');
  const parts =
    text.length > 60 ? [] : all().filter(({ text: name }) => words.every((word) => name.includes(word)));
  const found = parts.map(({ crs }) => crs);
  return (exact ? [exact, ...found.filter(({ id }) => id !== exact.id)] : found).slice(0, MOST_FOUND);
}
