/**
 * `npm start`: installs what is missing, builds what changed, starts Electron or, where its program is absent, the browser host.
 * Plain Node without dependencies, because it runs before anything is installed. Never loads `electron` itself.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, watch } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { electronProgram } from './electron-program.mjs';
import { ensureInstalled } from './install.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const DIST = join(ROOT, 'dist');
const OLDEST_NODE = [20, 19];

const USAGE = `Linli 邻里

  npm start -- [options]

  --port N                 port of the browser host (kept for the next start; default 17653)
  --no-open                do not open the system browser
  --profile DIR            folder of the data (default: the user's data folder)
  --host browser|electron  force one of the two hosts
  --dev                    build for development and again whenever a source changes
  --help                   this text
`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      'no-open': { type: 'boolean', default: false },
      profile: { type: 'string' },
      host: { type: 'string' },
      dev: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65535)) {
    throw new Error('--port: 0-65535');
  }
  if (values.host !== undefined && values.host !== 'browser' && values.host !== 'electron') {
    throw new Error('--host: browser | electron');
  }
  const profile = values.profile === undefined ? undefined : resolve(values.profile);
  return { port, open: !values['no-open'], profile, host: values.host, dev: values.dev, help: values.help };
}

/** A message in both languages: the page's language is not known here. */
function say(id, values = {}) {
  return ['zh', 'en']
    .map((language) => {
      const path = join(ROOT, 'assets', 'locales', `host.${language}.json`);
      const text = JSON.parse(readFileSync(path, 'utf8'))[id] ?? id;
      return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
    })
    .join('\n');
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const old = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  if (old)
    throw new Error(say('start.old-node', { found: process.versions.node, need: OLDEST_NODE.join('.') }));
}

/** Its absence is no error: the address is printed anyway. */
function openBrowser(address) {
  const [command, ...args] =
    process.platform === 'win32'
      ? ['cmd', '/c', 'start', '', address]
      : [process.platform === 'darwin' ? 'open' : 'xdg-open', address];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.once('error', () => {});
  child.unref();
}

function startElectron(program, options) {
  const args = [ROOT, ...(options.profile ? [`--profile=${options.profile}`] : [])];
  // Set by editors that are Electron themselves; with it Electron would run as plain Node.
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const child = spawn(program, args, { stdio: 'inherit', env });
  const pass = () => child.kill('SIGTERM');
  process.on('SIGINT', pass);
  process.on('SIGTERM', pass);
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('exit', (code, signal) => done(signal ? 0 : (code ?? 0)));
  });
}

async function startBrowser(options) {
  const { startBrowserHost } = await import(pathToFileURL(join(DIST, 'host', 'browser-host.js')).href);
  let started;
  try {
    started = await startBrowserHost({
      dist: DIST,
      profile: options.profile,
      port: options.port,
    });
  } catch (error) {
    if (error.name === 'StartError') throw new Error(say(`error.${error.code}`, { value: error.value }));
    throw error;
  }
  const ended = started.outcome === 'ready' ? untilSignal(started) : 0;
  console.log(`Linli is ready at ${started.address}/`);
  if (options.open) openBrowser(`${started.address}/`);
  return ended;
}

/** Resolves to the exit code once a signal came and everything is closed. */
function untilSignal(host) {
  return new Promise((done) => {
    let ending = false;
    const end = () => {
      if (ending) return;
      ending = true;
      host.close().then(
        () => done(0),
        (error) => {
          console.error(error);
          done(1);
        },
      );
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
  });
}

/** Builds again after changes; the host reads the new manifest by itself. */
function rebuildOnChange(buildIfStale) {
  let timer;
  let running = Promise.resolve();
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running
        .then(() => buildIfStale({ dev: true }))
        .catch((error) => console.error(error.message));
    }, 300);
  };
  for (const folder of ['electron', 'renderer', 'shared', 'assets']) {
    watch(join(ROOT, folder), { recursive: true }, changed);
  }
}

async function main() {
  const options = readOptions();
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  checkNode();
  await ensureInstalled(ROOT).catch(() => {
    throw new Error(say('start.install-failed'));
  });
  const { buildIfStale } = await import('./build.mjs');
  const built = buildIfStale({ dev: options.dev });
  // Under development a build that fails is mended while the one before runs.
  await (options.dev && existsSync(DIST) ? built.catch((error) => console.error(error.message)) : built);
  if (options.dev) rebuildOnChange(buildIfStale);
  if (options.host !== 'browser') {
    const program = await electronProgram(join(ROOT, 'node_modules', 'electron'));
    if (program.path) return startElectron(program.path, options);
    if (options.host === 'electron') throw new Error(say('start.needs-electron', { reason: program.reason }));
    console.error(say('start.no-electron', { reason: program.reason }));
  }
  return startBrowser(options);
}

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(error.message);
    process.exit(1);
  },
);
