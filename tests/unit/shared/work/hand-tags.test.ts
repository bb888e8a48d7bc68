import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCommunity } from '../../../../shared/query/community.ts';
import type { TagRule } from '../../../../shared/query/tag-rule.ts';
import { putTags, rulesInForce, tagSetsOf } from '../../../../shared/query/tag-rules.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';
import {
  type Assignment,
  communityKey,
  NO_HAND_TAGS,
  putHandTags,
  replayAssignments,
} from '../../../../shared/work/hand-tags.ts';
import { idAt, rowsOfIds } from '../../../../shared/work/record-ids.ts';

const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 4 });
const records: fc.Arbitrary<Assignment[]> = fc
  .array(
    fc.record({
      community: fc.constantFrom('here', 'there'),
      tag: fc.constantFrom('x', 'y'),
      table: fc.constantFrom('residents' as const, 'homes' as const),
      ids,
      on: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  .map((list) => list.map((each, i) => ({ ...each, seq: i + 1 })));

describe('labels by hand, read in order', () => {
  it('come to the same in any order and however often a record is read', () => {
    fc.assert(
      fc.property(records, fc.infiniteStream(fc.nat(1_000)), (list, keys) => {
        const again = [...list, ...list.slice(0, 3)].map((each) => ({ each, key: keys.next().value ?? 0 }));
        const shuffled = again.sort((a, b) => a.key - b.key).map(({ each }) => each);
        expect(replayAssignments(shuffled, 'here')).toEqual(replayAssignments(list, 'here'));
      }),
    );
  });

  it('are what a list of single commands would leave', () => {
    fc.assert(
      fc.property(records, (list) => {
        const hand = replayAssignments(list, 'here');
        for (const id of ['a', 'b', 'c', 'd', 'e']) {
          const mine = (each: Assignment) =>
            each.table === 'homes' && each.tag === 'x' && each.ids.includes(id);
          const last = list.filter((each) => each.community === 'here' && mine(each)).at(-1);
          expect(hand.homes.get('x')?.get(id)).toBe(last?.on);
        }
      }),
    );
  });

  it('are undone by the same ids the other way', () => {
    fc.assert(
      fc.property(records, ids, (list, changed) => {
        const before = replayAssignments(list, 'here').residents.get('x');
        // Those whom giving changes are those who did not have it.
        const fresh = changed.filter((id) => before?.get(id) !== true);
        if (fresh.length === 0) return;
        const step = { community: 'here', tag: 'x', table: 'residents' as const, ids: fresh };
        const after = replayAssignments(
          [...list, { ...step, on: true, seq: 90 }, { ...step, on: false, seq: 91 }],
          'here',
        ).residents.get('x');
        for (const id of ['a', 'b', 'c', 'd', 'e'])
          expect(after?.get(id) ?? false).toBe(before?.get(id) ?? false);
      }),
    );
  });

  it('go with their label, and not with those of one made later', () => {
    const list: Assignment[] = [
      { seq: 1, community: 'here', tag: 'x', table: 'homes', ids: ['a'], on: true },
      { seq: 5, community: 'here', tag: 'x', table: 'homes', ids: ['b'], on: true },
    ];
    const hand = replayAssignments(list, 'here', new Map([['x', 3]]));
    expect([...(hand.homes.get('x') ?? [])]).toEqual([['b', true]]);
  });
});

describe('in a community', () => {
  const bundle = generateSample('cun', 1);
  const community = openCommunity(bundle, { today: bundle.asOfDay });
  const manual: TagRule = {
    id: 'tag-1',
    name: { zh: '一', en: 'One' },
    colour: 'people',
    owner: '',
    kind: 'manual',
    subject: 'residents',
    expression: '',
  };
  const rules = rulesInForce([manual]);
  const { residents } = community.tables;
  const name = (row: number) => idAt(residents, row);
  const hand = (tag: string, given: Record<string, boolean>) => ({
    ...NO_HAND_TAGS,
    residents: new Map([[tag, new Map(Object.entries(given))]]),
  });

  it('finds rows by id', () => {
    const wanted = new Set([name(0), name(17), 'nobody']);
    expect([...rowsOfIds(residents, wanted)]).toEqual([
      [name(0), 0],
      [name(17), 17],
    ]);
    expect(rowsOfIds(residents, new Set()).size).toBe(0);
    expect(rowsOfIds(undefined, wanted).size).toBe(0);
  });

  it('knows a label that nobody carries yet', () => {
    const given = putHandTags(community, rules, NO_HAND_TAGS);
    expect(tagSetsOf(given.community, 'residents').get('tag-1')?.count()).toBe(0);
    expect(given.community.tables.residents?.columns['tags']).toMatchObject({ kind: 'tags' });
  });

  it('gives and takes, and lists whom it does not find', () => {
    const given = putHandTags(community, rules, hand('tag-1', { [name(3)]: true, gone: true, left: false }));
    expect(tagSetsOf(given.community, 'residents').get('tag-1')?.toRows()).toEqual(Uint32Array.of(3));
    expect([...given.orphans]).toEqual([['tag-1', ['gone']]]);
    // What was there before is not touched.
    expect(tagSetsOf(community, 'residents').has('tag-1')).toBe(false);
  });

  it('takes a label off that the register gives, and leaves those of rules alone', () => {
    const before = tagSetsOf(community, 'residents').get('partyMember');
    const row = before?.next(0) ?? -1;
    const taken = putHandTags(community, rules, hand('partyMember', { [name(row)]: false }));
    expect(tagSetsOf(taken.community, 'residents').get('partyMember')?.count()).toBe(
      (before?.count() ?? 0) - 1,
    );
    const ruled = putTags(
      putHandTags(community, rules, hand('disabled', { [name(0)]: true })).community,
      rules,
    );
    const alone = putTags(community, rules);
    expect(tagSetsOf(ruled, 'residents').get('disabled')?.toRows()).toEqual(
      tagSetsOf(alone, 'residents').get('disabled')?.toRows(),
    );
  });

  it('lets a rule ask for a label given by hand', () => {
    const asking: TagRule = { ...manual, id: 'tag-2', kind: 'rule', expression: 'tag:"tag-1"' };
    const given = putHandTags(community, [...rules, asking], hand('tag-1', { [name(5)]: true }));
    const done = putTags(given.community, [...rules, asking]);
    expect(tagSetsOf(done, 'residents').get('tag-2')?.toRows()).toEqual(Uint32Array.of(5));
  });
});

it('tells communities apart', () => {
  const named = { name: { zh: '云和', en: 'Yunhe' } };
  const key = (seed: number) => communityKey({ ...named, source: { kind: 'sample', sample: 'y', seed } });
  expect(key(1)).toBe('云和');
  expect(key(2)).not.toBe(key(1));
  // A merge into a sample makes an import of the same name.
  expect(communityKey({ ...named, source: { kind: 'import', files: ['a.csv'] } })).toBe(key(1));
});
