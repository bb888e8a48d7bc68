/** The default sample through the whole engine: order, places, tags and rules agree with each other. */
import { describe, expect, it } from 'vitest';
import { summarise } from '../../../../shared/query/aggregate.ts';
import { openCommunity, placeOf, rowCount } from '../../../../shared/query/community.ts';
import { evaluateFilter } from '../../../../shared/query/filter.ts';
import { planCounts } from '../../../../shared/query/plan-statistics.ts';
import { searchCommunity } from '../../../../shared/query/search.ts';
import { type LngLat, NO_FILTER } from '../../../../shared/query/selection.ts';
import { evaluateSelection } from '../../../../shared/query/shapes.ts';
import { visibleMarks } from '../../../../shared/query/visible.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';
import { cell, tagsOf } from './row-by-row.ts';

const bundle = generateSample('y', 1);
const y = openCommunity(bundle, { today: bundle.asOfDay });
const nothing = { sets: null };

describe('sample y', () => {
  it('is held whole by its bounds, and split by a line without loss', () => {
    const [west, south, east, north] = bundle.bounds;
    const middle = (west + east) / 2;
    const count = (ring: LngLat[]) =>
      evaluateSelection(y, [
        { combine: 'replace', shape: { type: 'polygon', rings: [ring] } },
      ]).sets!.residents.count();
    const box = (w: number, e: number): LngLat[] => [
      [w, south],
      [e, south],
      [e, north],
      [w, north],
    ];
    let placed = 0;
    let onLine = 0;
    for (let row = 0; row < rowCount(y, 'residents'); row++) {
      const place = placeOf(y, 'residents', row);
      if (!place) continue;
      placed++;
      if (place[0] === Math.round(middle * 1e7)) onLine++;
    }
    expect(placed).toBeGreaterThan(7000);
    const all = count(
      box(west - 0.1, east + 0.1).map(([x, v]) => [x, v === south ? south - 0.1 : north + 0.1]),
    );
    expect(all).toBe(placed);
    expect(count(box(west, middle)) + count(box(middle, east)) - onLine).toBe(count(box(west, east)));
  });

  it('has the tag living alone 60+ exactly where the rule holds', () => {
    const rule = evaluateFilter(y, { ...NO_FILTER, expression: 'age >= 60 and household.size = 1' });
    const tagged = evaluateFilter(y, { ...NO_FILTER, expression: 'tag:livingAlone60' });
    expect(tagged.passes.residents.count()).toBeGreaterThan(20);
    expect([...tagged.passes.residents.toRows()]).toEqual([...rule.passes.residents.toRows()]);
  });

  it('counts the same residents by summary, grids and cells of the registers', () => {
    const filter = evaluateFilter(y, NO_FILTER);
    const summary = summarise(y, nothing, filter);
    let present = 0;
    let disabled = 0;
    for (let row = 0; row < rowCount(y, 'residents'); row++) {
      if (cell(y, 'residents', 'presence', row) === 'away') continue;
      present++;
      if (tagsOf(y, 'residents', row).includes('disabled')) disabled++;
    }
    expect(summary.counts.residents).toBe(present);
    expect(summary.tags.find((tag) => tag.word === 'disabled')?.count).toBe(disabled);
    const inGrids = planCounts(y).grids.reduce((sum, grid) => sum + grid.residents, 0);
    expect(inGrids).toBeLessThanOrEqual(present);
    expect(inGrids).toBeGreaterThan(present * 0.8);
  });

  it('finds people by initials and draws within the budget at every zoom', () => {
    const name = String(cell(y, 'residents', 'name', 100));
    expect(searchCommunity(y, name, 50).some((hit) => hit.table === 'residents' && hit.title === name)).toBe(
      true,
    );
    for (let zoom = 10; zoom < 21; zoom += 0.5) {
      const layers = visibleMarks(
        y,
        {
          bounds: bundle.bounds,
          zoom,
          layers: ['residents', 'homes', 'vehicles', 'devices', 'cameras'],
          budget: 3000,
          colorBy: { residents: 'tags' },
        },
        { filter: evaluateFilter(y, NO_FILTER), selection: nothing },
      );
      expect(layers.reduce((sum, layer) => sum + layer.rows.length, 0)).toBeLessThanOrEqual(3000);
    }
  });
});
