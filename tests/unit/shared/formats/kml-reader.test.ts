/**
 * KML and KMZ: folders, geometry, data, and documents that are wrong or made to hurt.
 */
import { describe, expect, test } from 'vitest';
import { openKml } from '../../../../shared/formats/kml-reader.ts';
import { memoryFile } from '../../../../shared/formats/source-file.ts';
import { bytesOf, cutEverywhere, file, fuzz, readLayer, zipped } from './geo-reading.ts';

const kml = (body: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>城</name>${body}</Document></kml>`;
const place = (content: string) => `<Placemark>${content}</Placemark>`;
const at = (coordinates: string) => `<Point><coordinates>${coordinates}</coordinates></Point>`;
const open = (text: string) => openKml(file('a.kml', text));

async function first(content: string) {
  const opened = await open(kml(place(content)));
  const { records, unread } = await readLayer(opened);
  return { opened, records, unread, geometry: records[0]?.geometry, fields: { ...records[0]?.fields } };
}

describe('folders', () => {
  const document = kml(`
    <Folder><name>小区 &amp; 楼</name>
      ${place(`<name>甲</name>${at('121.5,31.2,7')}`)}
      <Folder><name>门</name>${place(at('121.6,31.3'))}${place(at('121.7,31.4'))}</Folder>
      ${place('<name>乙</name><LineString><coordinates>1,2 3,4</coordinates></LineString>')}
    </Folder>
    <Folder>${place(at('1,2'))}</Folder>
    <NetworkLink><name>x</name><Link><href>http://example.invalid/x.kml</href></Link></NetworkLink>
    <GroundOverlay><name>y</name></GroundOverlay>`);

  test('are layers, named by their path', async () => {
    const opened = await open(document);
    expect(opened.layers).toEqual([
      expect.objectContaining({
        name: '城/小区 & 楼',
        geometry: 'mixed',
        features: 2,
        fields: [{ name: 'name', type: 'text' }],
        bounds: [1, 2, 121.5, 31.2],
        crs: { kind: 'epsg', code: 4326 },
      }),
      expect.objectContaining({ name: '城/小区 & 楼/门', geometry: 'point', features: 2 }),
      expect.objectContaining({ name: '城', features: 1 }),
    ]);
    expect(opened.problems.map(({ code, count }) => [code, count])).toEqual([
      ['network-link', 1],
      ['overlay-skipped', 1],
    ]);
    const { records } = await readLayer(opened);
    expect(records.map(({ line, fields, geometry }) => [line, fields['name'], geometry?.type])).toEqual([
      [4, '甲', 'Point'],
      [6, '乙', 'LineString'],
    ]);
  });

  test('the same however the bytes arrive, and from a KMZ with two documents', async () => {
    const whole = await open(document);
    for (const chunk of [1, 3, 17]) {
      const opened = await openKml(memoryFile('a.kml', bytesOf(document), chunk));
      expect(opened.layers).toEqual(whole.layers);
    }
    const kmz = await zipped({ 'doc.kml': document, 'files/b.kml': kml(place(at('1,2'))), 'x.png': 'x' });
    const opened = await openKml(file('a.kmz', kmz));
    expect(opened.layers.map(({ name }) => name)).toEqual([...whole.layers.map(({ name }) => name), 'b/城']);
    expect((await readLayer(opened, 'b/城')).records).toHaveLength(1);
    await expect(openKml(file('b.kmz', await zipped({ a: 'x' })))).rejects.toMatchObject({
      code: 'missing-part',
    });
  });
});

describe('geometry', () => {
  const ring = (text: string) => `<LinearRing><coordinates>${text}</coordinates></LinearRing>`;
  test.each<[string, string, unknown]>([
    ['a point with altitude', at(' 121.5,31.2,4.5 '), { type: 'Point', coordinates: [121.5, 31.2, 4.5] }],
    ['blanks after commas', at('121.5, 31.2, 0'), { type: 'Point', coordinates: [121.5, 31.2, 0] }],
    ['nothing', '<name>x</name>', null],
    [
      'a polygon with a hole',
      `<Polygon><outerBoundaryIs>${ring('0,0 9,0 9,9 0,0')}</outerBoundaryIs><innerBoundaryIs>${ring('1,1 2,1 2,2 1,1')}</innerBoundaryIs></Polygon>`,
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [9, 0],
            [9, 9],
            [0, 0],
          ],
          [
            [1, 1],
            [2, 1],
            [2, 2],
            [1, 1],
          ],
        ],
      },
    ],
    [
      'points together',
      `<MultiGeometry>${at('1,2')}${at('3,4')}</MultiGeometry>`,
      {
        type: 'MultiPoint',
        coordinates: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
    [
      'a track',
      '<gx:Track><when>2024-01-01</when><gx:coord>1 2 3</gx:coord><gx:coord>4 5 6</gx:coord></gx:Track>',
      {
        type: 'LineString',
        coordinates: [
          [1, 2, 3],
          [4, 5, 6],
        ],
      },
    ],
    [
      'a model',
      '<Model><Location><longitude>1</longitude><latitude>2</latitude></Location></Model>',
      { type: 'Point', coordinates: [1, 2] },
    ],
  ])('%s', async (_, content, wanted) => {
    const { geometry, unread } = await first(content);
    expect(unread).toEqual([]);
    expect(geometry).toEqual(wanted);
  });

  test('a mixed one becomes a record for each kind', async () => {
    const { records, opened } = await first(
      `<MultiGeometry>${at('1,2')}<LineString><coordinates>1,2 3,4</coordinates></LineString></MultiGeometry>`,
    );
    expect(records.map(({ geometry }) => geometry?.type)).toEqual(['LineString', 'Point']);
    expect(opened.layers[0]).toMatchObject({ features: 2, geometry: 'mixed' });
  });

  test.each([
    at('abc,1'),
    at('1'),
    at(''),
    at('NaN,1'),
    at('1,Infinity'),
    '<LineString><coordinates>1,1</coordinates></LineString>',
    `<Polygon><outerBoundaryIs>${ring('0,0 1,1 0,0')}</outerBoundaryIs></Polygon>`,
    '<Polygon></Polygon>',
  ])('%s is broken and does not stop the rest', async (content) => {
    const opened = await open(kml(place(content) + place(at('1,2'))));
    const { records, unread } = await readLayer(opened);
    expect(records).toHaveLength(1);
    expect(unread).toEqual([expect.objectContaining({ line: 2, reason: 'broken-geometry' })]);
  });
});

test('data of every kind become fields', async () => {
  const schema =
    '<Schema name="S" id="S1"><SimpleField type="int" name="levels"/><SimpleField type="double" name="height"/><SimpleField type="bool" name="ok"/><SimpleField type="string" name="code"/></Schema>';
  const data = `<name>甲</name><description><![CDATA[<style>b{}</style><b>第一</b>行<br/>5 &lt; 6 &amp; so&#x4e00;]]></description>
    <TimeSpan><begin>2024-01-01</begin></TimeSpan><ExtendedData>
    <Data name="code"><displayName>x</displayName><value>007</value></Data>
    <Data name="__proto__"><value>p</value></Data>
    <SchemaData schemaUrl="#S1"><SimpleData name="levels">6</SimpleData><SimpleData name="height">2.5</SimpleData>
    <SimpleData name="ok">1</SimpleData><SimpleData name="code">310101199001011234</SimpleData></SchemaData>
    <my:own>z</my:own></ExtendedData>${at('1,2')}`;
  const opened = await open(kml(schema + place(data)));
  const { records } = await readLayer(opened);
  expect({ ...records[0].fields }).toEqual({
    name: '甲',
    description: '第一行\n5 < 6 & so一',
    begin: '2024-01-01',
    code: '007',
    proto: 'p',
    levels: 6,
    height: 2.5,
    ok: true,
    code_2: '310101199001011234',
    own: 'z',
  });
  expect(opened.layers[0].fields.map(({ type }) => type).join(' ')).toBe(
    'text text text text text integer number boolean text text',
  );
});

test('a document in GBK is read by what its prolog says', async () => {
  const head = bytesOf('<?xml version="1.0" encoding="GB2312"?><kml><Placemark><name>');
  const tail = bytesOf(`</name>${at('1,2')}</Placemark></kml>`);
  const opened = await openKml(file('a.kml', new Uint8Array([...head, 0xba, 0xda, 0xc1, 0xfa, ...tail])));
  expect((await readLayer(opened)).records[0].fields['name']).toBe('黑龙');
  expect(opened.layers[0].name).toBe('a');
});

describe('wrong documents', () => {
  test.each<[string, string, string]>([
    ['entities', '<!DOCTYPE kml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><kml></kml>', 'damaged'],
    [
      'an external entity',
      '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml>&x;</kml>',
      'damaged',
    ],
    ['no KML', '<html><body/></html>', 'not-recognised'],
    ['no XML', 'hello', 'not-recognised'],
    ['nothing', '', 'empty-file'],
    ['depth', `<kml>${'<Folder>'.repeat(100_000)}`, 'damaged'],
    ['an endless tag', `<kml><Placemark id="${'x'.repeat(3_000_000)}`, 'part-too-large'],
  ])('%s', async (_, text, code) => {
    await expect(open(text)).rejects.toMatchObject({ code });
  });

  test('a document type without entities is no harm; unknown entities stay as written', async () => {
    const opened = await open(
      `<!DOCTYPE kml SYSTEM "x.dtd"><kml><Placemark><name>&x; &#0;</name>${at('1,2')}</Placemark></kml>`,
    );
    expect((await readLayer(opened)).records[0].fields['name']).toBe('&x; \ufffd');
  });

  test('tags that cross cost one placemark; a lost end is told', async () => {
    const crossed = await open(
      kml(`<Folder>${place(`<name>a</wrong>${at('1,2')}`)}${place(at('3,4'))}</Folder>`),
    );
    const read = await readLayer(crossed);
    expect(read.records.map(({ geometry }) => geometry?.coordinates)).toEqual([[3, 4]]);
    expect(read.unread).toEqual([expect.objectContaining({ reason: 'broken-record' })]);
    const cut = await open(kml(place(at('1,2')) + place(at('3,4'))).slice(0, -60));
    expect(cut.problems.map(({ code }) => code)).toEqual(['end-missing']);
    const rest = await readLayer(cut);
    expect([rest.records.length, rest.unread.map(({ reason }) => reason)]).toEqual([1, ['unexpected-end']]);
  });

  test('at any place', async () => {
    const ring = '<LinearRing><coordinates>0,0 9,0 9,9 0,0</coordinates></LinearRing>';
    const good = bytesOf(
      kml(
        `<Schema id="S"><SimpleField type="int" name="n"/></Schema><Folder><name>甲</name>${place(
          `<description><![CDATA[<b>x</b>]]></description><!-- c --><ExtendedData><SchemaData schemaUrl="#S"><SimpleData name="n">6</SimpleData></SchemaData></ExtendedData><Polygon><outerBoundaryIs>${ring}</outerBoundaryIs></Polygon>`,
        )}</Folder>${place(at('1,2'))}`,
      ),
    );
    await cutEverywhere(good, (bytes) => openKml(file('a.kml', bytes)));
    await fuzz(good, (bytes) => openKml(file('a.kml', bytes)), 4);
  });
});
