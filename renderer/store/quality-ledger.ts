/**
 * What the ledger keeps of the quality desk: rules of labels, one point of the trend a generation, spot checks. Written
 * only as records of the journal are applied; all of it can be read again from there.
 */
import * as v from 'valibot';
import type { JournalBody } from '../../shared/host/journal-record.ts';
import { type TagRule, TagRuleSchema } from '../../shared/query/tag-rule.ts';
import type { Databases } from './databases.ts';
import type { LedgerDatabase } from './ledger.ts';
import { asStorage } from './storage-error.ts';

type QualityBody = Extract<
  JournalBody,
  { kind: 'tag.saved' | 'tag.removed' | 'quality.measured' | 'spotcheck.recorded' }
>;

const PointSchema = v.object({
  /** Milliseconds since the epoch by the host's clock. */
  at: v.number(),
  generation: v.string(),
  records: v.number(),
  passing: v.number(),
  residents: v.number(),
  linked: v.number(),
});
export type QualityPoint = v.InferOutput<typeof PointSchema>;

const SpotSchema = v.object({
  at: v.number(),
  generation: v.string(),
  right: v.number(),
  wrong: v.number(),
});
export type SpotResult = v.InferOutput<typeof SpotSchema>;

/** Inside the transaction that applies the record. The first point of a generation stays. */
export async function keepQuality(
  ledger: LedgerDatabase,
  seq: number,
  at: number,
  body: QualityBody,
): Promise<void> {
  switch (body.kind) {
    case 'tag.saved':
      await ledger.meta.put({ key: `tag:${body.tag.id}`, value: JSON.stringify(body.tag) });
      return;
    case 'tag.removed':
      await ledger.meta.delete(`tag:${body.id}`);
      return;
    case 'quality.measured': {
      const key = `point:${body.generation}` as const;
      if (!(await ledger.meta.get(key)))
        await ledger.meta.put({ key, value: JSON.stringify({ ...body, at }) });
      return;
    }
    case 'spotcheck.recorded':
      await ledger.meta.put({ key: `spot:${seq}`, value: JSON.stringify({ ...body, at }) });
  }
}

/** Rows that cannot be read are passed over. */
async function readAll<T>(
  { ledger }: Databases,
  prefix: string,
  schema: v.GenericSchema<unknown, T>,
): Promise<T[]> {
  const rows = await asStorage(() => ledger.meta.where('key').startsWith(prefix).toArray());
  return rows.flatMap(({ value }) => {
    try {
      const result = v.safeParse(schema, JSON.parse(String(value)));
      return result.success ? [result.output] : [];
    } catch {
      return [];
    }
  });
}

export function readTagRules(databases: Databases): Promise<TagRule[]> {
  return readAll(databases, 'tag:', TagRuleSchema);
}

/** Oldest first. */
export async function readQualityPoints(databases: Databases): Promise<QualityPoint[]> {
  return (await readAll(databases, 'point:', PointSchema)).sort((a, b) => a.at - b.at);
}

/** Oldest first. */
export async function readSpotResults(databases: Databases): Promise<SpotResult[]> {
  return (await readAll(databases, 'spot:', SpotSchema)).sort((a, b) => a.at - b.at);
}
