/** The record table: scaled scrolling reaches every row, keys move within bounds, blocks are fetched once, files. */
import fc from 'fast-check';
import { createIntl } from 'react-intl';
import { describe, expect, test, vi } from 'vitest';
import model from '../../../../assets/locales/model.zh.json';
import twin from '../../../../assets/locales/twin.zh.json';
import { clampDrawer, drawerKey, SMALLEST_DRAWER } from '../../../../renderer/twin/drawer-size.ts';
import { moveInGrid } from '../../../../renderer/twin/grid-keys.ts';
import { BLOCK_ROWS, rowPages } from '../../../../renderer/twin/row-pages.ts';
import {
  boxHeight,
  furthest,
  HIGHEST_BOX,
  offsetOf,
  reveal,
  rowsAt,
  scrollTopOf,
} from '../../../../renderer/twin/scaled-scroll.ts';
import { exportRequest, fileName } from '../../../../renderer/twin/table-export.ts';
import { wordingOf } from '../../../../renderer/twin/wording.ts';
import { FAKE_ROWS, fakeEngine } from '../../../support/fake-engine.ts';

/** Milliseconds to wait for what happens at once on a machine with nothing else to do. */
const PATIENCE = 20_000;

const frames = fc.record({
  rows: fc.integer({ min: 0, max: 5_000_000 }),
  rowHeight: fc.constantFrom(28, 30, 32),
  view: fc.integer({ min: 60, max: 2000 }),
});

describe('scaled scrolling', () => {
  test('a million rows stay within the box, and the ends are reached', () => {
    const frame = { rows: FAKE_ROWS, rowHeight: 28, view: 240 };
    expect(boxHeight(frame)).toBe(HIGHEST_BOX);
    expect(rowsAt(offsetOf(0, frame), frame).from).toBe(0);
    expect(rowsAt(offsetOf(boxHeight(frame) - frame.view, frame), frame).to).toBe(FAKE_ROWS);
  });
  test('offset and scroll position belong together', () => {
    fc.assert(
      fc.property(frames, fc.double({ min: 0, max: 1, noNaN: true }), (frame, part) => {
        const offset = part * furthest(frame);
        expect(offsetOf(scrollTopOf(offset, frame), frame)).toBeCloseTo(offset, 2);
      }),
    );
  });
  test('a revealed row is wholly in view, and nothing moves when it was', () => {
    fc.assert(
      fc.property(
        frames,
        fc.double({ min: 0, max: 0.9999, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (frame, at, part) => {
          if (frame.rows === 0) return;
          const row = Math.floor(at * frame.rows);
          const offset = reveal(row, part * furthest(frame), frame);
          expect(row * frame.rowHeight).toBeGreaterThanOrEqual(offset - 1e-6);
          expect((row + 1) * frame.rowHeight).toBeLessThanOrEqual(offset + frame.view + 1e-6);
          expect(reveal(row, offset, frame)).toBe(offset);
        },
      ),
    );
  });
});

describe('keys', () => {
  const size = { rows: 50, columns: 4, page: 10, top: -1 };
  test.each([
    ['ArrowUp', false, { row: 0, column: 2 }, { row: -1, column: 2 }],
    ['ArrowDown', false, { row: 49, column: 2 }, { row: 49, column: 2 }],
    ['PageDown', false, { row: 45, column: 0 }, { row: 49, column: 0 }],
    ['PageUp', false, { row: 5, column: 0 }, { row: 0, column: 0 }],
    ['Home', false, { row: 5, column: 3 }, { row: 5, column: 0 }],
    ['Home', true, { row: 5, column: 3 }, { row: 0, column: 0 }],
    ['End', true, { row: 5, column: 0 }, { row: 49, column: 3 }],
  ])('%s (control %s)', (key, control, from, to) => {
    expect(moveInGrid(key, control, from, size)).toEqual(to);
  });
  test('other keys move nothing, and an empty table has only its heading', () => {
    expect(moveInGrid('a', false, { row: 0, column: 0 }, size)).toBeNull();
    expect(moveInGrid('ArrowDown', false, { row: -1, column: 0 }, { ...size, rows: 0 })).toEqual({
      row: -1,
      column: 0,
    });
  });
  test('the drawer keeps room for the map', () => {
    expect(clampDrawer(5000, 800)).toBeLessThan(800);
    expect(drawerKey('Home', 300, 800)).toBe(SMALLEST_DRAWER);
    expect(drawerKey('x', 300, 800)).toBeNull();
  });
});

describe('blocks of rows', () => {
  const request = {
    table: 'residents' as const,
    scope: 'all' as const,
    columns: ['name', 'sex'],
    sort: null,
  };
  test('are fetched once and tell when they are there', async () => {
    const engine = fakeEngine();
    const page = vi.spyOn(engine, 'page');
    const changed = vi.fn();
    const pages = rowPages(engine, request, changed);
    pages.want(0, 20);
    pages.want(0, 20);
    await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1), PATIENCE);
    expect(pages.total()).toBe(FAKE_ROWS);
    expect(pages.row(3)?.record).toBe(3);
    expect(pages.row(BLOCK_ROWS)).toBeUndefined();
    pages.want(BLOCK_ROWS - 1, BLOCK_ROWS + 1);
    await vi.waitFor(() => expect(pages.row(BLOCK_ROWS)?.record).toBe(BLOCK_ROWS), PATIENCE);
    expect(page).toHaveBeenCalledTimes(2);
  });
  test('say nothing after the end', async () => {
    const changed = vi.fn();
    let answer: () => void = () => undefined;
    const engine = fakeEngine();
    const page = engine.page;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const pages = rowPages({ page: (asked) => held.then(() => page(asked)) }, request, changed);
    pages.want(0, 1);
    pages.end();
    answer();
    await held;
    await Promise.resolve();
    expect(changed).not.toHaveBeenCalled();
    expect(pages.total()).toBeNull();
  });
  test('a failure is told and asked again', async () => {
    const engine = fakeEngine();
    const page = vi.fn(engine.page).mockRejectedValueOnce(new Error('gone'));
    const changed = vi.fn();
    const pages = rowPages({ page }, request, changed);
    pages.want(0, 1);
    await vi.waitFor(() => expect(pages.failed()).toBe(true), PATIENCE);
    pages.want(0, 1);
    await vi.waitFor(() => expect(pages.total()).toBe(FAKE_ROWS), PATIENCE);
    expect(pages.failed()).toBe(false);
  });
});

test('an export carries headings and words in the language, and leaves plain columns alone', () => {
  const intl = createIntl({ locale: 'zh-CN', messages: { ...model, ...twin } });
  const request = {
    table: 'residents' as const,
    scope: 'all' as const,
    columns: ['age', 'sex', 'tags', 'phone'],
    sort: null,
  };
  const { headings, words, title } = exportRequest(request, 'csv', wordingOf(intl));
  expect(title).toBe('人员');
  expect(headings).toEqual({ age: '年龄', sex: '性别', tags: '标签', phone: '电话' });
  expect(words['sex']).toEqual({ male: '男', female: '女' });
  expect(words['tags']).toMatchObject({ veteran: '退役军人', oldWiring: '线路老化' });
  expect(Object.keys(words)).toEqual(['sex', 'tags']);
});

describe('cells', () => {
  const wording = wordingOf(createIntl({ locale: 'zh-CN', messages: { ...model, ...twin } }));
  test.each([
    ['residents', 'lng', 1_206_243_000, '120.624300'],
    ['residents', 'tags', 'veteran,newborn', '退役军人、新生儿'],
    ['residents', 'sex', '', '–'],
    ['buildings', 'builtYear', 1996, '1996'],
    ['buildings', 'builtYear', 0, '–'],
    ['organisations', 'headcount', 12_345, '12\u202f345'],
    ['devices', 'installedDay', 19_000, '2022/01/08'],
    ['homes', 'floor', -1, '-1'],
  ] as const)('%s.%s %s reads %s', (table, column, value, text) => {
    expect(wording.value(table, column, value)).toBe(text);
  });
});

test('file names carry no character that file systems refuse', () => {
  expect(fileName('人员 / 选区:1', 'xlsx', new Date(2026, 4, 1))).toBe('人员-选区-1-20260501.xlsx');
});
