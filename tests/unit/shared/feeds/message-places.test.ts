import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PLAIN_MAPPING, tryMapping } from '../../../../shared/feeds/mapping.ts';
import { messagePlaces } from '../../../../shared/feeds/message-places.ts';

it('tells the places of a message in its order, then the levels of its topic', () => {
  const payload = JSON.stringify({
    dev: { id: 'D1' },
    data: { sensors: [{ value: 1 }, { value: 2 }] },
    at: '2026-11-30',
  });
  expect(messagePlaces('plant/smoke', payload)).toEqual([
    'dev.id',
    'data.sensors[0].value',
    'data.sensors[1].value',
    'at',
    'topic:0',
    'topic:1',
  ]);
});

it('offers no name that a mapping could not write', () => {
  expect(messagePlaces('', JSON.stringify({ 'a.b': 1, 'c:d': 2, e: [], f: 3 }))).toEqual(['f']);
  expect(messagePlaces('', 'no JSON')).toEqual([]);
});

it('finds a value at every place that it offers', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const payload = JSON.stringify(value);
      for (const place of messagePlaces('a/b', payload)) {
        const mapping = { ...PLAIN_MAPPING, text: place };
        const { found } = tryMapping(mapping, 'a/b', new TextEncoder().encode(payload));
        const isNull = place.startsWith('topic:') ? false : at(value, place) === null;
        expect('text' in found).toBe(!isNull);
      }
    }),
  );
});

function at(value: unknown, place: string): unknown {
  let found = value;
  for (const step of place.split(/[.[\]]/).filter((each) => each !== ''))
    found = (found as Record<string, unknown>)[step];
  return found;
}
