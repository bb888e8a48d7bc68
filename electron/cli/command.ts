/** What a command of the command line is. Results go to `out` (stdout), everything else to `note` (stderr). */
export interface CliCommand {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** Lines of options for `linli <name> --help`. */
  usage: string;
  /** Resolves to the exit code. Throw CliError for what the person can put right. */
  run(args: readonly string[], io: CliIo): Promise<number>;
}

export interface CliIo {
  out(text: string): void;
  note(text: string): void;
}

/** Wrong use: printed without a stack, exit code 2. */
export class CliError extends Error {
  readonly code = 'cli-usage';
}
