/**
 * The local profile on the disk: one small file beside the others of the profile folder, replaced whole. Who may change it is the desk's to
 * say; what it means is the page's.
 */
import { join } from 'node:path';
import { type LocalProfile, LocalProfileSchema } from '../../shared/model/local-profile.ts';
import { diskError } from './disk-error.ts';
import { type DurableDisk, readJson, realDisk, replaceFile } from './durable-file.ts';

export interface LocalProfileService {
  /** Null when nobody has said anything yet. Rejects with HostError 'internal' when the file is not one. */
  read(): Promise<LocalProfile | null>;
  /** Resolves when it is on the disk. */
  write(profile: LocalProfile): Promise<void>;
}

export function openLocalProfile(folder: string, disk: DurableDisk = realDisk): LocalProfileService {
  const path = join(folder, 'local-profile.json');
  let writing: Promise<void> = Promise.resolve();
  return {
    read: async () => {
      await writing;
      return readJson(path, LocalProfileSchema);
    },
    write: (profile) => {
      const bytes = new TextEncoder().encode(`${JSON.stringify(profile, null, 1)}\n`);
      const written = writing.then(() => replaceFile(path, bytes, disk));
      writing = written.catch(() => {});
      return written.catch((error) => {
        throw diskError(error);
      });
    },
  };
}
