/** The sources of this profile and their credentials in one file, `feeds.json`. How they are kept is sealed-list.ts. */
import { join } from 'node:path';
import { type Source, SourceSchema } from '../../../shared/feeds/source.ts';
import type { DurableDisk } from '../durable-file.ts';
import { SealedList } from '../sealed-list.ts';
import type { Vault } from '../vault.ts';

export type FeedSources = SealedList<Source>;

export interface FeedSourcesParts {
  /** The profile's. */
  folder: string;
  vault: Pick<Vault, 'state' | 'coreRoot' | 'file'>;
  disk: DurableDisk;
}

export function openFeedSources({ folder, vault, disk }: FeedSourcesParts): Promise<FeedSources> {
  const path = join(folder, 'feeds.json');
  return SealedList.open({
    ...{ path, vault, disk, schema: SourceSchema },
    format: 'linli-feeds',
    listName: 'sources',
  });
}
