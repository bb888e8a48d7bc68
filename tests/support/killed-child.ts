/** A script of tests/support built to run by itself, started, and killed after it has said so many lines. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Builds `name` (a file beside this one) into `folder`; resolves to the path of the script. */
export async function builtChild(name: string, folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL(name, import.meta.url)),
      outDir: folder,
      rolldownOptions: { output: { entryFileNames: 'child.mjs' } },
    },
  });
  return `${folder}/child.mjs`;
}

/** Runs it until it has said `lines` lines and `after` milliseconds more, kills it, and resolves to everything it said in whole lines. */
export function killed(child: string, args: readonly string[], lines: number, after = 0): Promise<string[]> {
  return new Promise((done, failed) => {
    const running = spawn(process.execPath, [child, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    let trouble = '';
    running.stderr.on('data', (bytes) => {
      trouble += bytes;
    });
    running.stdout.on('data', (bytes) => {
      said += bytes;
      if (said.split('\n').length > lines) setTimeout(() => running.kill('SIGKILL'), after);
    });
    running.once('close', (_code, signal) => {
      if (signal !== 'SIGKILL') return failed(new Error(`the child ended by itself: ${trouble}`));
      done(said.slice(0, said.lastIndexOf('\n')).split('\n'));
    });
  });
}
