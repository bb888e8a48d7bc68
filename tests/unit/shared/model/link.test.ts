/** Linking on made-up towns: each method with its confidence, what stays open with its reason, and what accepting changes. */
import { describe, expect, test } from 'vitest';
import { textAt } from '../../../../shared/columns/cell.ts';
import {
  type DictColumn,
  NONE,
  type NumberColumn,
  type TextColumn,
} from '../../../../shared/columns/column.ts';
import { TableBuilder } from '../../../../shared/columns/table-builder.ts';
import { editDistance } from '../../../../shared/model/edit-distance.ts';
import { readSources, sourceOf } from '../../../../shared/model/field-sources.ts';
import { withLinks } from '../../../../shared/model/link-accept.ts';
import { AddressFinder } from '../../../../shared/model/link-address.ts';
import { PlaceFinder } from '../../../../shared/model/link-place.ts';
import { LinkDesk } from '../../../../shared/model/link-work.ts';
import { generateWithTruth } from '../../../../shared/sample/sample.ts';

function town() {
  const compounds = new TableBuilder('compounds');
  compounds.add({ id: 'C', name: '幸福小区' });
  const buildings = new TableBuilder('buildings');
  buildings.add({
    id: 'B0',
    name: '3号楼',
    address: '朝晖路12号',
    compound: 0,
    lng: 500,
    lat: 500,
    height: 9,
  });
  buildings.add({
    id: 'B1',
    name: '4号楼',
    address: '幸福小区4幢',
    compound: 0,
    lng: 5500,
    lat: 500,
    height: 9,
  });
  buildings.add({ id: 'B2', address: '赵家村15号', lng: 20_000, lat: 500, height: 3 });
  const entrances = new TableBuilder('entrances');
  for (const building of [0, 1])
    for (const label of ['1单元', '2单元']) entrances.add({ building, label, lng: 0, lat: 0 });
  const homes = new TableBuilder('homes');
  for (const building of [0, 1])
    for (const unit of [0, 1])
      for (const door of [`101`, `${unit + 2}02`])
        homes.add({
          id: `H${building}${unit}${door}`,
          building,
          entrance: building * 2 + unit,
          floor: 1,
          door,
        });
  homes.add({ id: 'HV', building: 2, door: '' });
  return {
    compounds: compounds.finish(),
    buildings: buildings.finish(),
    entrances: entrances.finish(),
    homes: homes.finish(),
  };
}

describe('addresses', () => {
  const tables = town();
  const finder = new AddressFinder(tables);
  const id = (home: number) => (home === NONE ? '' : textAt(tables.homes.columns['id'] as TextColumn, home));
  test.each([
    ['朝晖路十二号1单元101', 'H00101', 95],
    ['朝晖路12号2单元三〇二室', 'H01302', 95],
    ['幸福小区3幢1单元101室', 'H00101', 95],
    ['朝晖路12号302', 'H01302', 85],
    ['幸福小区四号楼202', 'H10202', 85],
    ['赵家村十五号', 'HV', 80],
  ])('%s is %s at %d per cent', (text, home, percent) => {
    const found = finder.home(text);
    expect([id(found.home), found.percent]).toEqual([home, percent]);
  });
  test.each([
    ['', 'no-address'],
    ['不详', 'unreadable'],
    ['朝晖路99号101', 'unknown-building'],
    ['朝晖路12号', 'no-door'],
    ['朝晖路12号1单元909', 'unknown-door'],
    ['朝晖路12号101', 'ambiguous'],
  ])('%s stays open: %s', (text, reason) =>
    expect(finder.home(text)).toMatchObject({ home: NONE, percent: 0, reason }),
  );
  test('a remark makes it less sure', () => expect(finder.home('赵家村15号后排搭建房').percent).toBe(65));
});

test('nearest is trusted less the further it is, and nothing beyond the limit', () => {
  const places = new PlaceFinder(town().buildings);
  const at = (metres: number) => places.find(500, 500 + Math.round(metres / 0.0111), 50);
  expect(at(0)?.percent).toBe(50);
  expect(at(25)?.percent).toBeLessThan(40);
  expect(at(60)).toBeNull();
});

test('edit distance', () => {
  expect(editDistance('幸福小区', '新福小区', 2)).toBe(1);
  expect(editDistance('abc', 'abc', 2)).toBe(0);
  expect(editDistance('abcd', 'x', 2)).toBe(3);
});

describe('work items of sample y', () => {
  const { bundle } = generateWithTruth('y', 1);
  const desk = new LinkDesk(bundle.tables, bundle.plan.gridOfBuilding);
  const work = desk.work('residents');

  test('every unlinked resident is one item, and rates add up', () => {
    expect(work.items).toHaveLength(work.total.rows - work.total.linked);
    expect(work.grids.reduce((sum, { rows }) => sum + rows, 0)).toBe(work.total.rows);
    expect(work.total.linked / work.total.rows).toBeCloseTo(0.9, 2);
    for (const { row, best } of work.items.slice(0, 50)) {
      const found = desk.suggestions('residents', row);
      expect(found.length).toBeLessThanOrEqual(3);
      expect(found[0]?.percent ?? 0).toBe(best);
    }
  });

  test('what can be read after all raises the rate; order, links and plan hold', () => {
    const links = work.items
      .filter(({ reason }) => reason === 'readable')
      .map(({ row }) => ({
        row,
        to: desk.suggestions('residents', row)[0].to,
        method: 'address' as const,
        percent: 95,
      }));
    expect(links.length).toBeGreaterThan(50);
    const after = withLinks(bundle, 'residents', links, '2026-11-30');
    const again = new LinkDesk(after.tables, after.plan.gridOfBuilding).work('residents');
    expect(again.total.linked).toBe(work.total.linked + links.length);
    const homesIn = ({ tables }: typeof bundle) =>
      (tables.residents?.columns['home'] as NumberColumn | undefined)?.values ?? [];
    const home = homesIn(after);
    for (let row = 1; row < home.length; row++) expect(home[row]).toBeGreaterThanOrEqual(home[row - 1]);
    expect(Array.from(homesIn(bundle)).filter((value) => value === NONE).length).toBe(work.items.length);
    const sources = after.tables.residents?.columns['sources'] as DictColumn;
    const homeFrom = Array.from(sources.codes, (code) => sourceOf(readSources(sources.words[code]), 'home'));
    expect(homeFrom.filter((stamp) => stamp === '关联 2026-11-30')).toHaveLength(links.length);
  });
});
