/**
 * `linli receive`: a platform of the upper level on this machine, so that what goes up can be seen with nothing but the program. Owns its arguments and
 * what is printed; how it answers is uplink-receiver.ts.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type CliCommand, CliError } from './command.ts';
import { UplinkReceiver } from './uplink-receiver.ts';

export const receiveCommand: CliCommand = {
  name: 'receive',
  summary: 'take what Linli tells the upper levels, and print it',
  usage: `  linli receive [--port N] [--token TEXT] [--inbox FILE] [--conflict-every N] [--seconds N]
  --port N            on the loopback of this machine (default: 8099)
  --token TEXT        asked of the sender as a bearer token (default: none)
  --inbox FILE        events that are handed down, one JSON a line
  --conflict-every N  answers every Nth event with 409 (default: none)
  --seconds N         ends after so long (default: when interrupted)`,
  run: async (args, io) => {
    const option = { type: 'string' } as const;
    const { values } = parseArgs({
      args: [...args],
      options: { port: option, token: option, inbox: option, 'conflict-every': option, seconds: option },
    });
    const port = wholeOf(values.port ?? '8099', '--port', 65_535);
    const every = wholeOf(values['conflict-every'] ?? '0', '--conflict-every', 1_000_000);
    const seconds = wholeOf(values.seconds ?? '0', '--seconds', 1_000_000);
    const handedDown = values.inbox === undefined ? [] : await eventsOf(values.inbox);
    let count = 0;
    const receiver = await UplinkReceiver.open({
      ...{ port, token: values.token ?? '' },
      answer: () => (every > 0 && ++count % every === 0 ? { status: 409, said: 'every so often' } : null),
      onTaken: (event, repeated) => io.out(`${JSON.stringify(repeated ? { repeated: event.id } : event)}\n`),
    });
    receiver.inbox.push(...handedDown);
    io.note(`address for Linli: ${receiver.url}\n`);
    await new Promise<void>((done) => {
      process.once('SIGINT', () => done());
      if (seconds > 0) setTimeout(done, seconds * 1000);
    });
    io.note(`${receiver.taken.length} events\n`);
    await receiver.close();
    return 0;
  },
};

function wholeOf(text: string, name: string, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > most)
    throw new CliError(`${name} wants a whole number`);
  return value;
}

async function eventsOf(file: string): Promise<unknown[]> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new CliError(`cannot read ${file}`);
  });
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, i) => {
    try {
      return JSON.parse(line) as unknown;
    } catch {
      throw new CliError(`${file}, line ${i + 1}: no JSON`);
    }
  });
}
