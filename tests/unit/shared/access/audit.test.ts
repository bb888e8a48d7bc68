import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type AuditEntry,
  AuditEventSchema,
  type AuditHead,
  auditEvent,
  NO_HEAD,
  nextEntry,
  verifyChain,
} from '../../../../shared/access/audit.ts';
import { auditCsv, auditJsonLines, parseAuditLines } from '../../../../shared/access/audit-export.ts';

const BY = { by: 'p-0123456789abcdef', role: 'gridManager' as const };
const LENGTH = 12;
let chain: AuditEntry[];

async function chainOf(length: number, from: AuditHead = NO_HEAD): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  let head = from;
  for (let n = 0; n < length; n++) {
    const event = auditEvent('export', { count: n, purpose: 'visit', detail: { format: 'xlsx' } });
    const entry = await nextEntry(head, event, { at: 1000 + n, ...BY });
    entries.push(entry);
    head = entry;
  }
  return entries;
}

beforeAll(async () => {
  chain = await chainOf(LENGTH);
});

describe('the audit chain', () => {
  it('is whole as written, from the start or from a head, and against its anchor', async () => {
    expect(await verifyChain([])).toBeNull();
    expect(await verifyChain(chain)).toBeNull();
    expect(await verifyChain(chain.slice(5), { from: chain[4] })).toBeNull();
    expect(await verifyChain(chain, { anchor: chain[7] })).toBeNull();
  });

  it('shows the first break wherever it is made, whatever was changed', async () => {
    const changes: Partial<AuditEntry>[] = [
      { count: 999 },
      { by: 'p-ffffffffffffffff' },
      { at: 5 },
      { kind: 'person.revealed' },
      { reason: 'emergency' },
      { grid: 'G9' },
      { detail: {} },
      { role: null },
    ];
    for (let at = 0; at < LENGTH; at++) {
      for (const change of changes) {
        const broken = chain.with(at, { ...chain[at], ...change });
        expect(await verifyChain(broken)).toEqual({ n: at + 1, fault: 'content' });
      }
      const rehashed = await nextEntry({ n: at, hash: chain[at].prev }, auditEvent('export'), {
        at: 1,
        ...BY,
      });
      const found = await verifyChain(chain.with(at, rehashed), { anchor: chain[LENGTH - 1] });
      expect(found).toEqual({ n: Math.min(at + 2, LENGTH), fault: 'link' });
    }
  });

  it('shows entries that are missing, doubled, swapped or cut off', async () => {
    for (let at = 0; at < LENGTH - 1; at++) {
      expect(await verifyChain(chain.toSpliced(at, 1))).toEqual({ n: at + 1, fault: 'number' });
      const swapped = chain.toSpliced(at, 2, chain[at + 1], chain[at]);
      expect(await verifyChain(swapped)).toEqual({ n: at + 1, fault: 'number' });
    }
    expect(await verifyChain(chain.slice(0, 9), { anchor: chain[11] })).toEqual({ n: 10, fault: 'end' });
    expect(await verifyChain([...chain, chain[11]])).toMatchObject({ fault: 'number' });
  });

  it('shows one that was made anew from the start', async () => {
    const anew: AuditEntry[] = [];
    let head: AuditHead = NO_HEAD;
    for (const { count } of chain) {
      const entry = await nextEntry(head, auditEvent('export', { count }), { at: 1, ...BY });
      anew.push(entry);
      head = entry;
    }
    expect(await verifyChain(anew)).toBeNull();
    expect(await verifyChain(anew, { anchor: chain[8] })).toEqual({ n: 9, fault: 'link' });
  });
});

describe('an audit event', () => {
  const bad = (more: object) => v.safeParse(AuditEventSchema, { ...auditEvent('export'), ...more }).success;

  it('takes codes and counts, never what people write', () => {
    expect(bad({ detail: { format: 'xlsx', rows: 3, file: 'a'.repeat(64) } })).toBe(true);
    for (const more of [
      { detail: { name: '朱丽华' } },
      { detail: { 'search for': 'x' } },
      { subject: '320502194001011234 朱' },
      { grid: '平江网格' },
      { note: '朱丽华' },
      { reason: 'curiosity' },
      { count: -1 },
      { extra: 1 },
    ]) {
      expect(bad(more)).toBe(false);
    }
  });

  it('refuses what looks like an id number or a phone', async () => {
    const entry = (detail: Record<string, string | number>) =>
      nextEntry(NO_HEAD, auditEvent('search.personal', { detail }), { at: 1, ...BY });
    for (const value of ['32050219400101123X', '320502400101123', 'tel:13812345678', 13_812_345_678]) {
      await expect(entry({ value })).rejects.toMatchObject({ code: 'audit-personal' });
    }
    expect(await entry({ value: '320508001001', file: '1'.repeat(64) })).toMatchObject({ n: 1 });
    // Made at random, an id has eleven figures in a row now and then.
    expect(await entry({ person: 'p-a13912345678bcd0', plan: 'p-mx13912345678' })).toMatchObject({ n: 1 });
  });
});

describe('the audit log as files', () => {
  it('as JSON lines reads back to the same chain', async () => {
    const back = parseAuditLines(auditJsonLines(chain));
    expect(back).toEqual(chain);
    expect(await verifyChain(back)).toBeNull();
    expect(() => parseAuditLines('{}')).toThrow();
  });

  it('as CSV names people, defuses formulas and keeps the hash', () => {
    const csv = auditCsv(chain, () => '=HYPERLINK("x"),朱');
    const lines = csv.split('\r\n');
    expect(lines).toHaveLength(LENGTH + 2);
    expect(lines[1]).toContain(`"'=HYPERLINK(""x""),朱"`);
    expect(lines[1]).toContain('1970-01-01T00:00:01.000Z');
    expect(lines.at(-2)).toContain(chain[11].hash);
  });
});
