/**
 * Finds Electron's program, or has Electron's own installer fetch it within limits. Since version 42 npm installs none.
 * Must never load `electron` itself: outside Electron that starts a download and throws.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** To the first byte; with bytes flowing; and longest silence after the first byte (unpacking is silent). */
const LIMITS = { firstByteMs: 10_000, wholeMs: 5 * 60_000, silenceMs: 60_000, pollMs: 250 };

/**
 * @param {string} folder node_modules/electron
 * @returns {Promise<{path: string} | {reason: string}>} `reason`: one line for the person.
 */
export async function electronProgram(folder, limits = LIMITS) {
  const present = installed(folder);
  if (present) return { path: present };
  const installer = join(folder, 'install.js');
  if (!existsSync(installer)) return { reason: 'not installed' };
  const failure = await fetchProgram(installer, limits);
  const fetched = installed(folder);
  return fetched ? { path: fetched } : { reason: failure };
}

/** Electron's installer writes path.txt last, so a half unpacked program is not taken for a whole one. */
function installed(folder) {
  try {
    const path = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

/**
 * Runs the installer. It says nothing for the first 30 s, so the bytes are seen where it puts them: in a folder of temporary files
 * made for it. Resolves to why there is no program, if there is none.
 */
function fetchProgram(installer, { firstByteMs, wholeMs, silenceMs, pollMs }) {
  const temporary = mkdtempSync(join(tmpdir(), 'linli-electron-'));
  return new Promise((done) => {
    const env = { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary };
    const child = spawn(process.execPath, [installer], { stdio: ['ignore', 'ignore', 'pipe'], env });
    const started = Date.now();
    let why = '';
    let output = '';
    let bytes = 0;
    let grownAt = started;
    const stop = (reason) => {
      why ||= reason;
      child.kill('SIGKILL');
    };
    const poll = setInterval(() => {
      const now = Date.now();
      const size = bytesBelow(temporary);
      if (size > bytes) grownAt = now;
      if (size > bytes && bytes === 0) console.error('Electron …');
      bytes = Math.max(bytes, size);
      if (bytes === 0 && now - started > firstByteMs) stop('no answer from the network');
      else if (bytes > 0 && now - grownAt > silenceMs) stop('the download stopped');
      else if (now - started > wholeMs) stop('the download takes too long');
    }, pollMs);
    child.stderr.on('data', (text) => {
      output += text;
    });
    child.once('error', (error) => stop(error.message));
    child.once('close', () => {
      clearInterval(poll);
      rmSync(temporary, { recursive: true, force: true });
      done(why || firstError(output) || 'the installer brought no program');
    });
  });
}

function firstError(output) {
  return output
    .match(/[^\n]*(?:Error|ERR)[^\n]*/)?.[0]
    .trim()
    .slice(0, 160);
}

function bytesBelow(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath ?? entry.path, entry.name)).size, 0);
  } catch {
    // Files come and go while we look.
    return 0;
  }
}
