/**
 * The witness: the host's own note of what the page's cache should hold, so that a lost or rolled back cache is noticed.
 * One small file, replaced whole. Does not judge: the worker compares.
 */
import { join } from 'node:path';
import { type Witness, WitnessSchema } from '../../shared/host/contract.ts';
import { diskError } from './disk-error.ts';
import { type DurableDisk, readJson, realDisk, replaceFile } from './durable-file.ts';

export interface WitnessService {
  /** Null when none was ever written. Rejects with HostError 'internal' when the file is not a witness. */
  read(): Promise<Witness | null>;
  /** Resolves when it is on the disk. Writes happen in the order of the calls. */
  write(witness: Witness): Promise<void>;
}

export function openWitness(folder: string, disk: DurableDisk = realDisk): WitnessService {
  const path = join(folder, 'witness.json');
  let writing: Promise<void> = Promise.resolve();
  return {
    read: async () => {
      await writing;
      return readJson(path, WitnessSchema);
    },
    write: (witness) => {
      const bytes = new TextEncoder().encode(`${JSON.stringify(witness)}\n`);
      const written = writing.then(() => replaceFile(path, bytes, disk));
      writing = written.catch(() => {});
      return written.catch((error) => {
        throw diskError(error);
      });
    },
  };
}
