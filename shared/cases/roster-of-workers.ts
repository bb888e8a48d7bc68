/**
 * A duty roster made of the register's workers, for a site that has not written one: each grid's worker A and stand-in B by the shift that the
 * register names, every day, and the community's workers as its duty. Pure; a roster that somebody wrote stands in its place.
 */
import type { Directory } from '../host/contract.ts';
import type { Post, Roster } from './roster.ts';

const DAY = 'day';
const NIGHT = 'night';
const WHOLE = 'whole';
const SHIFTS: Roster['shifts'] = [
  { id: DAY, from: 8 * 60, until: 20 * 60 },
  { id: NIGHT, from: 20 * 60, until: 8 * 60 },
  { id: WHOLE, from: 0, until: 0 },
];
const WEEK = [0, 1, 2, 3, 4, 5, 6] as const;

export function rosterOfWorkers({
  workers = [],
  community = '',
}: Pick<Directory, 'workers' | 'community'>): Roster {
  const posts = new Map<string, Post>();
  const weekly: Roster['weekly'] = [];
  for (const { id, role, grid, post, shift } of workers) {
    const ofGrid = role === 'gridWorker' && grid !== '';
    if (!ofGrid && role !== 'communityWorker') continue;
    const rank = post === 'b' ? 'b' : 'a';
    const place: Post = ofGrid
      ? { id: `grid:${grid}:${rank}`, kind: 'grid', grid, community, rank }
      : { id: 'duty', kind: 'communityDuty', grid: '', community, rank: 'a' };
    posts.set(place.id, place);
    // Community duty is there day and night; a worker without a shift is called at any time.
    const own = ofGrid && (shift === DAY || shift === NIGHT) ? shift : WHOLE;
    for (const weekday of WEEK) weekly.push({ post: place.id, shift: own, worker: id, weekday });
  }
  return { posts: [...posts.values()], shifts: [...SHIFTS], weekly, days: [], swaps: [] };
}
