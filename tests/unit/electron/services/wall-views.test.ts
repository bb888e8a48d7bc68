import { expect, it } from 'vitest';
import { WallViews } from '../../../../electron/services/wall-views.ts';
import type { WallState } from '../../../../shared/host/wall-view.ts';
import { smallWallView } from '../../../support/host-fixtures.ts';

function walls() {
  let now = 1_000;
  const told: WallState[] = [];
  const views = new WallViews({
    now: () => now,
    events: { emit: (_, payload) => void told.push(payload as WallState) },
  });
  return {
    views,
    told,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

it('keeps the last view for walls that open later, and says who shows it', () => {
  const { views, told, pass } = walls();
  expect(views.send(smallWallView(), '张三')).toMatchObject({ walls: 0, showing: 0 });
  pass(60_000);
  const { sent } = views.attend('w-1', 0, false);
  expect(sent).toMatchObject({ id: 1, by: '张三', at: 1_000 });
  expect(views.attend('w-1', 1, false)).toMatchObject({ walls: 1, showing: 1 });
  const before = told.length;
  views.attend('w-1', 1, false);
  expect(told).toHaveLength(before);
  expect(views.send(smallWallView(), '李四')).toMatchObject({ sent: { id: 2 }, showing: 0 });
  expect(views.send(null, '')).toMatchObject({ sent: null, walls: 1, showing: 0 });
});

it('a wall that leaves or falls silent is not counted', () => {
  const { views, pass } = walls();
  views.attend('w-1', 0, false);
  views.attend('w-2', 0, false);
  expect(views.attend('w-2', 0, true)).toMatchObject({ walls: 1 });
  pass(20_000);
  expect(views.state()).toMatchObject({ walls: 1 });
  pass(20_000);
  expect(views.state()).toMatchObject({ walls: 0 });
});

it('a page that makes up walls fills no memory', () => {
  const { views } = walls();
  for (let i = 0; i < 500; i++) views.attend(`w-${i}`, 0, false);
  expect(views.state().walls).toBeLessThanOrEqual(64);
});
