/** Where something stands in a message: the places to choose from while a mapping is made. Pure; what a place is written like is mapping.ts's to say. */
import * as v from 'valibot';
import { MappingSchema } from './mapping.ts';
import { parsePayload } from './payload.ts';

const MOST_PLACES = 100;
/** Of a list, the first entries are enough to tell how it is made. */
const MOST_ENTRIES = 3;
/** Names that a path cannot hold. */
const UNWRITABLE = /^\s*$|[.[\]:=]|^\s|\s$/;

/** Paths to the values of the payload in their order, then the levels of the topic; none of what is no JSON. */
export function messagePlaces(topic: string, payload: string): string[] {
  const parsed = parsePayload(new TextEncoder().encode(payload));
  const places: string[] = [];
  if ('value' in parsed) collect(parsed.value, '', places);
  if (topic !== '') places.push(...topic.split('/').map((_, level) => `topic:${level}`));
  return places.filter((place) => v.is(MappingSchema.entries.device, place)).slice(0, MOST_PLACES);
}

function collect(value: unknown, at: string, into: string[]): void {
  if (into.length >= MOST_PLACES) return;
  if (typeof value !== 'object' || value === null) {
    if (at !== '') into.push(at);
    return;
  }
  if (Array.isArray(value)) {
    for (const [i, entry] of value.slice(0, MOST_ENTRIES).entries()) collect(entry, `${at}[${i}]`, into);
    return;
  }
  for (const [name, member] of Object.entries(value))
    if (!UNWRITABLE.test(name)) collect(member, at === '' ? name : `${at}.${name}`, into);
}
