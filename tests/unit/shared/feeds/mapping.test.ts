import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  applyMapping,
  type Mapping,
  MappingSchema,
  PLAIN_MAPPING,
  shownPayload,
  tryMapping,
} from '../../../../shared/feeds/mapping.ts';
import { MOST_PAYLOAD_BYTES } from '../../../../shared/feeds/payload.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const map = (value: unknown, more: Partial<Mapping> = {}, topic = 'a/b/c') =>
  applyMapping({ ...PLAIN_MAPPING, ...more }, topic, bytes(JSON.stringify(value)));
const reason = (raw: string | Uint8Array, more: Partial<Mapping> = {}) => {
  const mapped = applyMapping({ ...PLAIN_MAPPING, ...more }, 't', typeof raw === 'string' ? bytes(raw) : raw);
  return 'reason' in mapped ? mapped.reason : mapped.fields;
};

describe('a mapping', () => {
  it('reads the plain layout', () => {
    const said = {
      id: 'm1',
      device: 'D1',
      kind: 'smoke',
      value: 0.3,
      alarm: true,
      at: 1_793_498_400_000,
      seq: 4,
    };
    expect(map(said)).toEqual({
      fields: {
        ...{ device: 'D1', kind: 'smoke', value: 0.3, active: true },
        ...{ occurredAt: 1_793_498_400_000, seq: 4, id: 'm1' },
      },
    });
  });

  it('finds fields by path, by level of the topic and as constants, in the words of the source', () => {
    const mapping = {
      ...{ device: 'topic:1', kind: 'data[0].type', value: 'data[0].v', active: 'data[0].state' },
      ...{ occurredAt: 'ts', seq: '', id: '', kinds: { YG: 'smoke' as const }, on: ['报警'], off: ['正常'] },
    };
    const said = { ts: 1_793_498_400, data: [{ type: 'YG', v: '0.5', state: '报警' }] };
    expect(map(said, mapping, 'site/D7/up')).toEqual({
      fields: {
        ...{ device: 'D7', kind: 'smoke', value: 0.5, active: true },
        ...{ occurredAt: 1_793_498_400_000, seq: null, id: null },
      },
    });
    expect(map({ ...said, data: [{ type: 'YG', v: 1, state: '正常' }] }, mapping)).toMatchObject({
      fields: { active: false },
    });
    expect(map({ device: 'D1' }, { kind: '=gasLeak' })).toMatchObject({ fields: { kind: 'gasLeak' } });
  });

  it('takes an alarm from the limits where the source says none', () => {
    const limits = { active: '', above: 10, below: 2 };
    const active = (value: number) => map({ device: 'D1', value }, limits);
    expect([11, 10, 2, 1].map(active).map((m) => 'fields' in m && m.fields.active)).toEqual([
      ...[true, false, false, true],
    ]);
  });

  it('names why a message cannot be used', () => {
    expect(reason(Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d))).toBe('not-utf8');
    expect(reason(new Uint8Array(MOST_PAYLOAD_BYTES + 1).fill(0x20))).toBe('too-large');
    expect(reason('{"device": NaN}')).toBe('not-json');
    expect(reason('')).toBe('not-json');
    expect(reason('['.repeat(100_000))).toBe('too-deep');
    expect(reason(`${'['.repeat(33)}1${']'.repeat(33)}`)).toBe('too-deep');
    expect(reason('{"device":"D1","__proto__":{"alarm":true}}')).toBe('unsafe-name');
    expect(reason('{"device":"D1","a":[{"\\u005f_proto__":1}]}')).toBe('unsafe-name');
    expect(reason('{"value":1}')).toBe('no-device');
    expect(reason('{"device":"D1","kind":"toaster"}')).toBe('bad-kind');
    expect(reason('{"device":"D1","value":"NaN"}')).toBe('bad-value');
    expect(reason('{"device":"D1","value":1e999}')).toBe('bad-value');
    expect(reason('{"device":"D1","alarm":"maybe"}')).toBe('bad-alarm');
    expect(reason('{"device":"D1","at":"yesterday"}')).toBe('bad-time');
    expect(reason('{"device":"D1","seq":1.5}')).toBe('bad-number');
    const place = { lng: 'lng', lat: 'lat' };
    expect(reason('{"device":"D1","lng":31.3,"lat":120.6}', place)).toBe('swapped-place');
    expect(reason('{"device":"D1","lng":120.6}', place)).toBe('bad-place');
    expect(reason('{"device":"D1","lng":400,"lat":1}', place)).toBe('bad-place');
    expect(reason('{"device":"D1","lng":120.6,"lat":31.3}', place)).toMatchObject({ device: 'D1' });
  });

  it('reads nothing from prototypes', () => {
    expect(reason('{"device":"D1"}', { value: 'constructor.name', active: 'toString' })).toMatchObject({
      value: 0,
      active: false,
    });
  });

  it('never throws, and gives finite numbers only', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), fc.uint8Array({ maxLength: 40 }), (text, raw) => {
        for (const payload of [bytes(text), raw]) {
          const mapped = applyMapping({ ...PLAIN_MAPPING, device: '=D', value: '[0]' }, 't', payload);
          if ('fields' in mapped) expect(Number.isFinite(mapped.fields.value)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is refused when a field is no place of a message', () => {
    const with_ = (device: string) => v.safeParse(MappingSchema, { ...PLAIN_MAPPING, device }).success;
    expect(['a', 'a.b[0].c', 'topic:3', '=x', '设备.编号'].map(with_)).toEqual(Array(5).fill(true));
    expect(['', 'a..b', 'topic:x', '__proto__.a', 'a[', 'a[x]'].map(with_)).toEqual(Array(6).fill(false));
  });

  it('shows what it found, for the test button', () => {
    const tried = tryMapping(
      { ...PLAIN_MAPPING, text: 'note' },
      't',
      bytes('{"device":"D1","kind":"x","note":"王"}'),
    );
    expect(tried).toEqual({ result: { reason: 'bad-kind' }, found: { device: 'D1', kind: 'x', text: '王' } });
    expect(shownPayload(Uint8Array.of(0xff, 0x01))).toBe('ff 01');
  });
});
