/**
 * Labels given by hand: the journal's records of them, what they come to when read in order, and the rows that carry them. A label holds on
 * to the id of a record, so that it outlives generations; what has no id cannot carry one. Rules are tag-rules.ts.
 */
import { Bitset } from '../columns/bitset.ts';
import type { CommunityBundle } from '../model/bundle.ts';
import type { Community } from '../query/community.ts';
import type { TagRule, TagSubject } from '../query/tag-rule.ts';
import { putSets, tagSetsOf } from '../query/tag-rules.ts';
import { rowsOfIds } from './record-ids.ts';
import type { TagAssigned } from './tag-assigned.ts';

/** What the ledger keeps of one: the place in the journal decides who has the last word. */
export type Assignment = Pick<TagAssigned, 'community' | 'tag' | 'table' | 'ids' | 'on'> & { seq: number };

/** Per table and label the ids with the last word on each. */
export type HandTags = Record<TagSubject, Map<string, Map<string, boolean>>>;

export const NO_HAND_TAGS: HandTags = { residents: new Map(), homes: new Map() };

/**
 * Which community the ids belong to: its name, which merges and imports of the same office keep. Another seed of a sample is another
 * community under the same name.
 */
export function communityKey({ name, source }: Pick<CommunityBundle, 'name' | 'source'>): string {
  return (source.seed ?? 1) > 1 ? `${name.zh} #${source.seed}` : name.zh;
}

/**
 * What the records come to for one community. The order of the list does not matter, nor does a record that is in it twice.
 * `gone`: the place in the journal where a label was removed; what was given before it went with it.
 */
export function replayAssignments(
  records: readonly Assignment[],
  community: string,
  gone: ReadonlyMap<string, number> = new Map(),
): HandTags {
  const hand: HandTags = { residents: new Map(), homes: new Map() };
  const ordered = [...records].sort((a, b) => a.seq - b.seq);
  for (const { seq, community: of, table, tag, ids, on } of ordered) {
    if (of !== community || seq < (gone.get(tag) ?? 0)) continue;
    const known = hand[table].get(tag) ?? new Map<string, boolean>();
    for (const id of ids) known.set(id, on);
    hand[table].set(tag, known);
  }
  return hand;
}

/** Ids that carry a label by hand and belong to no record any more: kept, and listed. By label. */
export type Orphans = ReadonlyMap<string, readonly string[]>;

/**
 * The community with its labels by hand, before any rule is worked out. A label that a rule gives is the rule's alone; a label made by hand that
 * nobody carries yet is known all the same, so that it can be asked for.
 */
export function putHandTags(
  community: Community,
  rules: readonly TagRule[],
  hand: HandTags,
): { community: Community; orphans: Orphans } {
  const orphans = new Map<string, string[]>();
  const ruled = new Set(rules.filter(({ kind }) => kind === 'rule').map(({ id }) => id));
  let next = community;
  for (const subject of ['residents', 'homes'] as const) {
    const table = community.tables[subject];
    const made = rules.filter((rule) => rule.subject === subject && rule.kind === 'manual');
    const named = [...hand[subject].keys()].filter((tag) => !ruled.has(tag));
    if (!table || named.length + made.length === 0) continue;
    const rowOf = rowsOfIds(
      table,
      new Set(named.flatMap((tag) => [...(hand[subject].get(tag)?.keys() ?? [])])),
    );
    const known = tagSetsOf(community, subject);
    const sets = new Map<string, Bitset>();
    for (const { id } of made) sets.set(id, known.get(id) ?? new Bitset(table.rows));
    for (const tag of named) {
      const set = known.get(tag)?.clone() ?? new Bitset(table.rows);
      hand[subject].get(tag)?.forEach((on, id) => {
        const row = rowOf.get(id);
        if (row === undefined) {
          if (on) orphans.set(tag, [...(orphans.get(tag) ?? []), id]);
        } else if (on) set.add(row);
        else set.remove(row);
      });
      sets.set(tag, set);
    }
    next = putSets(next, subject, sets);
  }
  return { community: next, orphans };
}
