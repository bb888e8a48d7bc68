import { describe, expect, it } from 'vitest';
import { interruptions } from '../../../../shared/feeds/feed-health.ts';
import type { Feed } from '../../../../shared/feeds/feed-status.ts';

const NOW = 1_000_000;
const feed = (id: string, more: Partial<Feed>): Feed => ({
  ...{
    id,
    name: id,
    type: 'mqtt',
    running: true,
    demo: false,
    lastHeard: NOW,
    state: 'running',
    why: '',
    since: 1,
  },
  ...{ received: 0, applied: 0, duplicate: 0, stale: 0, quarantined: 0, waiting: 0, rate: 0 },
  ...more,
});
const told = (...feeds: Feed[]) => interruptions(feeds, NOW).map(({ feed: { id }, since }) => [id, since]);

describe('feeds that say nothing', () => {
  it('one that speaks does not hide another that is silent', () => {
    expect(
      told(feed('well', {}), feed('gone', { state: 'interrupted', why: 'unreachable', lastHeard: 500 })),
    ).toEqual([['gone', 500]]);
    expect(
      told(
        feed('a', { why: 'silent', lastHeard: 700 }),
        feed('b', { state: 'failed', lastHeard: 0, since: 600 }),
      ),
    ).toEqual([
      ['b', 600],
      ['a', 700],
    ]);
  });

  it('what was stopped, has ended or only connects is none; what never connects is', () => {
    expect(
      told(feed('a', { state: 'stopped', lastHeard: 1 }), feed('b', { state: 'ended', lastHeard: 1 })),
    ).toEqual([]);
    expect(told(feed('a', { state: 'connecting', since: NOW - 5_000 }))).toEqual([]);
    expect(told(feed('a', { state: 'connecting', since: NOW - 31_000, lastHeard: 0 }))).toEqual([
      ['a', NOW - 31_000],
    ]);
  });

  it('the simulator speaks all the time, another is asked now and then', () => {
    expect(told(feed('poll', { type: 'poll', lastHeard: 1 }))).toEqual([]);
    expect(told(feed('sim', { type: 'simulator', lastHeard: NOW - 31_000 }))).toEqual([
      ['sim', NOW - 31_000],
    ]);
    expect(told(feed('sim', { type: 'simulator', lastHeard: NOW - 29_000 }))).toEqual([]);
  });
});
