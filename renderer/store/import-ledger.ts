/**
 * What the ledger keeps of imports: the generation that the last one replaced, and mappings by the header of their table. Owns those
 * rows of `meta` only; all of it is a convenience that may be missing.
 */
import { parseRemembered } from '../../shared/model/import-memory.ts';
import type { RememberedMapping } from '../../shared/model/import-plan.ts';
import type { Databases } from './databases.ts';

export interface Replaced {
  /** The generation that an import made. */
  generation: string;
  /** What was open before it. */
  before: string;
  name: { zh: string; en: string };
}

export async function writeBefore({ ledger }: Databases, replaced: Replaced): Promise<void> {
  await ledger.meta.put({ key: 'before', value: JSON.stringify(replaced) });
}

/** null: no import was made here, or its note cannot be read. */
export async function readBefore({ ledger }: Databases): Promise<Replaced | null> {
  const row = await ledger.meta.get('before');
  if (!row) return null;
  try {
    const { generation, before, name } = JSON.parse(String(row.value)) as Partial<Replaced>;
    return generation && before && name ? { generation, before, name } : null;
  } catch {
    return null;
  }
}

export async function writeMapping(
  { ledger }: Databases,
  signature: string,
  mapping: RememberedMapping,
): Promise<void> {
  await ledger.meta.put({ key: `mapping:${signature}`, value: JSON.stringify(mapping) });
}

/** The newest mapping kept under one of the signatures; null: none. */
export async function newestMapping(
  { ledger }: Databases,
  signatures: readonly string[],
): Promise<RememberedMapping | null> {
  let newest: RememberedMapping | null = null;
  for (const row of await ledger.meta.bulkGet(signatures.map((signature) => `mapping:${signature}`))) {
    const mapping = row ? parseRemembered(String(row.value)) : null;
    if (mapping && mapping.at > (newest?.at ?? 0)) newest = mapping;
  }
  return newest;
}
