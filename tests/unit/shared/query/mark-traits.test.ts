import { describe, expect, it } from 'vitest';
import { WORDS } from '../../../../shared/model/words.ts';
import { kindsOf, NO_KIND, urgencyOf } from '../../../../shared/query/mark-traits.ts';

const community = {
  tables: {
    devices: {
      rows: 4,
      columns: {
        kind: {
          kind: 'dict',
          words: ['', 'smoke', 'homemade', 'door'],
          codes: Uint8Array.from([1, 3, 2, 0]),
        },
        health: { kind: 'dict', words: ['', 'fault', 'ok', 'silent'], codes: Uint8Array.from([1, 2, 3, 0]) },
      },
    },
  },
} as unknown as Parameters<typeof kindsOf>[0];

describe('traits of marks', () => {
  it('kinds are places in the closed vocabulary, whatever the order of the dictionary', () => {
    const kinds: readonly string[] = WORDS.deviceKind;
    expect([...(kindsOf(community, 'devices', [0, 1, 2, 3]) ?? [])]).toEqual([
      kinds.indexOf('smoke'),
      kinds.indexOf('door'),
      NO_KIND,
      NO_KIND,
    ]);
  });
  it('urgency rises from calm to faulty; unknown is calm', () => {
    expect([...(urgencyOf(community, 'devices', [0, 1, 2, 3]) ?? [])]).toEqual([3, 0, 2, 0]);
  });
  it('a layer without kinds or health has none', () => {
    expect(kindsOf(community, 'workers', [0])).toBeNull();
    expect(urgencyOf(community, 'cameras', [0])).toBeNull();
  });
});
