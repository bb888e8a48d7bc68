/**
 * Whom a case is given to: the worker on duty of the grid that holds the place on that day's plan, else the one who stands in, else the duty of
 * the community. Pure; plan and roster are handed in. Always names somebody: a case is never left because a list is empty.
 */

import type { Case } from './case.ts';
import type { Assignee, CasePlace } from './case-command.ts';
import { type OnDuty, onDutyAt, type Post, type Roster } from './roster.ts';

/** A grid as the effective plan of the day has it. */
export interface GridThere {
  code: string;
  community: string;
}

export interface DispatchWorld {
  /** Milliseconds since the epoch. */
  now: number;
  roster: Roster;
  /** The grid that holds a place on the plan in force today; null: none does. */
  gridOf(place: CasePlace): GridThere | null;
  /** How many tasks a worker has in hand. */
  busy(worker: string): number;
}

/** Why it was this one; shown as `cases.dispatch.<how>`. */
export const DISPATCH_WAYS = ['grid', 'standIn', 'communityDuty', 'desk'] as const;

export interface Choice {
  assignee: Assignee;
  how: (typeof DISPATCH_WAYS)[number];
  /** Code of the grid; ''. */
  grid: string;
}

/** The desk itself, when a community has no duty post: it is told and decides. */
export const DESK: Assignee = { kind: 'communityDuty', id: 'desk' };

/** Whoever gave the case back does not get it again by itself, unless he was only busy. */
function declined({ tasks }: Pick<Case, 'tasks'>): ReadonlySet<string> {
  return new Set(
    tasks
      .filter(({ state, reason }) => state === 'returned' && reason !== 'busy')
      .map(({ assignee }) => assignee.id),
  );
}

export function chooseAssignee(file: Pick<Case, 'place' | 'tasks'>, world: DispatchWorld): Choice {
  const { roster } = world;
  const there = world.gridOf(file.place);
  const refused = declined(file);
  const atPosts = (posts: readonly Post[]) =>
    leastBusy(
      posts.flatMap(({ id }) => onDutyAt(roster, id, world.now)).filter(({ worker }) => !refused.has(worker)),
      world,
    );
  if (there) {
    const own = roster.posts.filter(({ kind, grid }) => kind === 'grid' && grid === there.code);
    for (const rank of ['a', 'b'] as const) {
      const found = atPosts(own.filter((post) => post.rank === rank));
      if (found) {
        return {
          assignee: { kind: 'worker', id: found.worker },
          how: rank === 'a' ? 'grid' : 'standIn',
          grid: there.code,
        };
      }
    }
  }
  const grid = there?.code ?? '';
  const posts = roster.posts.filter(({ kind }) => kind === 'communityDuty');
  // A place in no grid says nothing about whose it is, unless there is one community alone.
  const community =
    there?.community ?? (new Set(posts.map((post) => post.community)).size === 1 ? posts[0].community : null);
  const duty = posts.filter((post) => post.community === community);
  const found = atPosts(duty);
  if (found) return { assignee: { kind: 'communityDuty', id: found.worker }, how: 'communityDuty', grid };
  return { assignee: DESK, how: 'desk', grid };
}

/** Fewest tasks in hand, then the shift that began last; ids break ties, so that every machine chooses the same. */
function leastBusy(there: readonly OnDuty[], { busy }: DispatchWorld): OnDuty | undefined {
  return [...there].sort(
    (a, b) => busy(a.worker) - busy(b.worker) || b.from - a.from || (a.worker < b.worker ? -1 : 1),
  )[0];
}
