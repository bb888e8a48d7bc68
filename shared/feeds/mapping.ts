/**
 * How a message of a source becomes the core fields of a reading: validated configuration, no code per device maker. A field is found by a text:
 *
 *   data.sensors[0].value    a path into the JSON payload
 *   topic:2                  a level of the topic, from 0
 *   =smoke                   always this
 *
 * Personal text is shown by `tryMapping` alone and is no core field. Pure; what a device is, is the caller's to know.
 */
import * as v from 'valibot';
import { type DeviceKind, WORDS } from '../model/words.ts';
import type { Reason } from './outcome.ts';
import { parsePayload, payloadText } from './payload.ts';

const FieldSchema = v.pipe(
  v.string(),
  v.maxLength(200),
  v.check((text) => placeOf(text) !== null, 'not a place of a message'),
);
/** '' : the message does not say it. */
const OptionalField = v.union([v.literal(''), FieldSchema]);
const Words = v.pipe(v.array(v.pipe(v.string(), v.maxLength(60))), v.maxLength(20));
const Limit = v.nullable(v.pipe(v.number(), v.finite()));

export const MappingSchema = v.strictObject({
  device: FieldSchema,
  /** '': the kind that the device is known by. */
  kind: OptionalField,
  value: OptionalField,
  /** Says whether the alarm holds; '': by `above` and `below`, else by the rule of the kind. */
  active: OptionalField,
  /** Texts that mean alarm or calm, beside true and false, 1 and 0. */
  on: Words,
  off: Words,
  /** An alarm holds when the value lies over or under. */
  above: Limit,
  below: Limit,
  occurredAt: OptionalField,
  seq: OptionalField,
  id: OptionalField,
  lng: OptionalField,
  lat: OptionalField,
  /** Free text, which may be about a person. */
  text: OptionalField,
  /** What the source calls a kind, in our words. */
  kinds: v.record(v.pipe(v.string(), v.maxLength(60)), v.picklist(WORDS.deviceKind)),
});
export type Mapping = v.InferOutput<typeof MappingSchema>;

/** The layout that `linli simulate` publishes and the guide describes. */
export const PLAIN_MAPPING: Mapping = {
  device: 'device',
  kind: 'kind',
  value: 'value',
  active: 'alarm',
  on: [],
  off: [],
  above: null,
  below: null,
  occurredAt: 'at',
  seq: 'seq',
  id: 'id',
  lng: '',
  lat: '',
  text: '',
  kinds: {},
};

/** What a message says, core class only. */
export interface CoreFields {
  device: string;
  /** Null: the kind that the device is known by. */
  kind: DeviceKind | null;
  value: number;
  /** A value without an alarm of its own: the rule of the kind judges it. */
  measured?: true;
  active: boolean;
  /** By the device's clock, ms since the epoch; null: it does not say. */
  occurredAt: number | null;
  /** The device's own count; null: it has none. */
  seq: number | null;
  /** The source's name of the message; null: it gives none. */
  id: string | null;
}

export type Mapped = { fields: CoreFields } | { reason: Reason };

/** Never throws: what cannot be read has a reason. */
export function applyMapping(mapping: Mapping, topic: string, payload: Uint8Array): Mapped {
  const parsed = parsePayload(payload);
  return 'reason' in parsed ? parsed : mapValue(mapping, topic, parsed.value);
}

/** As `applyMapping`, of a value that was parsed already (a row of a file, an item of an answer). */
export function mapValue(mapping: Mapping, topic: string, message: unknown): Mapped {
  const find = (field: string) => valueAt(field, topic, message);
  const device = asText(find(mapping.device));
  if (device === null || device === '' || device.length > 200) return { reason: 'no-device' };
  const kind = kindOf(mapping, find(mapping.kind));
  if (kind === undefined) return { reason: 'bad-kind' };
  const found = find(mapping.value);
  const value = numberOf(found, 0);
  if (value === null) return { reason: 'bad-value' };
  const bit = find(mapping.active);
  const active = activeOf(mapping, bit, value);
  const measured = found !== undefined && bit === undefined && !hasLimits(mapping);
  if (active === null) return { reason: 'bad-alarm' };
  const occurredAt = timeOf(find(mapping.occurredAt));
  if (occurredAt === undefined) return { reason: 'bad-time' };
  const seq = seqOf(find(mapping.seq));
  if (seq === undefined) return { reason: 'bad-number' };
  const place = placeFault(find(mapping.lng), find(mapping.lat));
  if (place) return { reason: place };
  const id = asText(find(mapping.id));
  return {
    fields: {
      ...{ device, kind, value, active, occurredAt, seq, id: id === '' ? null : id },
      ...(measured ? { measured } : {}),
    },
  };
}

/** What became of a message under this mapping, with the values as they were found: for the test button. */
export interface MappingTry {
  result: Mapped;
  /** Field name to the value found, as text; fields that are not mapped or not there are missing. */
  found: Record<string, string>;
}

const FOUND = [
  'device',
  'kind',
  'value',
  'active',
  'occurredAt',
  'seq',
  'id',
  'lng',
  'lat',
  'text',
] as const satisfies readonly (keyof Mapping)[];

export function tryMapping(mapping: Mapping, topic: string, payload: Uint8Array): MappingTry {
  const result = applyMapping(mapping, topic, payload);
  const parsed = parsePayload(payload);
  const found: Record<string, string> = {};
  if ('reason' in parsed) return { result, found };
  for (const name of FOUND) {
    const value = valueAt(mapping[name], topic, parsed.value);
    if (value !== undefined) found[name] = (asText(value) ?? JSON.stringify(value)).slice(0, 500);
  }
  return { result, found };
}

/** A raw message as it is shown: text where it is text, else its bytes in hex. */
export function shownPayload(payload: Uint8Array, most = 4000): string {
  const text = payloadText(payload);
  if (text !== null) return text.slice(0, most);
  return Array.from(payload.subarray(0, most / 3), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** What stands at a path of a parsed value; undefined: nothing. '' : the value itself. */
export function atPath(path: string, value: unknown): unknown {
  return path === '' ? value : valueAt(path, '', value);
}

type Place = { constant: string } | { level: number } | { path: (string | number)[] };

const PATH = /^[^.[\]:=]+(?:\[\d{1,4}\])*(?:\.[^.[\]]+(?:\[\d{1,4}\])*)*$/;
const places = new Map<string, Place | null>();
/** Mappings are few; what tries texts at random must not fill the memory. */
const MOST_PLACES = 1000;

function placeOf(field: string): Place | null {
  let place = places.get(field);
  if (place === undefined) {
    place = readPlace(field);
    if (places.size >= MOST_PLACES) places.clear();
    places.set(field, place);
  }
  return place;
}

function readPlace(field: string): Place | null {
  if (field.startsWith('=')) return { constant: field.slice(1) };
  const level = /^topic:(\d{1,2})$/.exec(field);
  if (level) return { level: Number(level[1]) };
  if (!PATH.test(field)) return null;
  const path = field
    .split('.')
    .flatMap((part) => part.split(/\[|\]/).filter((step) => step !== ''))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  return path.some((step) => step === '__proto__') ? null : { path };
}

function valueAt(field: string, topic: string, payload: unknown): unknown {
  if (field === '') return undefined;
  const place = placeOf(field);
  if (!place) return undefined;
  if ('constant' in place) return place.constant;
  if ('level' in place) return topic.split('/')[place.level];
  let value = payload;
  for (const step of place.path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value ?? undefined;
}

function asText(value: unknown): string | null {
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** Undefined: it says a kind that is none of ours. */
function kindOf(mapping: Mapping, value: unknown): DeviceKind | null | undefined {
  if (value === undefined) return null;
  const text = asText(value);
  if (text === null) return undefined;
  if (Object.hasOwn(mapping.kinds, text)) return mapping.kinds[text];
  return WORDS.deviceKind.find((kind) => kind === text);
}

function numberOf(value: unknown, absent: number): number | null {
  if (value === undefined) return absent;
  if (typeof value === 'boolean') return value ? 1 : 0;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** The source's own limits say what an alarm is. */
function hasLimits({ above, below }: Mapping): boolean {
  return above !== null || below !== null;
}

/** Null: it says something that is neither alarm nor calm. */
function activeOf(mapping: Mapping, value: unknown, measured: number): boolean | null {
  if (mapping.active === '' || value === undefined) {
    const over = mapping.above !== null && measured > mapping.above;
    return over || (mapping.below !== null && measured < mapping.below);
  }
  const text = asText(value);
  if (text === null) return null;
  if (mapping.on.includes(text)) return true;
  if (mapping.off.includes(text)) return false;
  if (value === true || text === '1' || text === 'true') return true;
  return value === false || text === '0' || text === 'false' ? false : null;
}

/** Seconds below this, milliseconds above: 1 January 2001 in ms, year 33658 in s. */
const SECONDS_BELOW = 1e12;

/** Undefined: no time. Texts without an offset are this machine's time. */
function timeOf(value: unknown): number | null | undefined {
  if (value === undefined) return null;
  const text = typeof value === 'string' ? value.trim() : value;
  const number = typeof text === 'string' && /^\d{9,16}(\.\d+)?$/.test(text) ? Number(text) : text;
  if (typeof number === 'number') {
    if (!Number.isFinite(number) || number < 0 || number > 8.64e15) return undefined;
    return Math.round(number < SECONDS_BELOW ? number * 1000 : number);
  }
  const at =
    typeof number === 'string' ? Date.parse(number.replace(/^(\d{4}-\d\d-\d\d) /, '$1T')) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

function seqOf(value: unknown): number | null | undefined {
  if (value === undefined) return null;
  const number = numberOf(value, 0);
  return number !== null && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** The place that stands on the map is the directory's; one in the message only tells whether its sender is to be trusted. */
function placeFault(lngValue: unknown, latValue: unknown): 'bad-place' | 'swapped-place' | null {
  if (lngValue === undefined && latValue === undefined) return null;
  const lng = numberOf(lngValue, Number.NaN);
  const lat = numberOf(latValue, Number.NaN);
  if (lng === null || lat === null || Number.isNaN(lng) || Number.isNaN(lat)) return 'bad-place';
  if (inChina(lng, lat)) return null;
  if (inChina(lat, lng)) return 'swapped-place';
  return Math.abs(lng) > 180 || Math.abs(lat) > 90 ? 'bad-place' : null;
}

/** The box around the mainland and its islands; no swapped pair lies in it. */
function inChina(lng: number, lat: number): boolean {
  return lng >= 73 && lng <= 136 && lat >= 3 && lat <= 54;
}
