/**
 * The bundled command line: `npm run -s linli -- <command>`. Owns the table of commands and the way errors end; prints
 * nothing on stdout but the result of a command.
 */

import { exchangeSchema } from '../shared/model/exchange-schema.ts';
import { camerasCommand } from './cli/cameras.ts';
import { checkGridsCommand } from './cli/check-grids.ts';
import { type CliCommand, CliError, type CliIo } from './cli/command.ts';
import { convertCommand } from './cli/convert.ts';
import { runInspect } from './cli/inspect.ts';
import { profileCommand } from './cli/profile.ts';
import { receiveCommand } from './cli/receive.ts';
import { runSample, SAMPLE_USAGE } from './cli/sample.ts';
import { simulateCommand } from './cli/simulate.ts';

const inspectCommand: CliCommand = {
  name: 'inspect',
  summary: 'tell what a data file holds, as JSON',
  usage: '  linli inspect FILE',
  run: (args) => runInspect([...args]),
};

const sampleCommand: CliCommand = {
  name: 'sample',
  summary: 'write a sample community as files',
  usage: `  ${SAMPLE_USAGE}`,
  run: (args) => runSample([...args]),
};

const schemaCommand: CliCommand = {
  name: 'schema',
  summary: 'print the exchange layout as a JSON Schema',
  usage: '  linli schema',
  async run(_, io) {
    io.out(`${JSON.stringify(exchangeSchema(), null, 2)}\n`);
    return 0;
  },
};

const COMMANDS: readonly CliCommand[] = [
  inspectCommand,
  convertCommand,
  checkGridsCommand,
  sampleCommand,
  simulateCommand,
  receiveCommand,
  camerasCommand,
  schemaCommand,
  profileCommand,
];

/** Runs one command line, without the program's name. Resolves to the exit code: 0 fine, 1 failed, 2 wrong use. */
export async function runCli(args: readonly string[], io: CliIo): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const text = overview();
    if (name === undefined) io.note(text);
    else io.out(text);
    return name === undefined ? 2 : 0;
  }
  const command = COMMANDS.find((each) => each.name === name);
  if (!command) {
    io.note(`no command "${name}"\n\n${overview()}`);
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    io.out(`linli ${command.name}: ${command.summary}\n\n${command.usage}\n`);
    return 0;
  }
  try {
    return await command.run(rest, io);
  } catch (error) {
    return failed(command, error, io);
  }
}

function failed(command: CliCommand, error: unknown, io: CliIo): number {
  const message = error instanceof Error ? error.message : String(error);
  // parseArgs marks wrong options with codes of this form.
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (error instanceof CliError || code.startsWith('ERR_PARSE_ARGS')) {
    io.note(`${message}\n\nlinli ${command.name}\n${command.usage}\n`);
    return 2;
  }
  io.note(`${message}\n`);
  return 1;
}

function overview(): string {
  const width = Math.max(...COMMANDS.map((command) => command.name.length));
  const lines = COMMANDS.map((command) => `  ${command.name.padEnd(width)}   ${command.summary}`);
  return `Linli 邻里\n\n  npm run -s linli -- <command> [options]\n\n${lines.join('\n')}\n\nlinli <command> --help tells the options of a command.\n`;
}
