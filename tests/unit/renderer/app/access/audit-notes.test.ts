import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as notes from '../../../../../renderer/app/access/audit-notes.ts';
import { lock, setSeat, signIn } from '../../../../../renderer/app/access/seat.ts';
import type { DataEngine } from '../../../../../renderer/worker/engine-api.ts';
import { AUDIT_KINDS, type AuditEvent, checkEvent } from '../../../../../shared/access/audit.ts';
import type { Host } from '../../../../../shared/host/contract.ts';

const STATUS = { state: 'open', coreOpen: true, id: 'v', keys: { core: 'c1', pii: 'p1' } };
const PERSON = { id: 'p-1', name: '陈管理', role: 'administrator', grids: [], expiresAt: null };

let written: (AuditEvent & { session: string | null })[];
let calls: string[];

function madeHost(): Host {
  const answers: Record<string, unknown> = {
    'vault.status': STATUS,
    'vault.core': { keys: [], disclosure: 'AAAA' },
    'vault.keys': { keys: [], seal: [] },
    'people.switch': { session: { token: 'mine', person: PERSON } },
  };
  return {
    async call(method: string, args: { session?: string; events?: AuditEvent[] }) {
      calls.push(method);
      if (method === 'audit.append')
        for (const event of args.events ?? []) written.push({ ...event, session: args.session ?? null });
      return answers[method] ?? null;
    },
    on: () => () => {},
    onConnection: () => () => {},
  } as unknown as Host;
}

beforeEach(async () => {
  vi.useFakeTimers();
  written = [];
  calls = [];
  const engine = {
    holdCoreKeys: async () => {},
    holdDisclosure: async () => {},
    takeDesk: async () => 'open',
  };
  await setSeat(madeHost(), engine as unknown as DataEngine);
  await signIn({ by: 'pin', secret: '', person: 'p-1', pin: '2580' });
});
afterEach(() => {
  notes.flushNotes();
  vi.useRealTimers();
});

/** Every action of NOTED with how it is done. */
const DONE: Record<keyof typeof notes.NOTED, () => unknown> = {
  reveal: () => notes.noteReveal('residents/R1', 'visit'),
  search: () => notes.noteSearch(3),
  export: () =>
    notes.noteExport({ count: 9, format: 'csv', table: 'residents', personal: 2, purpose: 'visit' }),
  notice: () => notes.noteNotice(4, 'notice', 'aged80', 'csv'),
  import: () => notes.noteImport(72),
  undoImport: () => notes.noteUndoImport(),
  labels: () => notes.noteLabels('homes', 3),
  links: () => notes.noteLinks('residents', 5),
  fix: () => notes.noteFix('trim', 6),
  stroke: () => notes.noteStroke(7, 'G01'),
  tag: () => notes.noteTag('tag-1', 'save'),
  save: () => notes.noteSave(100),
  restore: () => notes.noteRestore('file'),
  planBegun: () => notes.notePlanBegun('p-abc123'),
  planSubmitted: () => notes.notePlanState('p-abc123', 'submitted'),
  planApproved: () => notes.notePlanState('p-abc123', 'approved'),
  planStated: () => notes.notePlanState('p-abc123', 'walked'),
};

describe('what is written down', () => {
  test.each(Object.entries(notes.NOTED))(
    '%s leaves an entry of kind %s by who is here',
    async (action, kind) => {
      await DONE[action as keyof typeof DONE]();
      notes.flushNotes();
      await vi.advanceTimersByTimeAsync(0);
      expect(written).toHaveLength(1);
      expect(written[0]).toMatchObject({ kind, session: 'mine' });
      expect(AUDIT_KINDS).toContain(kind);
      checkEvent(written[0]);
    },
  );

  test('a search that is typed letter by letter is one entry, with the most hits it had and no text', async () => {
    for (const people of [24, 8, 2]) {
      notes.noteSearch(people);
      await vi.advanceTimersByTimeAsync(300);
    }
    // Cleared in a hurry: it is written all the same.
    notes.noteSearch(0);
    await vi.advanceTimersByTimeAsync(1_600);
    expect(written).toHaveLength(1);
    expect(written[0]).toMatchObject({ kind: 'search.personal', count: 24, detail: {} });
    notes.noteSearch(1);
    await vi.advanceTimersByTimeAsync(1_600);
    expect(written).toHaveLength(2);
  });

  test('strokes of a while are one entry', async () => {
    for (let i = 0; i < 5; i++) {
      notes.noteStroke(2, 'G01');
      await vi.advanceTimersByTimeAsync(500);
    }
    await vi.advanceTimersByTimeAsync(10_000);
    expect(written).toHaveLength(1);
    expect(written[0]).toMatchObject({
      kind: 'plan.changed',
      count: 10,
      grid: 'G01',
      detail: { strokes: 5 },
    });
    notes.noteStroke(1, 'G01');
    notes.noteStroke(1, 'G02');
    notes.flushNotes();
    await vi.advanceTimersByTimeAsync(0);
    expect(written[1]).toMatchObject({ count: 2, grid: '' });
  });

  test('what waits is written in the name of who leaves', async () => {
    notes.noteStroke(1, 'G01');
    notes.noteSearch(2);
    await lock();
    expect(written.map(({ kind, session }) => `${kind} ${session}`)).toEqual([
      'search.personal mine',
      'plan.changed mine',
    ]);
    expect(calls.indexOf('audit.append')).toBeLessThan(calls.indexOf('vault.lock'));
  });
});
