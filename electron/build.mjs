/**
 * The one build: page, browser host, Electron main and preload, command line, and the manifest of static files
 * (`dist/manifest.json`), which is all that the request handler serves. It builds beside `dist` and swaps the finished folder in,
 * so a running host never sees half a build. Run directly: builds when sources changed (`--force`: always).
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, extname, join, relative, sep } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const DIST = join(ROOT, 'dist');
const LOCK = join(ROOT, 'node_modules', '.linli-build.lock');
const SOURCES = ['electron', 'renderer', 'shared', 'assets', 'package.json', 'package-lock.json'];

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.bin': 'application/octet-stream',
};

/** All files below a file or folder, sorted, so that the hash does not depend on the disk's order. */
function filesBelow(path) {
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    return error.code === 'ENOTDIR' ? [path] : [];
  }
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const full = join(path, entry.name);
      return entry.isDirectory() ? filesBelow(full) : [full];
    });
}

/** SHA-256 hex over the names and bytes of everything that goes into a build. */
export function sourceStamp() {
  const hash = createHash('sha256').update(process.version);
  for (const source of SOURCES) {
    for (const file of filesBelow(join(ROOT, source))) {
      hash.update(relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

/** True when `dist` was built from exactly these sources. */
export function isFresh(stamp = sourceStamp()) {
  try {
    return readFileSync(join(DIST, '.stamp'), 'utf8') === stamp;
  } catch {
    return false;
  }
}

/** Builds unless `dist` is fresh. Resolves to true when it built. Progress goes to stderr. */
export async function buildIfStale({ force = false, dev = false } = {}) {
  if (!force && isFresh()) return false;
  const unlock = await lock();
  try {
    const stamp = sourceStamp();
    if (!force && isFresh(stamp)) return false;
    const started = Date.now();
    console.error('Building Linli …');
    const next = join(ROOT, 'node_modules', '.linli-build', String(process.pid));
    rmSync(next, { recursive: true, force: true });
    await buildAll(next, dev);
    writeManifest(next);
    writeFileSync(join(next, '.stamp'), stamp);
    swap(next);
    console.error(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
    return true;
  } finally {
    unlock();
  }
}

function swap(next) {
  const old = `${next}.old`;
  rmSync(old, { recursive: true, force: true });
  if (existsSync(DIST)) renameSync(DIST, old);
  renameSync(next, DIST);
  rmSync(old, { recursive: true, force: true });
}

/** A lock that its owner has not touched for so long is nobody's, even if its process id has gone to another program since. */
const LOCK_MS = 60_000;

/** One build at a time in a checkout: a lock folder that holds the owner's process id and is touched while it builds. */
async function lock() {
  const owner = join(LOCK, 'pid');
  for (;;) {
    try {
      mkdirSync(LOCK);
      writeFileSync(owner, String(process.pid));
      const touch = setInterval(() => utimesSync(LOCK, new Date(), new Date()), LOCK_MS / 12);
      return () => {
        clearInterval(touch);
        rmSync(LOCK, { recursive: true, force: true });
      };
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    await delay(200);
    try {
      process.kill(Number(readFileSync(owner, 'utf8')), 0);
      if (Date.now() - statSync(LOCK).mtimeMs > LOCK_MS) rmSync(LOCK, { recursive: true, force: true });
    } catch (error) {
      if (error.code === 'ESRCH') rmSync(LOCK, { recursive: true, force: true });
    }
  }
}

async function buildAll(out, dev) {
  const { build } = await import('vite');
  const { default: react } = await import('@vitejs/plugin-react');
  await build(rendererConfig(out, dev, react));
  await build(nodeConfig('electron/browser-host.ts', join(out, 'host'), 'browser-host.js', dev));
  if (has('electron/cli.ts')) await build(nodeConfig('electron/cli.ts', join(out, 'cli'), 'linli.js', dev));
  if (has('electron/main.ts'))
    await build(nodeConfig('electron/main.ts', join(out, 'electron'), 'main.js', dev));
  if (has('electron/preload.ts')) await build(preloadConfig(out, dev));
}

const has = (path) => existsSync(join(ROOT, path));

/** Vite's own config files are not read: this script is the only place that says how Linli is built. */
const common = { configFile: false, envDir: false, logLevel: 'warn', clearScreen: false };

/** How long plugins took is no news to who starts the program. */
const checks = { bundlerTimings: false };

function rendererConfig(out, dev, react) {
  const root = join(ROOT, 'renderer');
  const pages = ['index.html', 'wall.html', join('wall', 'index.html')].filter((page) =>
    existsSync(join(root, page)),
  );
  return {
    ...common,
    root,
    base: '/',
    mode: dev ? 'development' : 'production',
    plugins: [react(), mapWorker()],
    // The build of MapLibre that keeps to the content policy: it starts its worker from an address of ours.
    resolve: {
      alias: [
        {
          find: /^maplibre-gl$/,
          replacement: join(ROOT, 'node_modules/maplibre-gl/dist/maplibre-gl-csp.js'),
        },
      ],
    },
    worker: { format: 'es', rolldownOptions: { checks } },
    build: {
      outDir: join(out, 'renderer'),
      emptyOutDir: true,
      target: 'chrome120',
      sourcemap: dev,
      minify: !dev,
      // Inlined fonts and images would break `font-src 'self'`.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 4000,
      reportCompressedSize: false,
      rolldownOptions: { checks, input: pages.map((page) => join(root, page)) },
    },
  };
}

/** Serves MapLibre's worker as a plain file: `setWorkerUrl('/maplibre-gl-csp-worker.js')`. */
function mapWorker() {
  return {
    name: 'linli-map-worker',
    generateBundle() {
      this.emitFile({
        type: 'asset',
        fileName: 'maplibre-gl-csp-worker.js',
        source: readFileSync(join(ROOT, 'node_modules/maplibre-gl/dist/maplibre-gl-csp-worker.js')),
      });
    },
  };
}

/** An ES module for Node (or Electron's main process) with everything inside but `electron` and ws's native extras. */
function nodeConfig(entry, outDir, fileName, dev) {
  return {
    ...common,
    root: ROOT,
    publicDir: false,
    mode: dev ? 'development' : 'production',
    ssr: { noExternal: true, external: ['electron', 'bufferutil', 'utf-8-validate'], target: 'node' },
    build: {
      ssr: join(ROOT, entry),
      outDir,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      sourcemap: dev,
      reportCompressedSize: false,
      rolldownOptions: {
        checks,
        external: ['electron', 'bufferutil', 'utf-8-validate'],
        output: { entryFileNames: fileName, format: 'es' },
      },
    },
  };
}

/** A sandboxed preload may only be CommonJS, in one file, requiring `electron` alone. */
function preloadConfig(out, dev) {
  return {
    ...common,
    root: ROOT,
    publicDir: false,
    mode: dev ? 'development' : 'production',
    build: {
      lib: { entry: join(ROOT, 'electron/preload.ts'), formats: ['cjs'], fileName: () => 'preload.cjs' },
      outDir: join(out, 'electron'),
      emptyOutDir: false,
      target: 'chrome120',
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: { checks, external: ['electron'] },
    },
  };
}

/** `{version, files: {"/path": {file, type, bytes, sha256}}}`; `file` is relative to `dist`. */
function writeManifest(out) {
  const files = {};
  const root = join(out, 'renderer');
  for (const full of filesBelow(root)) {
    const type = TYPES[extname(full)];
    if (!type) continue;
    const bytes = readFileSync(full);
    const entry = {
      file: relative(out, full).split(sep).join('/'),
      type,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    };
    const path = `/${relative(root, full).split(sep).join('/')}`;
    files[path] = entry;
    if (path === '/index.html') files['/'] = entry;
    if (path === '/wall.html' || path === '/wall/index.html') files['/wall'] = entry;
  }
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  writeFileSync(join(out, 'manifest.json'), JSON.stringify({ version, files }, null, 1));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const built = await buildIfStale({
      force: process.argv.includes('--force'),
      dev: process.argv.includes('--dev'),
    });
    if (!built) console.error('Nothing changed since the last build');
  } catch (error) {
    console.error(error.message ?? error);
    process.exit(1);
  }
}
