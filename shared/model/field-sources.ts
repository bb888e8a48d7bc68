/**
 * Where the values of a resident come from, as one text beside the record (column residents.sources): `人口.xlsx 2026-11-30; phone, health:
 * 流动.xlsx 2026-10-01`. First what holds for every field that is not named, then the fields that came from elsewhere. Owns the text and
 * how two of them are joined; who writes it is the import's and the editing's. A text says nothing about a field's value.
 */
import { plainText } from './import-values.ts';

/** Field as an import names it -> the columns it stands for. */
export const SOURCED_FIELDS: Record<string, readonly string[]> = {
  name: ['name'],
  sex: ['sex'],
  birth: ['birthYear', 'birthMonth', 'birthDay'],
  idNumber: ['idNumber'],
  phone: ['phone'],
  home: ['home', 'rawAddress', 'lng', 'lat'],
  household: ['household'],
  kind: ['kind'],
  registration: ['registration'],
  presence: ['presence'],
  relation: ['relation'],
  marital: ['marital'],
  education: ['education'],
  employment: ['employment'],
  income: ['income'],
  assistance: ['assistance'],
  disability: ['disability'],
  mobility: ['mobility'],
  health: ['health'],
  tags: ['tags'],
};
export const SOURCED_NAMES = Object.keys(SOURCED_FIELDS);

/** What somebody typed comes from here. Kept as it is in files of any language; shown by a word of the reader's. */
export const BY_HAND = '手工';
/** A repair of the quality desk worked it out. */
export const BY_REPAIR = '修复';
/** Somebody accepted or made a link to a home. */
export const BY_LINK = '关联';
/** Made-up people. */
export const OF_SAMPLE = '示例';

const LONGEST_NAME = 60;
/** Characters of a stamp: the text of a record stays under the 2000 of a sealed value. */
const LONGEST_STAMP = LONGEST_NAME + 11;

/** A source and the day of its data, `YYYY-MM-DD`. Signs that part a text are blanks in the name. */
export function sourceStamp(name: string, isoDay: string): string {
  const plain = plainText(name)
    .replace(/[;:\s]+/g, ' ')
    .trim();
  return `${Array.from(plain).slice(0, LONGEST_NAME).join('').trim()} ${isoDay}`;
}

/** `days` since 1970-01-01 as `YYYY-MM-DD`. */
export function isoDayOf(days: number): string {
  return new Date(days * 86_400_000).toISOString().slice(0, 10);
}

export interface FieldSources {
  /** Of every field that `of` does not name; '' where nobody knows. */
  rest: string;
  of: Record<string, string>;
}

/** Reads any text: what is not of this form stands for the whole record. */
export function readSources(text: string): FieldSources {
  const sources: FieldSources = { rest: '', of: {} };
  for (const part of text.split(';')) {
    const [, names = '', stamp = ''] = /^\s*([A-Za-z]+(?:,\s*[A-Za-z]+)*):\s*(.*)$/.exec(part) ?? [];
    const fields = names.split(',').map((name) => name.trim());
    if (stamp !== '' && fields.every((name) => Object.hasOwn(SOURCED_FIELDS, name)))
      for (const field of fields) sources.of[field] = stamp.trim().slice(0, LONGEST_STAMP);
    else if (part.trim() !== '')
      sources.rest = sources.rest === '' ? part.trim() : `${sources.rest} ${part.trim()}`;
  }
  sources.rest = sources.rest.slice(0, LONGEST_STAMP);
  return sources;
}

export function sourceOf({ rest, of }: FieldSources, field: string): string {
  return Object.hasOwn(of, field) ? of[field] : rest;
}

/**
 * The text for fields and their stamps. The stamp of most fields goes first; where one is not known ('') nothing may stand for all,
 * and only the others are named.
 */
export function writeSources(stamps: ReadonlyMap<string, string>): string {
  const groups = new Map<string, string[]>();
  for (const [field, stamp] of stamps) {
    const fields = groups.get(stamp);
    if (fields) fields.push(field);
    else groups.set(stamp, [field]);
  }
  let rest = '';
  let most = 0;
  if (!groups.has(''))
    for (const [stamp, { length }] of groups)
      if (length > most) {
        rest = stamp;
        most = length;
      }
  const parts = rest === '' ? [] : [rest];
  for (const [stamp, fields] of groups)
    if (stamp !== '' && stamp !== rest) parts.push(`${fields.join(', ')}: ${stamp}`);
  return parts.join('; ');
}

/** `old` with the sources of the fields that `newer` states; `kept`: fields whose value stays as it was. */
export function joinedSources(
  old: string,
  newer: string,
  stated: readonly string[],
  kept: readonly string[],
): string {
  const before = readSources(old);
  const after = readSources(newer);
  const stamps = new Map<string, string>();
  for (const field of SOURCED_NAMES)
    if (stated.includes(field)) stamps.set(field, sourceOf(after, field));
    else if (kept.includes(field)) stamps.set(field, sourceOf(before, field));
  return writeSources(stamps);
}
