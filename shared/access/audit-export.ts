/**
 * The audit log as files: JSON lines (what `verifyChain` reads again) and CSV (what an inspector reads). Formulas are defused in CSV;
 * the hash stands in both, so that a copy can be checked against the desk.
 */
import * as v from 'valibot';
import { canonicalJson } from '../host/canonical-json.ts';
import { type AuditEntry, AuditEntrySchema } from './audit.ts';

export function auditJsonLines(entries: readonly AuditEntry[]): string {
  return entries.map((entry) => `${canonicalJson(entry)}\n`).join('');
}

/** Throws ValiError or SyntaxError for what is no such file. */
export function parseAuditLines(text: string): AuditEntry[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => v.parse(AuditEntrySchema, JSON.parse(line)));
}

const COLUMNS = [
  'n',
  'at',
  'by',
  'role',
  'kind',
  'subject',
  'reason',
  'purpose',
  'count',
  'grid',
  'detail',
  'hash',
] as const;

/** RFC 4180 with CRLF and a BOM, so that office programs read it as UTF-8. `nameOf`: the name of a person's id. */
export function auditCsv(entries: readonly AuditEntry[], nameOf: (id: string) => string): string {
  const rows = entries.map((entry) =>
    COLUMNS.map((column) => {
      if (column === 'at') return new Date(entry.at).toISOString();
      if (column === 'by') return entry.by === '' ? '' : nameOf(entry.by);
      if (column === 'detail') return canonicalJson(entry.detail);
      return String(entry[column] ?? '');
    }),
  );
  return `\ufeff${[[...COLUMNS], ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
