/**
 * The audit chain: who did what, when, why, to how many and in which grid; never a personal value. Each entry carries the SHA-256 of its
 * canonical JSON with the hash of the one before, so that a changed, missing or moved entry is found. A break is shown, never mended.
 */
import * as v from 'valibot';
import { canonicalJson } from '../host/canonical-json.ts';
import { AccessError } from './access-error.ts';
import { PurposeSchema, ReasonSchema } from './break-glass.ts';
import { toHex } from './byte-text.ts';
import { sha256 } from './key-box.ts';
import { RoleSchema } from './roles.ts';
import { SealedSchema } from './sealed.ts';

/** Shown as `access.audit.<kind>`. */
export const AUDIT_KINDS = [
  'vault.created',
  'vault.unlocked',
  'vault.refused',
  'vault.locked',
  'keys.changed',
  'people.changed',
  'person.switched',
  'person.revealed',
  'glass.broken',
  'search.personal',
  'export',
  'notice.list',
  'record.edited',
  'tag.changed',
  'file.saved',
  'file.restored',
  'plan.changed',
  'plan.submitted',
  'plan.approved',
  'case.command',
  'camera.viewed',
  'data.imported',
  'numbers.disclosed',
  'numbers.forgotten',
  'desk.configured',
] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

/** Codes, file hashes, counts: words of ours, not what people write. */
const Code = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._:/-]{0,80}$/));
const Count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));

/** What a caller says; the host adds who, when and the chain. */
export const AuditEventSchema = v.strictObject({
  kind: v.picklist(AUDIT_KINDS),
  /** HMAC tag of the person it is about; '' for none. */
  subject: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{0,22}$/)),
  reason: v.nullable(ReasonSchema),
  purpose: v.nullable(PurposeSchema),
  /** How many records. */
  count: Count,
  /** Code of the grid; '' for none or several. */
  grid: v.pipe(v.string(), v.regex(/^[A-Za-z0-9._:-]{0,40}$/)),
  /** Small facts in codes: `{format: 'xlsx'}`. */
  detail: v.record(v.pipe(v.string(), v.regex(/^[a-z][A-Za-z]{0,23}$/)), v.union([Code, Count, v.boolean()])),
  /** A note in a person's own words: only sealed. */
  note: v.nullable(SealedSchema),
});
export type AuditEvent = v.InferOutput<typeof AuditEventSchema>;

export const HashSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

export const AuditEntrySchema = v.strictObject({
  ...AuditEventSchema.entries,
  /** From 1, without holes. */
  n: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Milliseconds since the epoch by the host's clock. */
  at: v.pipe(v.number(), v.integer()),
  /** Id of the person at the desk; '' when nobody was. Names are in the people file, not here. */
  by: v.pipe(v.string(), v.regex(/^(p-[0-9a-f]{16})?$/)),
  role: v.nullable(RoleSchema),
  /** Hash of the entry before; AUDIT_START for the first. */
  prev: HashSchema,
  hash: HashSchema,
});
export type AuditEntry = v.InferOutput<typeof AuditEntrySchema>;

export const AUDIT_START = '0'.repeat(64);

/** Where the chain stands. */
export interface AuditHead {
  n: number;
  hash: string;
}
export const NO_HEAD: AuditHead = { n: 0, hash: AUDIT_START };

/** An event with nothing but its kind, to spread over. */
export function auditEvent(kind: AuditKind, more: Partial<AuditEvent> = {}): AuditEvent {
  return {
    kind,
    subject: '',
    reason: null,
    purpose: null,
    count: 0,
    grid: '',
    detail: {},
    note: null,
    ...more,
  };
}

/** A mobile number, or an id number of 15 or 18 places (GB 11643). */
const PERSONAL = /(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{15}(\d{2}[\dX])?(?!\d)/i;
/** Hashes, and ids of people at the desk, of plans and of cases: made at random, some have as many figures in a row. */
const OURS =
  /^(?:[0-9a-f]{32,80}|p-[0-9a-z]{6,24}|(?:[a-z]-){1,3}[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Throws AccessError 'audit-personal' when a detail looks like an id number or a phone; the schema keeps words out. */
export function checkEvent(event: AuditEvent): void {
  for (const value of Object.values(event.detail)) {
    const text = String(value);
    if (PERSONAL.test(text) && !OURS.test(text)) throw new AccessError('audit-personal');
  }
}

/** What every chain needs of its entries, of the audit and of others. */
export interface Chained {
  /** From 1, without holes. */
  n: number;
  prev: string;
  hash: string;
}

/** What is hashed. */
export function entryText(entry: Omit<Chained, 'hash'> & { hash?: string }): string {
  const { hash: _hash, ...rest } = entry;
  return canonicalJson(rest);
}

/** The entry with its place behind the head. */
export async function chained<T extends { n: number }>(head: AuditHead, entry: T): Promise<T & Chained> {
  const linked = { ...entry, prev: head.hash };
  return { ...linked, hash: toHex(await sha256(entryText(linked))) };
}

/** The event as the next entry of the chain. */
export async function nextEntry(
  head: AuditHead,
  event: AuditEvent,
  by: { at: number; by: string; role: AuditEntry['role'] },
): Promise<AuditEntry> {
  checkEvent(event);
  return chained(head, { ...event, ...by, n: head.n + 1 });
}

/** `number`: an entry is missing or out of place; `link`: it does not follow the one before; `content`: it was changed. */
export type ChainFault = 'number' | 'link' | 'content' | 'end';
export interface ChainBreak {
  /** Number the entry should have had. */
  n: number;
  fault: ChainFault;
}

/**
 * The first break, or null. `from`: the head before the first entry. `anchor`: a head that was kept apart: a chain that ends before it
 * was cut ('end'), one that passes it with another hash was made anew.
 */
export async function verifyChain(
  entries: readonly Chained[],
  { from = NO_HEAD, anchor }: { from?: AuditHead; anchor?: AuditHead } = {},
): Promise<ChainBreak | null> {
  let head = from;
  for (const entry of entries) {
    const fault = linkFault(head, entry);
    if (fault) return { n: head.n + 1, fault };
    if (toHex(await sha256(entryText(entry))) !== entry.hash) return { n: entry.n, fault: 'content' };
    head = { n: entry.n, hash: entry.hash };
    if (anchor?.n === head.n && anchor.hash !== head.hash) return { n: head.n, fault: 'link' };
  }
  return anchor && anchor.n > head.n ? { n: head.n + 1, fault: 'end' } : null;
}

/** Whether the entry follows the head; its own hash is not looked at. */
export function linkFault(head: AuditHead, entry: Chained): ChainFault | null {
  if (entry.n !== head.n + 1) return 'number';
  return entry.prev === head.hash ? null : 'link';
}
