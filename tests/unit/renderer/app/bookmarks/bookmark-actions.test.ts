import { expect, it } from 'vitest';
import { moved, withLayers } from '../../../../../renderer/app/bookmarks/bookmark-actions.ts';
import { createMapStore } from '../../../../../renderer/map/store.ts';
import type { Bookmark } from '../../../../../shared/host/bookmark.ts';

const bookmark = (id: string, order: number): Bookmark => ({
  ...{ id: `b-${id}`, name: id, order },
  ...{ camera: null, layers: null, question: null },
});
const orders = (list: Bookmark[], id: string, by: -1 | 1) =>
  moved(list, `b-${id}`, by).map((body) =>
    body.kind === 'bookmark.saved' ? [body.bookmark.name, body.bookmark.order] : [],
  );

it('exchanges a bookmark with its neighbour, and nothing beyond the ends', () => {
  const list = [bookmark('a', 1), bookmark('b', 2), bookmark('c', 3)];
  expect(orders(list, 'b', -1)).toEqual([
    ['a', 2],
    ['b', 1],
  ]);
  expect(orders(list, 'a', -1)).toEqual([]);
  expect(orders(list, 'c', 1)).toEqual([]);
  expect(orders(list, 'nobody', 1)).toEqual([]);
});

it('gives every one a place of its own where two windows gave the same', () => {
  const list = [bookmark('a', 1), bookmark('b', 1), bookmark('c', 1)];
  expect(orders(list, 'c', -1)).toEqual([
    ['b', 3],
    ['c', 2],
  ]);
});

it('layers come back as they were; one that was not kept stays', () => {
  const now = createMapStore().getState();
  const mark = { visible: false, opacity: 0.5, colorBy: 'sex' };
  const saved = {
    marks: { residents: mark, strange: mark },
    base: { grids: { visible: false, opacity: 1 } },
  };
  const { layers, base } = withLayers(now, saved);
  expect(layers.residents).toEqual(mark);
  expect(layers.devices).toEqual(now.layers.devices);
  expect(Object.keys(layers)).toEqual(Object.keys(now.layers));
  expect(base.grids.visible).toBe(false);
  expect(base.labels).toEqual(now.base.labels);
});
