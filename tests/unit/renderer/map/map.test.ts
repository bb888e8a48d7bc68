import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEVICE_PATHS } from '../../../../assets/icons/devices.ts';
import { alertPins, MOST_FLASHING } from '../../../../renderer/map/alert-clusters.ts';
import { styleChanges } from '../../../../renderer/map/apply-style.ts';
import { keepApart, spacingOf } from '../../../../renderer/map/declutter.ts';
import { FeatureStates } from '../../../../renderer/map/feature-states.ts';
import { FIRST_LOOK } from '../../../../renderer/map/look.ts';
import { ALARM_COLOURS, mixColours, PALETTES } from '../../../../renderer/map/palette.ts';
import { metresPerPixel, scaleBar } from '../../../../renderer/map/scale.ts';
import { createMapStore } from '../../../../renderer/map/store.ts';
import { mapStyle } from '../../../../renderer/map/style.ts';
import { tintsOf } from '../../../../renderer/map/tint.ts';
import type { Alert, AlertLevel } from '../../../../shared/cases/alert.ts';
import { WORDS } from '../../../../shared/model/words.ts';

const alert = (id: string, level: AlertLevel, acknowledged = false): Alert => ({
  id,
  device: 'd',
  kind: 'smoke',
  level,
  lng: 120,
  lat: 31,
  place: '',
  building: 0,
  active: true,
  acknowledged,
  acknowledgedBy: '',
  raisedAt: 1,
  lastAt: 1,
  clearedAt: 0,
  acknowledgedAt: 0,
  repeats: 0,
  value: 0,
  demo: true,
});

describe('alert pins', () => {
  const placed = fc.array(
    fc.record({
      level: fc.constantFrom<AlertLevel>(1, 2, 3, 4),
      acknowledged: fc.boolean(),
      active: fc.boolean(),
      x: fc.integer({ min: 0, max: 400 }),
      y: fc.integer({ min: 0, max: 400 }),
    }),
    { maxLength: 60 },
  );
  it('what is put aside asks for nobody and stands behind all that is not', () => {
    const at = (id: string, level: AlertLevel, shelved: boolean) => ({
      ...{ alert: alert(id, level, false), x: 0, y: 0, shelved },
    });
    const [pin] = alertPins([at('a', 2, true), at('b', 3, false)]);
    expect(pin).toMatchObject({ key: 'b', level: 3, shelved: false, unacknowledged: true });
    const [aside] = alertPins([at('a', 2, true)]);
    expect([aside.shelved, aside.unacknowledged, aside.flashing]).toEqual([true, false, false]);
  });

  it('no alert is lost, each pin shows its worst, at most three flash', () => {
    fc.assert(
      fc.property(placed, (list) => {
        const pins = alertPins(
          list.map((p, i) => ({
            alert: { ...alert(`a${i}`, p.level, p.acknowledged), active: p.active },
            x: p.x,
            y: p.y,
          })),
        );
        expect(pins.reduce((n, pin) => n + pin.alerts.length, 0)).toBe(list.length);
        for (const pin of pins) {
          expect(pin.level).toBe(Math.min(...pin.alerts.map((a) => a.level)));
          expect(pin.unacknowledged).toBe(pin.alerts.some((a) => !a.acknowledged));
          expect(pin.cleared).toBe(pin.alerts.every((a) => !a.active));
          if (pin.flashing) expect(pin.unacknowledged && !pin.cleared).toBe(true);
        }
        const waiting = pins.filter((pin) => pin.unacknowledged && !pin.cleared).length;
        expect(pins.filter((pin) => pin.flashing)).toHaveLength(Math.min(MOST_FLASHING, waiting));
      }),
      { numRuns: 200 },
    );
  });
});

describe('style', () => {
  it('every look has the same layers in the same order, and unique ids', () => {
    const ids = (look: Partial<typeof FIRST_LOOK>) =>
      mapStyle({ ...FIRST_LOOK, ...look }).layers.map((l) => l.id);
    const dark = ids({});
    expect(new Set(dark).size).toBe(dark.length);
    expect(
      ids({ theme: 'light', flat: true, floor: 3, seeThrough: true, dimmed: true, byGrid: true }),
    ).toEqual(dark);
  });
  it('a changed floor changes the heights and nothing else', () => {
    const changes = styleChanges(mapStyle(FIRST_LOOK).layers, mapStyle({ ...FIRST_LOOK, floor: 4 }).layers);
    expect(new Set(changes.map((c) => c.property))).toEqual(new Set(['fill-extrusion-height']));
    expect(styleChanges(mapStyle(FIRST_LOOK).layers, mapStyle({ ...FIRST_LOOK }).layers)).toEqual([]);
  });
  it('asks for no glyphs and no foreign address', () => {
    const style = mapStyle(FIRST_LOOK);
    expect(style.glyphs).toBeUndefined();
    expect(JSON.stringify(style)).not.toMatch(/https?:/);
  });
  it('no layer uses an alarm colour', () => {
    const alarms = Object.values(ALARM_COLOURS).map((c) => c.fill.toLowerCase());
    for (const theme of ['dark', 'light'] as const) {
      const text = JSON.stringify([mapStyle({ ...FIRST_LOOK, theme }), PALETTES[theme]]).toLowerCase();
      for (const alarm of alarms) expect(text).not.toContain(alarm);
    }
  });
});

describe('feature states', () => {
  it('sets only what changed', () => {
    const calls: string[] = [];
    const states = new FeatureStates({
      setFeatureState: (f: { id: number }, s: object) => void calls.push(`+${f.id}${JSON.stringify(s)}`),
      removeFeatureState: (f: { id: number }, k: string) => void calls.push(`-${f.id}${k}`),
    } as unknown as ConstructorParameters<typeof FeatureStates>[0]);
    states.select([1, 2]);
    calls.length = 0;
    states.select([2, 3]);
    expect(calls).toEqual(['-1selected', '+3{"selected":true}']);
    calls.length = 0;
    states.stage(new Map([[5, 1]]));
    states.stage(new Map([[5, 2]]));
    states.stage(new Map());
    expect(calls).toEqual(['+5{"grid":1}', '+5{"grid":2}', '-5grid']);
  });
});

describe('small arithmetic', () => {
  it('kept numbers never overlap and the largest is always kept', () => {
    const point = fc.tuple(
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 1, max: 99 }),
    );
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 80 }), (points) => {
        const screen = Float32Array.from(points.flatMap(([x, y]) => [x, y]));
        const weight = points.map(([, , w]) => w);
        const kept = keepApart(screen, weight, { width: 40, height: 24, most: 50 });
        expect(weight[kept[0]]).toBe(Math.max(...weight));
        for (const i of kept)
          for (const j of kept)
            if (i !== j)
              expect(
                Math.abs(screen[2 * i] - screen[2 * j]) >= 40 ||
                  Math.abs(screen[2 * i + 1] - screen[2 * j + 1]) >= 24,
              ).toBe(true);
      }),
    );
  });
  it('numbers keep off reserved places', () => {
    expect(
      keepApart(Float32Array.from([100, 100]), [1], { width: 40, height: 24, most: 5, reserved: [110, 105] }),
    ).toEqual([]);
  });
  it('tints run from the lowest to the highest value', () => {
    expect([
      ...tintsOf(
        new Map([
          [1, 10],
          [2, 20],
          [3, 15],
        ]),
      ),
    ]).toEqual([
      [1, 0],
      [2, 1],
      [3, 0.5],
    ]);
    expect([...tintsOf(new Map([[7, 4]]))]).toEqual([[7, 0.5]]);
  });
  it('the scale bar is round and fits', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.02, max: 5000, noNaN: true }), (perPixel) => {
        const bar = scaleBar(perPixel, 96);
        expect(bar.pixels).toBeLessThanOrEqual(96.0001);
        expect(bar.pixels).toBeGreaterThan(96 / 2.6);
        expect(['1', '2', '5']).toContain(bar.metres.toExponential()[0]);
      }),
    );
    expect(metresPerPixel(0, 0)).toBeCloseTo(78_271.5, 0);
  });
  it('colours mix between their ends', () => {
    expect(mixColours('#000000', '#ffffff', 0.5)).toBe('#808080');
  });
  it('every device kind has a pictogram of its own', () => {
    expect(Object.keys(DEVICE_PATHS).sort()).toEqual([...WORDS.deviceKind].sort());
    expect(new Set(Object.values(DEVICE_PATHS)).size).toBe(13);
  });
  it('a store changes one layer and leaves the others', () => {
    const store = createMapStore({ theme: 'light' });
    const before = store.getState().layers;
    store.getState().setLayer('homes', { visible: true, colorBy: 'tenure' });
    const after = store.getState().layers;
    expect(after.homes).toEqual({ visible: true, opacity: 1, colorBy: 'tenure' });
    expect(after.residents).toBe(before.residents);
    store.getState().refresh();
    expect(store.getState().version).toBe(2);
  });
});

describe('crowding', () => {
  it('is the distance to the nearest other place, within reach', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -200, max: 800 }), fc.integer({ min: -200, max: 600 })), {
          maxLength: 60,
        }),
        (places) => {
          const spacing = spacingOf(Float32Array.from(places.flat()), 16);
          places.forEach(([x, y], i) => {
            const others = places.filter((_, j) => j !== i).map(([ox, oy]) => Math.hypot(ox - x, oy - y));
            expect(spacing[i]).toBeCloseTo(Math.min(16, ...others), 4);
          });
        },
      ),
    );
  });

  it('what is behind the camera crowds nobody', () => {
    expect([...spacingOf(Float32Array.from([Number.NaN, Number.NaN, 5, 5]), 16)]).toEqual([16, 16]);
  });
});
