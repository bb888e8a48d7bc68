import { describe, expect, it } from 'vitest';
import {
  deliveryCounts,
  isPlainWords,
  type NoticeMade,
  replayNotices,
} from '../../../../shared/work/notice.ts';

const made: NoticeMade & { seq: number; at: number } = {
  kind: 'notice.made',
  id: 'n-abc123',
  generation: 'g1',
  community: '云和',
  table: 'residents',
  tag: 'disabled',
  title: '残疾',
  purpose: 'visit',
  words: '',
  ids: ['r1', 'r2', 'r3'],
  count: 4,
  by: '',
  seq: 1,
  at: 10,
};
const delivered = (
  seq: number,
  ids: string[],
  state: 'delivered' | 'failed' | 'pending',
  notice = made.id,
) => ({
  kind: 'notice.delivered' as const,
  notice,
  ids,
  state,
  by: 'p-1',
  seq,
  at: seq * 10,
});

describe('notice lists, read in order', () => {
  it('keep the last word on everybody', () => {
    const records = [
      delivered(3, ['r1'], 'failed'),
      made,
      delivered(2, ['r1', 'r2'], 'delivered'),
      delivered(4, ['r2'], 'pending'),
    ];
    const [notice] = replayNotices([...records, ...records]);
    expect(notice.deliveries.get('r1')).toEqual({ state: 'failed', at: 30, by: 'p-1' });
    // One on the list has no id and stays to do.
    expect(deliveryCounts(notice)).toEqual({ delivered: 0, failed: 1, pending: 3 });
  });

  it('take no notice of who is not on the list, nor of a list that is not there', () => {
    const [notice, ...others] = replayNotices([
      made,
      delivered(2, ['stranger'], 'delivered'),
      delivered(3, ['r1'], 'delivered', 'n-nothere'),
    ]);
    expect(others).toEqual([]);
    expect(notice.deliveries.size).toBe(0);
  });
});

it('keeps numbers of people out of the open journal', () => {
  expect(isPlainWords('冬季用气安全 12月5日前')).toBe(true);
  expect(isPlainWords('')).toBe(true);
  for (const text of ['13800138000', '身份证 320101', 'a'.repeat(81), 'two\nlines'])
    expect(isPlainWords(text), text).toBe(false);
});
