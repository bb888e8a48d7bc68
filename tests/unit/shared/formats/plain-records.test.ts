import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Encoding } from '../../../../shared/formats/encoding.ts';
import { readJson } from '../../../../shared/formats/json-reader.ts';
import { memoryFile } from '../../../../shared/formats/source-file.ts';
import type { ReadBatch } from '../../../../shared/formats/source-record.ts';

async function told(bytes: Uint8Array, chunk: number, encoding: Encoding | 'auto') {
  const batches: ReadBatch[] = [];
  for await (const batch of readJson(memoryFile('a.json', bytes, chunk), { encoding })) batches.push(batch);
  return {
    records: batches.flatMap(({ records }) =>
      records.map(({ raw, geometry, ...rest }) => ({
        ...rest,
        raw: raw(),
        geometry: JSON.parse(JSON.stringify(geometry)) as unknown,
      })),
    ),
    // How much of a broken record is shown depends on what had come of it.
    unread: batches.flatMap(({ unread }) => unread.map(({ raw: _, ...rest }) => rest)),
  };
}

/** A list whose first element is no record: from there on everything goes through the splitter. The other one begins with as many characters. */
const [LONG, QUICK] = ['[0 ,', '[{},'];

async function bothWays(
  elements: Uint8Array,
  chunk: number,
  encoding: Encoding | 'auto' = 'utf-8',
): Promise<{ quick: Awaited<ReturnType<typeof told>>; long: Awaited<ReturnType<typeof told>> }> {
  const [long, quick] = await Promise.all(
    [LONG, QUICK].map((head) => {
      const begin = new TextEncoder().encode(head);
      return told(Uint8Array.from([...begin, ...elements, 93]), chunk, encoding);
    }),
  );
  quick.records.shift();
  long.unread.shift();
  return { quick, long };
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const position = fc
  .tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.integer({ min: -90, max: 90 }))
  .map((pair) => pair.map((value) => value.toFixed(7)));
const ring = fc.array(position, { minLength: 1, maxLength: 6 });
const blank = fc.constantFrom('', ' ', '\n', '\r\n\t');
/** Values as people and programs write them: escapes, all of Unicode, deep lists, odd keys. */
const value = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
  fc.constantFrom(
    '"\\u4e2d\\ud83d\\ude00\\/\\b"',
    '"3号楼😀"',
    '"\\"coordinates\\""',
    '"coordinates"',
    '"]}{["',
  ),
  fc.double().map((number) => JSON.stringify(number)),
  fc.constantFrom(
    '1E5',
    '-0',
    '0.10',
    '12345678901234567890',
    'true',
    'null',
    '[[[[]]]]',
    '{"a":{"coordinates":[1,2]}}',
  ),
);
const key = fc.constantFrom(
  'name',
  '楼栋',
  'coordinates',
  '__proto__',
  'constructor',
  'a\\u0062',
  'type',
  '',
);
/** A record of the kinds above says what it is. */
const members = fc
  .array(
    fc.tuple(key, value).filter(([name, of]) => name !== 'type' || !/Point|Feature/.test(of)),
    { maxLength: 4 },
  )
  .map((pairs) => pairs.map(([name, of]) => `"${name}":${of}`).join(','));
const feature = fc
  .record({
    members,
    rings: fc.array(ring, { minLength: 1, maxLength: 2 }),
    blank,
    extra: members,
    first: fc.boolean(),
  })
  .map(({ members, rings, blank, extra, first }) => {
    const text = rings.map((each) => `[${each.map((pair) => `[${pair.join(`,${blank}`)}]`).join(',')}]`);
    const geometry = `"geometry"${blank}:{"type":"Polygon",${blank}"coordinates":${blank}[${text.join(',')}]}`;
    const properties = `"properties":{${members}}`;
    const foreign = extra === '' ? '' : `,"foreign":{${extra}}`;
    const parts = first ? [geometry, properties] : [properties, geometry];
    return `{"type":"Feature",${parts.join(`${blank},`)}${foreign}}`;
  });
const whole = fc.oneof(
  { weight: 4, arbitrary: feature },
  members.map((each) => `{${each}}`),
  fc.constantFrom('{"type":"Point","coordinates":[1,2]}', '{"a":[1,[2,{"b":"c"}]]}'),
);
const odd = fc.constantFrom(
  '{"a":NaN}',
  '{"a":01}',
  '{"a":1',
  '{"a":"b\nc"}',
  '{"a":[1}',
  '7',
  '"x"',
  '',
  `${'['.repeat(300)}${']'.repeat(300)}`,
  `{"a":${'['.repeat(300)}${']'.repeat(300)}}`,
);
const separator = fc.constantFrom(',', ' ,\n', '\r\n,', ',,', ' ');

describe('records read from bytes', () => {
  it('are the ones that JSON.parse gives', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(whole, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 400 }),
        async (list, chunk) => {
          const { quick } = await bothWays(utf8(list.join(',')), chunk);
          expect(quick.unread).toEqual([]);
          const parsed = list.map((text) => JSON.parse(text) as Record<string, unknown>);
          // Text again, which has no negative zero.
          const plain = (each: unknown) => JSON.parse(JSON.stringify(each)) as unknown;
          expect(quick.records.map(({ geometry }) => geometry)).toEqual(
            parsed.map((each) =>
              each['type'] === 'Point' ? each : each['type'] === 'Feature' ? plain(each['geometry']) : null,
            ),
          );
          expect(quick.records.map(({ fields }) => JSON.stringify(fields))).toEqual(
            parsed.map((each) =>
              JSON.stringify(
                each['type'] === 'Feature' ? each['properties'] : each['type'] === 'Point' ? {} : each,
              ),
            ),
          );
        },
      ),
      { numRuns: 200, seed: 5 },
    );
  });

  it('are told, with all that is broken between them, as the splitter tells them', async () => {
    const element = fc.oneof({ weight: 6, arbitrary: whole }, { weight: 1, arbitrary: odd });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(element, separator), { minLength: 1, maxLength: 10 }),
        fc.integer({ min: 1, max: 500 }),
        fc.constantFrom<Encoding | 'auto'>('utf-8', 'auto'),
        async (list, chunk, encoding) => {
          const { quick, long } = await bothWays(utf8(list.flat().join('')), chunk, encoding);
          expect(quick).toEqual(long);
        },
      ),
      { numRuns: 300, seed: 8 },
    );
  });

  it('are told alike where bytes are damaged', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(whole, { minLength: 1, maxLength: 6 }),
        fc.array(fc.tuple(fc.nat(5000), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 300 }),
        async (list, damage, chunk) => {
          const bytes = utf8(list.join(',\n'));
          for (const [at, byte] of damage) bytes[at % bytes.length] = byte;
          const { quick, long } = await bothWays(bytes, chunk);
          expect(quick).toEqual(long);
        },
      ),
      { numRuns: 300, seed: 2 },
    );
  });

  it('go on being read quickly when what was ASCII turns out to be UTF-8, and are right when it is another encoding', async () => {
    const ascii = Array.from({ length: 20 }, (_, i) => `{"n":${i}}`).join(',');
    const hanzi = Array.from({ length: 20 }, (_, i) => `{"n":"桂花新村${i}幢"}`).join(',');
    const { quick, long } = await bothWays(utf8(`${ascii},${hanzi}`), 64, 'auto');
    expect(quick).toEqual(long);
    expect(quick.records).toHaveLength(40);
    const gb = Uint8Array.from([
      ...utf8(`${ascii},{"n":"`),
      ...Array.from({ length: 80 }, () => [0xb9, 0xf0]).flat(),
      ...utf8('"}'),
    ]);
    const other = await bothWays(gb, 97, 'auto');
    expect(other.quick).toEqual(other.long);
    expect(other.quick.records.at(-1)?.fields).toEqual({ n: '桂'.repeat(80) });
  });
});
