import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { marksAt } from '../../../../renderer/map/mark-hits.ts';
import { planMarks, Room, SYMBOL_ZOOM } from '../../../../renderer/map/mark-plan.ts';
import { createMapStore } from '../../../../renderer/map/store.ts';
import { symbolCell } from '../../../../renderer/map/symbols.ts';
import { outlineFeatures } from '../../../../renderer/map/tools/draft-source.ts';
import type { MarkLayer, MarkLayerId } from '../../../../renderer/worker/engine-api.ts';

/** Degrees are pixels here. */
const project = (x: number, y: number): [number, number] => [x, y];

function marks(layer: MarkLayerId, places: [number, number][], urgency?: number[]): MarkLayer {
  return {
    layer,
    level: 'record',
    positions: Float64Array.from(places.flatMap(([x, y]) => [x, y, 0])),
    rows: Uint32Array.from(places, (_, i) => 100 + i),
    counts: Uint32Array.from(places, () => 1),
    category: new Uint8Array(places.length).fill(255),
    categories: [],
    ...(urgency ? { urgency: Uint8Array.from(urgency) } : {}),
    total: places.length,
    selected: new Uint8Array(0),
  };
}
const place = fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 500 }));

describe('the plan of marks', () => {
  it('circles that were given room never overlap', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(place, fc.integer({ min: 1, max: 15 })), { maxLength: 120 }), (all) => {
        const room = new Room();
        const kept = all.filter(([[x, y], r]) => room.take(x, y, r));
        for (const [i, [[ax, ay], ar]] of kept.entries())
          for (const [[bx, by], br] of kept.slice(i + 1))
            expect(Math.hypot(ax - bx, ay - by)).toBeGreaterThanOrEqual(ar + br);
      }),
    );
  });
  it('shows no symbol below the zoom of symbols', () => {
    const layer = marks('devices', [
      [10, 10],
      [200, 200],
    ]);
    const small = (zoom: number) =>
      planMarks([layer], { zoom, project, reserved: [] })
        .get('devices')
        ?.map((mark) => mark.small);
    expect(small(SYMBOL_ZOOM - 0.1)).toEqual([true, true]);
    expect(small(SYMBOL_ZOOM)).toEqual([false, false]);
  });
  it('of two at one place the faulty one is drawn, at every zoom', () => {
    const layer = marks(
      'devices',
      [
        [50, 50],
        [51, 50],
      ],
      [0, 3],
    );
    for (const zoom of [15, 16, 17, 18, 19]) {
      const [first] = planMarks([layer], { zoom, project, reserved: [] }).get('devices') ?? [];
      expect(first.index).toBe(1);
    }
  });
  it('keeps off labels', () => {
    const plan = planMarks([marks('cameras', [[100, 100]])], { zoom: 16, project, reserved: [104, 100] });
    expect(plan.get('cameras')).toEqual([]);
  });
  it('leaves out nobody inside a building: people are a crowd', () => {
    const layer = marks(
      'residents',
      Array.from({ length: 30 }, () => [5, 5]),
    );
    expect(planMarks([layer], { zoom: 18, project, reserved: [] }).get('residents')).toHaveLength(30);
  });
});

describe('floors that are cut away', () => {
  it('take with them what stands there, in a crowd or alone', () => {
    for (const name of ['residents', 'devices'] as const) {
      const layer = marks(name, [
        [10, 10],
        [200, 200],
      ]);
      layer.positions[5] = 30;
      const rows = (ceiling?: number) =>
        planMarks([layer], { zoom: 18, project, reserved: [], ceiling })
          .get(name)
          ?.map(({ index }) => index);
      expect(rows(29)).toEqual([0]);
      expect(rows()).toEqual([0, 1]);
    }
  });
});

describe('marks under the pointer', () => {
  const { layers } = createMapStore().getState();
  const layer = marks('devices', [
    [50, 50],
    [50.5, 50],
    [300, 300],
  ]);
  const at = (zoom: number) => {
    const plan = planMarks([layer], { zoom, project, reserved: [] });
    return marksAt([layer], { project, layers, plan, zoom }, [50, 50]).map((hit) => hit.row);
  };
  it('near, those that made room are met too', () => expect(at(18)).toEqual([100, 101]));
  it('far, only what is drawn is met', () => expect(at(16)).toEqual([100]));
});

describe('symbols and outlines', () => {
  it('every form of a device has a cell of its own', () => {
    const cells = [
      symbolCell('devices', 3, 0),
      symbolCell('devices', 3, 0, { small: false, urgent: true }),
      symbolCell('devices', 3, 0, { small: true, urgent: false }),
      symbolCell('devices', 3, 0, { small: true, urgent: true }),
    ];
    expect(new Set(cells).size).toBe(4);
    // Without a known kind there is no pictogram.
    expect(symbolCell('devices', 255, 0)).toBe(cells[2]);
  });
  it('only drawn shapes have an outline', () => {
    const { features } = outlineFeatures([
      { type: 'box', bounds: [0, 0, 1, 1] },
      { type: 'members', table: 'grids', rows: [1] },
      { type: 'circle', center: [0, 0], radius: 10 },
    ]);
    expect(features).toHaveLength(2);
  });
});
