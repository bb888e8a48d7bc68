import * as v from 'valibot';
import { expect, it } from 'vitest';
import { wallViewOf } from '../../../../../renderer/app/wall/send-view.ts';
import { createMapStore } from '../../../../../renderer/map/store.ts';
import { WallViewSchema } from '../../../../../shared/host/wall-view.ts';

const community = {
  generation: 'g1',
  bounds: [120.6, 31.3, 120.64, 31.32] as [number, number, number, number],
};

it('takes of the desk what a wall may show, and no more', () => {
  const map = createMapStore({
    gridMeasure: 'residents',
    gridCounts: new Map([
      [0, 1],
      [1, 233],
    ]),
    hover: { table: 'residents', row: 4 },
    selected: new Uint32Array([3]),
  });
  const view = wallViewOf(map.getState(), community);
  expect(v.parse(WallViewSchema, view)).toEqual(view);
  expect(Object.keys(view.marks)).toEqual(['devices', 'cameras', 'facilities', 'organisations', 'places']);
  expect(view.measure).toEqual({
    layer: 'residents',
    grids: [
      [0, 0],
      [1, 235],
    ],
  });
});

it('refuses a view beside the community', () => {
  const map = createMapStore();
  const camera = { ...map.getState().camera, lng: 121.9 };
  map.getState().set({ camera });
  expect(() => wallViewOf(map.getState(), community)).toThrow(
    expect.objectContaining({ code: 'wall-outside' }),
  );
});
