/**
 * Starts, ends and kills a browser host on a profile and port of its own. The port stays the same over restarts, because
 * the databases belong to the origin. Owns the process, never the browser.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DIST } from '../electron-standin/start.ts';

const CHILD = join(import.meta.dirname, 'host-child.mjs');

/** A port that nobody listens on at this moment. */
async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export class HostProcess {
  readonly profile: string;
  readonly port: number;
  private readonly localTiles: boolean;
  private child: ChildProcess | null = null;

  private constructor(profile: string, port: number, localTiles: boolean) {
    this.profile = profile;
    this.port = port;
    this.localTiles = localTiles;
  }

  /** A running host on this profile folder. */
  static async start(
    profile: string,
    port?: number,
    { localTiles = false }: { localTiles?: boolean } = {},
  ): Promise<HostProcess> {
    const host = new HostProcess(profile, port ?? (await freePort()), localTiles);
    await host.start();
    return host;
  }

  /** What it said, as a file beside the profile. */
  get log(): string {
    return `${this.profile}.log`;
  }

  /** Its folder for temporary files, and the browser's. */
  get temporary(): string {
    return `${this.profile}-tmp`;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts it again after `end` or `kill`. */
  async start(): Promise<void> {
    if (this.child) throw new Error('it runs already');
    const words = [CHILD, DIST, this.profile, String(this.port)];
    mkdirSync(this.temporary, { recursive: true });
    const child = spawn(process.execPath, [...words, ...(this.localTiles ? ['--local-tiles'] : [])], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TMPDIR: this.temporary },
    });
    this.child = child;
    const keep = (said: Buffer) => appendFileSync(this.log, said);
    child.stdout?.on('data', keep);
    child.stderr?.on('data', (said) => {
      keep(said);
      process.stderr.write(said);
    });
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    const [line] = (await once(lines, 'line')) as [string];
    if (!line.startsWith('ready ')) throw new Error(`the host said: ${line}`);
  }

  /** Ends it as Ctrl+C would. */
  end(): Promise<void> {
    return this.stop('SIGTERM');
  }

  /** Ends it as a power cut would. */
  kill(): Promise<void> {
    return this.stop('SIGKILL');
  }

  private async stop(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child || child.exitCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
}
