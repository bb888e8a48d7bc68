/** `linli profile`: where the data is, which host holds it, and whether its journal is whole. Changes nothing. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { HostError } from '../../shared/host/host-error.ts';
import { inspectJournal } from '../services/journal-open.ts';
import { defaultProfileFolder, profileOwner, readProfileFile } from '../services/profile.ts';
import { type CliCommand, CliError } from './command.ts';

export const profileCommand: CliCommand = {
  name: 'profile',
  summary: 'show the data folder, its host and the state of its journal',
  usage: '  --profile DIR   data folder (default: the one of this user)',
  run: async (args, io) => {
    const { values } = parseArgs({ args: [...args], options: { profile: { type: 'string' } } });
    const folder = resolve(values.profile ?? defaultProfileFolder());
    const file = await readProfileFile(folder);
    if (!file) throw new CliError(`no profile in ${folder}`);
    const owner = await profileOwner(folder);
    const journal = await journalState(join(folder, 'journal'));
    const state = { folder, id: file.id, port: file.port, heldBy: owner?.pid ?? null, journal };
    io.out(`${JSON.stringify(state, null, 2)}\n`);
    return journal.whole ? 0 : 1;
  },
};

async function journalState(folder: string) {
  try {
    return { whole: true, ...(await inspectJournal(folder)) };
  } catch (error) {
    if (error instanceof HostError) return { whole: false, reason: error.detail };
    throw error;
  }
}
