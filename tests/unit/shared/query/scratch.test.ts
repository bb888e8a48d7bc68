import { pointsWithinPolygon } from '@turf/points-within-polygon';
import { it } from 'vitest';
import {
  countPerGrid,
  countPyramid,
  countTags,
  rowsInQuestion,
  summarise,
} from '../../../../shared/query/aggregate.ts';
import { openCommunity } from '../../../../shared/query/community.ts';
import { facetsOf } from '../../../../shared/query/facets.ts';
import { evaluateFilter } from '../../../../shared/query/filter.ts';
import { gridInfos, previewAssign } from '../../../../shared/query/plan-statistics.ts';
import { searchCommunity } from '../../../../shared/query/search.ts';
import { evaluateSelection } from '../../../../shared/query/shapes.ts';
import { visibleMarks } from '../../../../shared/query/visible.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';
import { tiled } from './scratch-tiles.ts';

const t = (name: string, f: () => unknown, n = 5) => {
  const ts: number[] = [];
  let r: unknown;
  for (let i = 0; i < n; i++) {
    const a = performance.now();
    r = f();
    ts.push(performance.now() - a);
  }
  ts.sort((a, b) => a - b);
  console.log(
    name,
    'median',
    ts[n >> 1].toFixed(2),
    'first/max',
    ts[n - 1].toFixed(2),
    typeof r === 'number' ? r : '',
  );
  return r;
};
it('bench', () => {
  const id = (process.env['SAMPLE'] ?? 'gusu') as 'gusu';
  let bundle: any;
  t(
    'generate',
    () => {
      bundle = id === 'gusu' ? tiled(132) : generateSample(id, 1);
    },
    1,
  );
  for (const [k, v] of Object.entries(bundle.tables)) console.log(k, (v as any).rows);
  const m0 = process.memoryUsage();
  const c = openCommunity(bundle, { today: bundle.asOfDay });
  t('open', () => openCommunity(bundle, { today: bundle.asOfDay }), 3);
  const m1 = process.memoryUsage();
  console.log(
    'open memory MB',
    (m1.arrayBuffers - m0.arrayBuffers) / 1e6,
    'spots',
    c.spots.count,
    'loose',
    c.loose.rows.length,
    'homes',
    c.tables.homes!.rows,
  );
  const filter = {
    base: 'permanent' as const,
    conditions: [
      { type: 'range' as const, table: 'residents' as const, column: 'age', min: 20, max: 90 },
      { type: 'words' as const, table: 'homes' as const, column: 'tenure', words: ['owner', 'rented'] },
      { type: 'words' as const, table: 'residents' as const, column: 'sex', words: ['female', 'male'] },
    ],
    expression: '',
  };
  t('filter cold', () => evaluateFilter(c, filter), 1);
  const f = evaluateFilter(c, filter);
  t('filter warm', () => evaluateFilter(c, filter));
  const [w, s, e, n] = bundle.bounds;
  let seed = 7;
  const rnd = () => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return seed / 0x7fffffff;
  };
  const polys = Array.from({ length: 50 }, () => {
    const cx = w + (e - w) * (0.3 + rnd() * 0.4),
      cy = s + (n - s) * (0.3 + rnd() * 0.4);
    const r = 0.08 + rnd() * 0.09;
    return Array.from(
      { length: 40 },
      (_, i) =>
        [
          cx + (e - w) * r * (0.7 + 0.3 * rnd()) * Math.cos((i / 40) * 2 * Math.PI),
          cy + (n - s) * r * (0.7 + 0.3 * rnd()) * Math.sin((i / 40) * 2 * Math.PI),
        ] as [number, number],
    );
  });
  let k = 0;
  t(
    'query.polygon',
    () => {
      const sel = evaluateSelection(c, [
        { combine: 'replace', shape: { type: 'polygon', rings: [polys[k++ % 50]] } },
      ]);
      const set = rowsInQuestion(sel, f, 'residents')!;
      const n = set.count();
      countPyramid(c, set);
      countTags(c.population.tags, set);
      return n;
    },
    50,
  );
  k = 0;
  t(
    'query full summary',
    () => {
      const sel = evaluateSelection(c, [
        { combine: 'replace', shape: { type: 'polygon', rings: [polys[k++ % 50]] } },
      ]);
      return summarise(c, sel, f).counts.residents;
    },
    50,
  );
  t('summary whole', () => summarise(c, { sets: null }, f).counts.residents);
  t('facets', () => facetsOf(c, { sets: null }, f).matching);
  t('perGrid', () => countPerGrid(c, f.passes.residents).length);
  let tag = 0;
  const tags = [...c.population.tags.keys()];
  t(
    'filter.tags+age (new)',
    () => {
      const fl = {
        ...filter,
        conditions: [
          {
            type: 'tags' as const,
            table: 'residents' as const,
            tags: [tags[tag++ % 12], tags[tag % 12]],
            match: 'any' as const,
          },
          { type: 'range' as const, table: 'residents' as const, column: 'age', min: tag, max: 80 },
        ],
      };
      const r = evaluateFilter(c, fl);
      r.passes.residents.count();
      return countPerGrid(c, r.passes.residents).length;
    },
    9,
  );
  t(
    'expr',
    () =>
      evaluateFilter(c, {
        ...filter,
        conditions: [],
        expression: `age >= ${tag++} and household.size = 1 and home.area > 30 and building.floors < 9 and grid.code starts with "WG"`,
      }).passes.residents.count(),
    5,
  );
  const mk = (zoom: number, frac: number, layers: any[]) =>
    t(`marks z${zoom}`, () => {
      const cx = (w + e) / 2,
        cy = (s + n) / 2,
        dx = ((e - w) * frac) / 2,
        dy = ((n - s) * frac) / 2;
      const ls = visibleMarks(
        c,
        {
          bounds: [cx - dx, cy - dy, cx + dx, cy + dy],
          zoom,
          layers,
          budget: 6000,
          colorBy: { residents: 'age' },
        },
        { filter: f, selection: { sets: null } },
      );
      return ls.reduce((a, l) => a + l.rows.length, 0);
    });
  const all = ['residents', 'homes', 'vehicles', 'devices', 'cameras', 'workers', 'facilities'];
  mk(12, 1, all);
  mk(15, 0.12, all);
  mk(17.5, 0.02, all);
  mk(18, 0.01, all);
  for (const q of ['wxy', '王秀英', '王', 'zhl', '13812', '8765', '苏E12', '人民路 301', 'D0001', 'rml', '1'])
    t('search ' + q, () => searchCommunity(c, q, 20).length, 3);
  console.log(searchCommunity(c, 'wxy', 3), searchCommunity(c, '王秀英', 2));
  t('gridInfos', () => gridInfos(c).length, 3);
  t('preview', () => previewAssign(c, [1, 2, 3], 1).length, 3);
  if (process.env['TURF']) {
    const pts: any = { type: 'FeatureCollection', features: [] };
    c.spots;
    for (let i = 0; i < 928400; i++)
      pts.features.push({
        type: 'Feature',
        properties: {},
        geometry: { type: 'Point', coordinates: [w + (e - w) * rnd(), s + (n - s) * rnd()] },
      });
    t(
      'turf',
      () =>
        pointsWithinPolygon(pts, {
          type: 'Feature',
          properties: {},
          geometry: { type: 'Polygon', coordinates: [[...polys[0], polys[0][0]]] },
        } as any).features.length,
      3,
    );
  }
}, 120000);
