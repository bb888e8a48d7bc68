import { WebMercatorViewport } from '@deck.gl/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Box,
  compassPoint,
  type Eye,
  edgeAlerts,
  edgeArrows,
  freeBox,
  seenAt,
} from '../../../../renderer/map/edge-arrows.ts';
import type { AlertLevel, PinnedAlert } from '../../../../shared/cases/alert.ts';

const EYE: Eye = {
  lng: 120.62,
  lat: 31.31,
  zoom: 16,
  bearing: 0,
  pitch: 0,
  fov: 36.87,
  width: 1000,
  height: 700,
};
const ROOM: Box = { left: 0, top: 0, right: 1000, bottom: 700 };
const alert = (id: string, level: AlertLevel, change: Partial<PinnedAlert> = {}): PinnedAlert => ({
  ...{
    id,
    device: id,
    level,
    lng: 120.62,
    lat: 31.31,
    place: '',
    active: true,
    acknowledged: false,
    raisedAt: 1,
  },
  ...change,
});
const to = (id: string, level: AlertLevel, lng: number, lat: number, eye = EYE) => ({
  alert: alert(id, level, { lng, lat }),
  seen: seenAt(eye, lng, lat),
});

describe('where a place is on the screen', () => {
  it('as the map draws it, for every turn and tilt of the camera', () => {
    const degrees = (most: number) => fc.double({ min: -most, max: most, noNaN: true });
    fc.assert(
      fc.property(
        fc.record({
          zoom: fc.double({ min: 13, max: 19, noNaN: true }),
          bearing: degrees(180),
          pitch: fc.double({ min: 0, max: 70, noNaN: true }),
        }),
        degrees(0.004),
        degrees(0.004),
        fc.integer({ min: 0, max: 120 }),
        (turn, east, north, height) => {
          const eye = { ...EYE, ...turn };
          const seen = seenAt(eye, eye.lng + east, eye.lat + north, height);
          if (seen.behind) return;
          const { width, height: high, lng, lat, fov } = eye;
          const viewport = new WebMercatorViewport({
            ...turn,
            ...{ width, height: high, longitude: lng, latitude: lat, fovy: fov },
          });
          const [x, y] = viewport.project([lng + east, lat + north, height]);
          // Heights are drawn to the scale of the middle there, of their own place here.
          const near = Math.max(1, Math.hypot(x - 500, y - 350) / 100);
          expect(Math.abs(seen.x - x)).toBeLessThan(near);
          expect(Math.abs(seen.y - y)).toBeLessThan(near);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('behind a tilted camera it lies below, never above', () => {
    const seen = seenAt({ ...EYE, zoom: 17, pitch: 70 }, EYE.lng + 0.001, EYE.lat - 0.05);
    expect(seen.behind).toBe(true);
    expect(seen.y).toBeGreaterThan(EYE.height);
    expect(seen.x).toBeGreaterThan(EYE.width / 2);
  });
});

describe('arrows at the edge', () => {
  it('point there, and what is in sight has none', () => {
    const arrows = edgeArrows(
      [
        to('east', 1, 120.72, 31.31),
        to('north', 2, 120.62, 31.41),
        to('here', 1, 120.62, 31.31),
        to('south', 2, 120.62, 31.21, { ...EYE, pitch: 60, zoom: 17 }),
      ],
      ROOM,
      [],
    );
    expect(arrows.map(({ key, angle }) => [key, Math.round(angle) % 360])).toEqual([
      ['east', 90],
      ['north', 0],
      ['south', 180],
    ]);
    expect(arrows[0]).toMatchObject({ x: 956, y: 350, level: 1 });
  });

  it('stand in what panels leave free, and what a panel hides has one', () => {
    const panel = { left: 600, top: 10, right: 990, bottom: 690 };
    expect(freeBox(ROOM, [panel])).toEqual({ ...ROOM, right: 600 });
    const hidden = { alert: alert('a', 1), seen: { x: 800, y: 350, behind: false } };
    expect(edgeArrows([hidden], ROOM, [])).toEqual([]);
    const [arrow] = edgeArrows([hidden], ROOM, [panel]);
    expect(arrow).toMatchObject({ x: 556, y: 350 });
    const controls = { left: 940, top: 500, right: 990, bottom: 690 };
    const corner = { alert: alert('b', 1), seen: { x: 2000, y: 1400, behind: false } };
    const [out] = edgeArrows([corner], ROOM, [controls]);
    expect(out.x + 44 <= 940 || out.y + 24 <= 500).toBe(true);
    // A room that is covered altogether is used as it is.
    expect(freeBox(ROOM, [{ left: -5, top: -5, right: 1005, bottom: 705 }])).toEqual(ROOM);
  });

  it('none of those out of sight is lost, the worst leads, and no two stand on one another', () => {
    const place = fc.record({
      level: fc.constantFrom<AlertLevel>(1, 2),
      x: fc.integer({ min: -3000, max: 4000 }),
      y: fc.integer({ min: -3000, max: 4000 }),
    });
    fc.assert(
      fc.property(fc.array(place, { maxLength: 80 }), (places) => {
        const sought = places.map(({ level, x, y }, i) => ({
          alert: alert(`a${i}`, level),
          seen: { x, y, behind: false },
        }));
        const out = places.filter(({ x, y }) => x < 0 || x > 1000 || y < 0 || y > 700).length;
        const arrows = edgeArrows(sought, ROOM, []);
        expect(arrows.reduce((sum, { alerts }) => sum + alerts.length, 0)).toBe(out);
        arrows.forEach((arrow, i) => {
          expect(arrow.level).toBe(Math.min(...arrow.alerts.map(({ level }) => level)));
          expect(arrow.x > 43 && arrow.x < 957 && arrow.y > 23 && arrow.y < 677).toBe(true);
          for (const other of arrows.slice(i + 1))
            expect(Math.abs(other.x - arrow.x) >= 88 || Math.abs(other.y - arrow.y) >= 48).toBe(true);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('are for levels I and II that want somebody', () => {
    const shelf = { alert: 'x', reason: 'works', from: 0, until: 100, by: 'b' } as const;
    const all = [
      alert('one', 1),
      alert('three', 3),
      alert('over', 2, { active: false, acknowledged: true }),
      alert('unseen', 2, { active: false }),
      alert('nowhere', 1, { lng: Number.NaN }),
    ];
    expect(edgeAlerts(all, new Map(), 50).map(({ id }) => id)).toEqual(['one', 'unseen']);
    expect(edgeAlerts([alert('x', 2)], new Map([['x', shelf]]), 50)).toEqual([]);
  });

  it('the compass names the way', () => {
    expect(compassPoint(120, 31, 120.1, 31)).toBe('e');
    expect(compassPoint(120, 31, 119.9, 30.914)).toBe('sw');
  });
});
