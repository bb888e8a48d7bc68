import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { PLAIN_MAPPING } from '../../../../shared/feeds/mapping.ts';
import { type Source, SourceSchema } from '../../../../shared/feeds/source.ts';
import {
  changedSecrets,
  draftOf,
  newDraft,
  SETTINGS,
  SOURCE_TYPES,
  sourceFrom,
} from '../../../../shared/feeds/source-draft.ts';

const SOURCES: Source[] = [
  {
    ...{ type: 'mqtt', id: 'a', name: '网关', enabled: true, drill: false, canary: false },
    ...{ url: 'mqtts://broker.example:8883', life: ['a/+/b', 'c/#'], bulk: [] },
    mapping: {
      ...PLAIN_MAPPING,
      ...{ kind: 'topic:2', on: ['ALARM', '报警'], off: ['OK'], above: 0.5, below: -3 },
      kinds: { SMK: 'smoke', gas: 'gasLeak' },
    },
  },
  {
    ...{ type: 'webhook', id: 'b', name: 'b', enabled: false, drill: true, port: 18_400 },
    mapping: PLAIN_MAPPING,
  },
  {
    ...{ type: 'poll', id: 'c', name: 'c', enabled: true, drill: false, url: 'https://a.example/list' },
    ...{ every: 60, items: 'data.items', cursor: 'next', parameter: 'after', mapping: PLAIN_MAPPING },
  },
  {
    ...{ type: 'file', id: 'd', name: 'd', enabled: true, drill: false, folder: '/srv/drop' },
    mapping: PLAIN_MAPPING,
  },
  {
    ...{
      type: 'replay',
      id: 'e',
      name: 'e',
      enabled: true,
      drill: true,
      file: '/srv/day.ndjson',
      speed: 2.5,
    },
    mapping: PLAIN_MAPPING,
  },
];

describe('a source and the form of it', () => {
  it.each(SOURCES)('$type is the same after it was opened and saved', (source) => {
    expect(v.is(SourceSchema, source)).toBe(true);
    expect(sourceFrom(draftOf(source))).toEqual({ source });
  });

  it.each(SOURCE_TYPES)('a new %s asks for what only a person knows, and its name', (type) => {
    const made = sourceFrom(newDraft(type, '0a1b2c3d4e'));
    const asked = { mqtt: [], webhook: [], poll: ['url'], file: ['folder'], replay: ['file'] };
    expect(made).toEqual({ faults: expect.arrayContaining(['name', ...asked[type]]) });
    expect('faults' in made && made.faults).toHaveLength(1 + asked[type].length);
  });

  it('every fault is named by its field', () => {
    const draft = draftOf(SOURCES[0]);
    const wrong = sourceFrom({
      ...draft,
      name: ' ',
      settings: { ...draft.settings, url: 'mqtt://user:secret@broker', life: '$SYS/#', bulk: 'a/#/b' },
      places: { ...draft.places, device: '', value: 'a..b' },
      above: 'high',
      kinds: [
        { word: 'x', kind: 'smoke' },
        { word: 'x ', kind: 'tilt' },
      ],
    });
    expect('faults' in wrong && [...wrong.faults].sort()).toEqual(
      ['above', 'bulk', 'device', 'kinds', 'life', 'name', 'url', 'value'].sort(),
    );
  });

  it('a broker without any topic would be heard by nobody', () => {
    const draft = { ...newDraft('mqtt', '1'), name: 'x' };
    const settings = { ...draft.settings, life: ' \n', bulk: '' };
    expect(sourceFrom({ ...draft, settings })).toEqual({ faults: ['topics'] });
  });

  it('numbers that are none are a fault, never zero', () => {
    fc.assert(
      fc.property(fc.constantFrom('', ' ', 'x', '1e', 'NaN', 'Infinity', '1,5'), (text) => {
        const draft = { ...newDraft('webhook', '1'), name: 'x' };
        expect(sourceFrom({ ...draft, settings: { ...draft.settings, port: text } })).toEqual({
          faults: ['port'],
        });
      }),
    );
  });

  it('whatever is typed makes a valid source or names a fault', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('a.b', 'topic:1', '=x', '5', 'a\nb', '#'));
    fc.assert(
      fc.property(fc.constantFrom(...SOURCE_TYPES), text, text, text, (type, a, b, c) => {
        const draft = newDraft(type, '1');
        const settings = { ...draft.settings };
        for (const name of SETTINGS[type]) settings[name] = a;
        const made = sourceFrom({
          ...{ ...draft, name: b, settings, places: { ...draft.places, device: c }, on: a, above: b },
          kinds: [{ word: c, kind: 'smoke' }],
        });
        if ('source' in made) expect(v.is(SourceSchema, made.source)).toBe(true);
        else expect(made.faults.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('credentials', () => {
  it('go out only when they were typed or taken away', () => {
    const draft = draftOf(SOURCES[0]);
    expect(changedSecrets(draft)).toEqual({});
    const typed = { ...draft.secrets, password: 'new', token: 'of another type' };
    expect(changedSecrets({ ...draft, secrets: typed, cleared: ['user', 'password'] })).toEqual({
      user: '',
      password: 'new',
    });
  });
});
