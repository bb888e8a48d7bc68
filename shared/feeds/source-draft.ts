/**
 * A source while it is filled in: every setting as the text in its field, and the way from a source to that and back. What a good setting is, is
 * source.ts's and mapping.ts's to say. Pure; credentials go one way only, they never come from a source.
 */
import * as v from 'valibot';
import type { DeviceKind } from '../model/words.ts';
import { type Mapping, PLAIN_MAPPING } from './mapping.ts';
import { PLAIN_TOPICS } from './plain-message.ts';
import { NO_SECRETS, type SecretName, type Source, SourceSchema, type SourceType } from './source.ts';

export const SOURCE_TYPES = ['mqtt', 'webhook', 'poll', 'file', 'replay'] as const satisfies SourceType[];

/** The settings of each type that are texts, in the order they are asked for. Lists have an entry a line. */
export const SETTINGS = {
  mqtt: ['url', 'life', 'bulk'],
  webhook: ['port'],
  poll: ['url', 'every', 'items', 'cursor', 'parameter'],
  file: ['folder'],
  replay: ['file', 'speed'],
} as const satisfies Record<SourceType, readonly string[]>;
export type SettingName = (typeof SETTINGS)[SourceType][number];

/** The credentials that each type knows. */
export const SECRETS: Record<SourceType, readonly SecretName[]> = {
  mqtt: ['user', 'password', 'ca', 'certificate', 'key'],
  webhook: ['token'],
  poll: ['token'],
  file: [],
  replay: [],
};

/** The fields of a message that a place can be given for. */
export const PLACES = [
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
export type PlaceName = (typeof PLACES)[number];

/** What a fault is shown at. 'topics': neither lane has any. */
export type FaultName =
  | SettingName
  | PlaceName
  | 'name'
  | 'topics'
  | 'on'
  | 'off'
  | 'above'
  | 'below'
  | 'kinds';

export interface SourceDraft {
  type: SourceType;
  id: string;
  name: string;
  enabled: boolean;
  drill: boolean;
  canary: boolean;
  /** Those of other types are ''. */
  settings: Record<SettingName, string>;
  places: Record<PlaceName, string>;
  /** Texts that mean alarm or calm, with commas between. */
  on: string;
  off: string;
  above: string;
  below: string;
  /** What the source calls a kind, and ours. */
  kinds: { word: string; kind: DeviceKind }[];
  /** As they are typed; '': it stays as it is. */
  secrets: Record<SecretName, string>;
  /** Credentials to be taken away. */
  cleared: SecretName[];
}

const EMPTY: Record<SettingName, string> = {
  ...{ url: '', life: '', bulk: '', port: '', every: '', items: '' },
  ...{ cursor: '', parameter: '', folder: '', file: '', speed: '' },
};

/** What stands in the fields of a new source. */
const FIRST: Record<SourceType, Partial<Record<SettingName, string>>> = {
  mqtt: { url: 'mqtt://127.0.0.1:1883', life: lines(PLAIN_TOPICS.life), bulk: lines(PLAIN_TOPICS.bulk) },
  webhook: { port: '18400' },
  poll: { url: 'https://', every: '60' },
  file: {},
  replay: { speed: '1' },
};

/** `salt`: letters and digits that no source had before, so that counters of a removed one are not taken over. */
export function newDraft(type: SourceType, salt: string): SourceDraft {
  return {
    ...{ type, id: `${type}-${salt}`, name: '', enabled: true, drill: type === 'replay', canary: true },
    settings: { ...EMPTY, ...FIRST[type] },
    ...mappingDraft(PLAIN_MAPPING),
    ...{ secrets: { ...NO_SECRETS }, cleared: [] },
  };
}

export function draftOf(source: Source): SourceDraft {
  const { type, id, name, enabled, drill, mapping } = source;
  const settings = { ...EMPTY };
  for (const setting of SETTINGS[type]) settings[setting] = textOf(Reflect.get(source, setting));
  return {
    ...{ type, id, name, enabled, drill, canary: source.type !== 'mqtt' || source.canary, settings },
    ...mappingDraft(mapping),
    ...{ secrets: { ...NO_SECRETS }, cleared: [] },
  };
}

/** The mapping as it stands; places that are none find nothing. */
export function mappingOf(draft: SourceDraft): Mapping {
  const { places, kinds } = draft;
  const trimmed = PLACES.map((place) => [place, places[place].trim()]);
  return {
    ...(Object.fromEntries(trimmed) as Record<PlaceName, string>),
    ...{ on: words(draft.on), off: words(draft.off) },
    ...{ above: limit(draft.above), below: limit(draft.below) },
    kinds: Object.fromEntries(kinds.map(({ word, kind }) => [word.trim(), kind])),
  };
}

/** The source, or every field that is not right yet. */
export function sourceFrom(draft: SourceDraft): { source: Source } | { faults: FaultName[] } {
  const { type, id, name, enabled, drill, canary } = draft;
  const settings = SETTINGS[type].map((setting) => [setting, settingOf(setting, draft.settings[setting])]);
  const parsed = v.safeParse(SourceSchema, {
    ...{ type, id, name, enabled, drill, mapping: mappingOf(draft) },
    ...Object.fromEntries(settings),
    ...(type === 'mqtt' && { canary }),
  });
  const faults = new Set<FaultName>();
  for (const { path } of parsed.issues ?? []) {
    const keys = (path ?? []).map((item) => String(item.key));
    faults.add((keys[0] === 'mapping' ? keys[1] : keys[0]) as FaultName);
  }
  if (type === 'mqtt' && draft.settings.life.trim() === '' && draft.settings.bulk.trim() === '')
    faults.add('topics');
  const named = draft.kinds.map(({ word }) => word.trim());
  if (named.includes('') || new Set(named).size < named.length) faults.add('kinds');
  return parsed.success && faults.size === 0 ? { source: parsed.output } : { faults: [...faults] };
}

/** The credentials that change with this draft. */
export function changedSecrets({ type, secrets, cleared }: SourceDraft): Partial<Record<SecretName, string>> {
  const changed: Partial<Record<SecretName, string>> = {};
  for (const name of SECRETS[type]) {
    if (secrets[name] !== '') changed[name] = secrets[name];
    else if (cleared.includes(name)) changed[name] = '';
  }
  return changed;
}

function mappingDraft(mapping: Mapping) {
  const places = Object.fromEntries(PLACES.map((place) => [place, mapping[place]]));
  return {
    places: places as Record<PlaceName, string>,
    ...{ on: mapping.on.join(', '), off: mapping.off.join(', ') },
    ...{ above: mapping.above?.toString() ?? '', below: mapping.below?.toString() ?? '' },
    kinds: Object.entries(mapping.kinds).map(([word, kind]) => ({ word, kind })),
  };
}

function lines(list: readonly string[]): string {
  return list.join('\n');
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? lines(value) : String(value);
}

function settingOf(setting: SettingName, text: string): unknown {
  switch (setting) {
    case 'life':
    case 'bulk':
      return split(text, /\n/);
    case 'port':
    case 'every':
    case 'speed':
      return numberIn(text);
    default:
      return text.trim();
  }
}

function numberIn(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

function limit(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}

function words(text: string): string[] {
  return split(text, /[,，、\n]/);
}

function split(text: string, by: RegExp): string[] {
  return text
    .split(by)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
