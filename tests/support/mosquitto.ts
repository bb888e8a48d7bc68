/** A real mosquitto, started, killed and started again on the same data. Debian's, where it is installed. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

const PROGRAM = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto', 'mosquitto'].find(
  // Its help ends with 3.
  (path) => spawnSync(path, ['-h']).error === undefined,
);
export const hasMosquitto = PROGRAM !== undefined;

export interface Mosquitto {
  url: string;
  kill(): Promise<void>;
  /** Resolves when it takes connections. */
  start(): Promise<void>;
}

/** Not started yet. `lines`: further lines of its configuration for the listener. Not `persistent`: it writes nothing, and is fast. */
export async function madeMosquitto(
  folder: string,
  lines: readonly string[] = [],
  persistent = true,
): Promise<Mosquitto> {
  const port = await freePort();
  const config = join(folder, 'mosquitto.conf');
  const settings = [
    `listener ${port} 127.0.0.1`,
    ...lines,
    'allow_anonymous true',
    ...(persistent
      ? [
          'persistence true',
          `persistence_location ${folder}/`,
          'autosave_on_changes true',
          'autosave_interval 1',
        ]
      : ['max_inflight_messages 0', 'set_tcp_nodelay true']),
    'max_queued_messages 0',
    `user ${process.getuid?.() === 0 ? 'root' : ''}`,
  ].filter((line) => line !== 'user ');
  writeFileSync(config, `${settings.join('\n')}\n`);
  let running: ChildProcess | null = null;
  return {
    url: `mqtt://127.0.0.1:${port}`,
    start: async () => {
      running = spawn(PROGRAM ?? 'mosquitto', ['-c', config], { stdio: 'ignore' });
      while (!(await answers(port))) if (running.exitCode !== null) throw new Error('mosquitto ended');
    },
    kill: async () => {
      const dying = running;
      running = null;
      if (!dying || dying.exitCode !== null) return;
      dying.kill('SIGKILL');
      await once(dying, 'exit');
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      done(true);
    });
    socket.on('error', () => setTimeout(() => done(false), 20));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return address && typeof address === 'object' ? address.port : 0;
}
