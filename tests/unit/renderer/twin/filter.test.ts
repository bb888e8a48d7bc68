/** Filter edits, the omnibox's groups, completions and the pyramid: the pure parts of the panels. */
import { describe, expect, test } from 'vitest';
import { completions } from '../../../../renderer/app/expression-input.ts';
import { expressionLanguage } from '../../../../renderer/app/expression-language.ts';
import { barsOfAges } from '../../../../renderer/twin/AgeHistogram.tsx';
import { groupFields, groupLinks } from '../../../../renderer/twin/dossier-groups.ts';
import { facetRows } from '../../../../renderer/twin/FacetList.tsx';
import {
  agesOf,
  clearFilter,
  dropCondition,
  isOpen,
  setAges,
  setTagMatch,
  tagsOf,
  toggleTag,
  toggleWord,
  wordsOf,
} from '../../../../renderer/twin/filter-edit.ts';
import {
  groupsFor,
  matchCommands,
  parsePoint,
  withRecent,
} from '../../../../renderer/twin/omnibox-results.ts';
import { bandYears, pyramidShape } from '../../../../renderer/twin/pyramid-shape.ts';
import { NO_FILTER } from '../../../../shared/query/selection.ts';
import { fakeEngine, fakeSummary } from '../../../support/fake-engine.ts';

describe('filter edits', () => {
  test('a word that is toggled twice leaves nothing behind', () => {
    const once = toggleWord(NO_FILTER, 'residents', 'sex', 'male');
    expect(wordsOf(once, 'residents', 'sex')).toEqual(['male']);
    expect(toggleWord(once, 'residents', 'sex', 'male')).toEqual(NO_FILTER);
  });
  test('one condition per control, in the order they came', () => {
    const filter = toggleWord(
      toggleTag(toggleWord(NO_FILTER, 'residents', 'sex', 'male'), 'residents', 'veteran'),
      'residents',
      'sex',
      'female',
    );
    expect(filter.conditions.map((condition) => condition.type)).toEqual(['words', 'tags']);
  });
  test('all ages are no condition, and the ends may come in either order', () => {
    expect(agesOf(setAges(NO_FILTER, 80, 60))).toEqual([60, 80]);
    expect(setAges(setAges(NO_FILTER, 60, 80), 0, 120)).toEqual(NO_FILTER);
  });
  test('any or all is kept while tags change, and means nothing without tags', () => {
    expect(setTagMatch(NO_FILTER, 'homes', 'all')).toBe(NO_FILTER);
    const filter = toggleTag(
      setTagMatch(toggleTag(NO_FILTER, 'homes', 'oldWiring'), 'homes', 'all'),
      'homes',
      'gasCylinder',
    );
    expect(tagsOf(filter, 'homes')).toMatchObject({ match: 'all', tags: ['oldWiring', 'gasCylinder'] });
  });
  test('clearing keeps the base', () => {
    const filter = { ...setAges(NO_FILTER, 60, 120), base: 'floating' as const };
    expect(clearFilter(filter)).toEqual({ base: 'floating', conditions: [], expression: '' });
    expect(isOpen(dropCondition(filter, 'range:residents.age'))).toBe(true);
  });
  test('what is chosen stays listed where nothing matches', () => {
    expect(
      facetRows(
        [
          { word: 'a', count: 0 },
          { word: 'b', count: 2 },
        ],
        ['c'],
      ),
    ).toEqual([
      { word: 'b', count: 2 },
      { word: 'c', count: 0 },
    ]);
  });
  test('ages over 100 share the last bar', () => {
    const ages = new Uint32Array(121).fill(1);
    const bars = barsOfAges(ages);
    expect(bars).toHaveLength(101);
    expect(bars[100]).toBe(21);
  });
});

describe('omnibox', () => {
  const commands = [
    { id: 'theme', titleId: 'theme', run: () => undefined },
    { id: 'language', titleId: 'language', run: () => undefined },
  ];
  test('places before people before commands', async () => {
    const hits = await fakeEngine().search('wx', 10);
    const matched = matchCommands('theme', commands, (command) => command.titleId);
    expect(matched).toHaveLength(1);
    const groups = groupsFor('wx', hits, matched, ['old']);
    expect(groups.map((group) => group.id)).toEqual(['places', 'people', 'vehicles', 'devices', 'commands']);
    expect(groupsFor('>the', hits, matched, []).map((group) => group.id)).toEqual(['commands']);
    expect(groupsFor('', [], [], ['old']).map((group) => group.id)).toEqual(['recent']);
  });
  test.each([
    ['120.62, 31.31', [120.62, 31.31]],
    ['31.31，120.62', [120.62, 31.31]],
    ['120.62', null],
    ['1999, 31', null],
  ])('%s as coordinates', (text, point) => {
    expect(parsePoint(text)).toEqual(point);
  });
  test('recent texts come once, newest first, commands never', () => {
    expect(withRecent(['a', 'b'], ' b ')).toEqual(['b', 'a']);
    expect(withRecent(['a'], '>theme')).toEqual(['a']);
  });
});

describe('expression field', () => {
  const language = expressionLanguage('zh-CN', { 'word.tenure.rented': '出租', 'word.tenure.owner': '自住' });
  test('offers fields in the window language, found by either name', () => {
    expect(completions('年', 1, language.fields).map((offer) => offer.insert)).toContain('年龄');
    expect(completions('ag', 2, language.fields).map((offer) => offer.insert)).toContain('年龄');
    expect(completions('', 0, language.fields)).toEqual([]);
  });
  test('offers the words of a compared field', () => {
    const text = 'home.tenure = "出';
    expect(completions(text, text.length, language.fields)).toEqual([
      { insert: '"出租"', from: text.length - 2, to: text.length, field: expect.any(String) },
    ]);
  });
  test('tells where a mistake is, and reads shown words as codes', () => {
    const mistake = language.check('年龄 >= 60 且 xyz = 1');
    expect('年龄 >= 60 且 xyz = 1'.slice(mistake?.start, mistake?.end)).toBe('xyz');
    expect(language.check('年龄 >= 60')).toBeNull();
    expect(language.canonical('户.产权 = "出租"')).toBe('home.tenure = "rented"');
  });
});

describe('pyramid', () => {
  test('the longest bar of either fills its side, and shares are compared', () => {
    const { pyramid } = fakeSummary(1000, 0, 'all');
    const shape = pyramidShape(pyramid, pyramid);
    expect(Math.max(...shape.male, ...shape.female)).toBe(1);
    expect(shape.male).toEqual(shape.wholeMale);
    const empty = { male: new Uint32Array(21), female: new Uint32Array(21), unknown: 0 };
    expect(pyramidShape(empty, empty).male.every((width) => width === 0)).toBe(true);
  });
  test('the last band is open', () => {
    expect(bandYears(0)).toEqual({ from: 0, to: 4 });
    expect(bandYears(20)).toEqual({ from: 100, to: null });
  });
});

describe('record pages', () => {
  test('show every own field once and leave links and tags to their places', async () => {
    const dossier = await fakeEngine().dossier('residents', 3);
    const columns = groupFields(dossier).flatMap((group) => group.fields.map((field) => field.column));
    expect(new Set(columns).size).toBe(columns.length);
    expect(columns).toEqual(expect.arrayContaining(['name', 'education', 'lng']));
    expect(columns).not.toContain('home');
  });
  test('list people first', async () => {
    const { links } = await fakeEngine().dossier('residents', 3);
    expect(groupLinks(links).map((group) => group.table)).toEqual([
      'residents',
      'contacts',
      'homes',
      'vehicles',
      'devices',
    ]);
  });
});
