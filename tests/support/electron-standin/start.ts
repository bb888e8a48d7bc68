/**
 * Starts the built main process (dist/electron/main.js) against a stand-in, and speaks to it as a page would.
 * Several can run in one test process: each has modules of its own. Needs a build; makes one when the sources changed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { IpcMainInvokeEvent } from 'electron';
import { type BridgeAnswer, CALL_CHANNEL } from '../../../shared/host/bridge.ts';
import type { StandinContents, StandinFrame } from './contents.ts';
import { createStandin, type Standin, type StandinOptions } from './standin.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** LINLI_DIST names a build to test that is not the checkout's own. */
export const DIST = process.env['LINLI_DIST'] ?? join(ROOT, 'dist');
export const MAIN = join(DIST, 'electron', 'main.js');
export const PRELOAD = join(DIST, 'electron', 'preload.cjs');

const require = createRequire(import.meta.url);
const { nativeImport } = require('./native-import.cjs') as { nativeImport(url: string): Promise<unknown> };

/** Profiles made here go when the test process goes. */
const madeFolders: string[] = [];
process.once('exit', () => {
  for (const folder of madeFolders) rmSync(folder, { recursive: true, force: true });
});

function madeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'linli-electron-'));
  madeFolders.push(folder);
  return folder;
}

const REGISTRY = Symbol.for('linli.electron-standin');
const shared = globalThis as { [REGISTRY]?: Map<string, Standin> };
let runs = 0;

/** Builds the checkout unless the build is fresh or another one was named. */
export async function ensureBuilt(): Promise<void> {
  if (process.env['LINLI_DIST']) return;
  const builder = pathToFileURL(join(ROOT, 'electron', 'build.mjs')).href;
  const { buildIfStale } = (await nativeImport(builder)) as { buildIfStale(): Promise<boolean> };
  await buildIfStale();
}

export interface StartOptions extends StandinOptions {
  profileDir?: string;
  /** Words after the program's own; the profile comes by itself. */
  argv?: readonly string[];
  /** Runs before the main module is loaded, to listen for windows. */
  prepare?: (standin: Standin) => void;
}

export interface StartedMain {
  readonly standin: Standin;
  readonly profileDir: string;
  /** Ends the program as a person would, and waits until it is gone. */
  quit(): Promise<number>;
}

/** Loads the main module and stops before `ready`, where the order of early calls can be seen. */
export async function loadMain(options: StartOptions = {}): Promise<StartedMain> {
  const profileDir = options.profileDir ?? madeFolder();
  const standin = createStandin(options);
  options.prepare?.(standin);
  const run = String(++runs);
  shared[REGISTRY] ??= new Map();
  shared[REGISTRY].set(run, standin);
  const argv = process.argv;
  process.argv = [argv[0], ROOT, `--profile=${profileDir}`, ...(options.argv ?? [])];
  try {
    await nativeImport(`${pathToFileURL(MAIN).href}?standin=${run}`);
  } finally {
    process.argv = argv;
  }
  return {
    standin,
    profileDir,
    quit: () => {
      standin.electron.app.quit();
      return standin.exited;
    },
  };
}

/** Loads the main module, plays `ready` and waits for the first window to be shown, or for the end. */
export async function startMain(options: StartOptions = {}): Promise<StartedMain> {
  let opened: () => void = () => {};
  const first = new Promise<void>((resolve) => {
    opened = resolve;
  });
  const main = await loadMain({
    ...options,
    prepare: (standin) => {
      options.prepare?.(standin);
      const before = standin.onWindow;
      standin.onWindow = (window) => {
        before(window);
        window.once('ready-to-show', opened);
      };
    },
  });
  main.standin.becomeReady();
  await Promise.race([first, main.standin.exited]);
  return main;
}

/**
 * One call over IPC, cloned both ways as between processes.
 * @param frame who says it: the window's main frame unless a test lies
 */
export async function invoke(
  standin: Standin,
  contents: StandinContents,
  message: unknown,
  frame: StandinFrame | null = contents.mainFrame,
): Promise<BridgeAnswer> {
  const handler = standin.handlers.get(CALL_CHANNEL);
  if (!handler) throw new Error(`No handler registered for '${CALL_CHANNEL}'`);
  // The product sees only what the stand-in's frame and contents hold; the rest of Electron's types is absent here.
  const event = { type: 'frame', sender: contents, senderFrame: frame } as unknown as IpcMainInvokeEvent;
  return structuredClone(await handler(event, structuredClone(message)));
}
