/**
 * Finds a real Chromium for the end-to-end tests: an installed one, else the one inside @sparticuz/chromium,
 * unpacked once into the folder of temporary files. Several test processes may ask at the same time: the first unpacks, the
 * others wait for its stamp.
 */
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Flags seen to give WebGL2 on SwiftShader (the package's own `--single-process` is left out: it crashes workers). */
export const chromiumArgs = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
];

/**
 * For tests, which look at pages and not at their speed: the page around the map is painted and put together without SwiftShader, which
 * takes longer for text than Skia's own raster (of a start's processor time in the GPU process, 3.5 s of 12 are left).
 */
export const testArgs = [...chromiumArgs, '--disable-gpu-rasterization', '--disable-gpu-compositing'];

const INSTALLED = {
  linux: [
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/snap/bin/chromium',
    '/usr/bin/microsoft-edge',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((name) => {
    const folder = process.env[name];
    return folder
      ? [
          join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
          join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
        ]
      : [];
  }),
};

/** Longest wait for another process that unpacks, and the age at which its lock counts as left behind. */
const PATIENCE_MS = 120_000;

/**
 * Path of an executable Chrome or Chromium. `CHROME_PATH` wins when it is set.
 * @returns {Promise<string>}
 */
export async function chromiumPath() {
  const chosen = process.env.CHROME_PATH;
  if (chosen) return chosen;
  for (const path of INSTALLED[process.platform] ?? []) if (existsSync(path)) return path;
  return unpacked();
}

async function unpacked() {
  const binary = join(tmpdir(), 'chromium');
  const stamp = join(tmpdir(), 'linli-chromium.ready');
  const lock = join(tmpdir(), 'linli-chromium.lock');
  const started = Date.now();
  while (!(existsSync(stamp) && existsSync(binary))) {
    if (!take(lock)) {
      if (Date.now() - started > PATIENCE_MS) throw new Error(`Chromium is still being unpacked (${lock})`);
      await delay(200);
      continue;
    }
    try {
      // A file without the stamp may be a half-written one: the package would take it as it is.
      rmSync(binary, { force: true });
      const { default: chromium } = await import('@sparticuz/chromium');
      await chromium.executablePath();
      writeFileSync(stamp, new Date().toISOString());
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
  return binary;
}

/** Makes the lock folder; a lock older than PATIENCE_MS belongs to a process that died. */
function take(lock) {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    try {
      if (Date.now() - statSync(lock).mtimeMs > PATIENCE_MS) rmSync(lock, { recursive: true, force: true });
    } catch {
      // Gone in the meantime: the next try takes it.
    }
    return false;
  }
}
