import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { electronProgram } from '../../../electron/electron-program.mjs';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Nothing runs out unless a test says so: a busy machine starts a process slowly. */
const PATIENT = { firstByteMs: 60_000, wholeMs: 60_000, silenceMs: 60_000, pollMs: 20 };

/** A folder like node_modules/electron with an installer of these lines (CommonJS, in Electron's manner). */
function withInstaller(...lines: string[]): string {
  const folder = temporaryFolder();
  const head = "const fs = require('fs'), path = require('path'), os = require('os');";
  writeFileSync(join(folder, 'install.js'), [head, ...lines].join('\n'));
  return folder;
}

const INSTALL =
  "fs.mkdirSync(path.join(__dirname, 'dist')); fs.writeFileSync(path.join(__dirname, 'dist', 'electron'), ''); fs.writeFileSync(path.join(__dirname, 'path.txt'), 'electron');";
const GROW = "fs.appendFileSync(path.join(os.tmpdir(), 'part'), 'x');";

describe("Electron's program", { timeout: 30_000 }, () => {
  it('is taken as it is when it is there', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'dist', 'electron'), '');
    writeFileSync(join(folder, 'path.txt'), 'electron\n');
    expect(await electronProgram(folder)).toEqual({ path: join(folder, 'dist', 'electron') });
  });

  it('is absent without its package', async () => {
    expect(await electronProgram(temporaryFolder())).toEqual({ reason: 'not installed' });
  });

  it('is fetched by the installer', async () => {
    const folder = withInstaller(`${GROW} ${INSTALL}`);
    expect(await electronProgram(folder, PATIENT)).toEqual({ path: join(folder, 'dist', 'electron') });
  });

  it('is waited for while bytes flow', async () => {
    const folder = withInstaller(
      'let n = 0;',
      `setInterval(() => { ${GROW} if (++n === 16) { ${INSTALL} process.exit(0); } }, 50);`,
    );
    expect(await electronProgram(folder, PATIENT)).toHaveProperty('path');
  });

  it.each([
    [
      'the installer fails',
      "console.error('TypeError: fetch failed\\n  at x'); process.exit(1);",
      {},
      'TypeError: fetch failed',
    ],
    ['the installer brings nothing', '', {}, 'the installer brought no program'],
    ['nothing comes', 'setInterval(() => {}, 1000);', { firstByteMs: 200 }, 'no answer from the network'],
    ['the bytes stop', `${GROW} setInterval(() => {}, 1000);`, { silenceMs: 200 }, 'the download stopped'],
    [
      'it takes for ever',
      `setInterval(() => { ${GROW} }, 50);`,
      { wholeMs: 500 },
      'the download takes too long',
    ],
  ])('is given up with one line when %s', async (_name, lines, limits, reason) => {
    expect(await electronProgram(withInstaller(lines), { ...PATIENT, ...limits })).toEqual({ reason });
  });
});
