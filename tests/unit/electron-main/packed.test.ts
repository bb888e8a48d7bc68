import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DIST, ensureBuilt } from '../../support/electron-standin/start.ts';

const ROOT = join(import.meta.dirname, '../../..');
const builder = createRequire(createRequire(join(ROOT, 'package.json')).resolve('electron-builder'));
const asar = createRequire(builder.resolve('app-builder-lib'))('@electron/asar') as {
  createPackage(from: string, to: string): Promise<void>;
  listPackage(file: string): string[];
};

/** Where the fuses lie in Electron's program: this mark, the version, the number, one digit each (docs/tutorial/fuses.md). */
const FUSE_MARK = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES = 8;

let unpacked: string;
let made = '';
afterAll(() => rmSync(made, { recursive: true, force: true }));
beforeAll(async () => {
  await ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), 'linli-pack-'));
  made = folder;
  const electronDist = join(folder, 'electron');
  await madeUpElectron(electronDist);
  const project = join(folder, 'project');
  mkdirSync(join(project, 'dist'), { recursive: true });
  for (const name of ['package.json', 'electron-builder.yml']) cpSync(join(ROOT, name), join(project, name));
  symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'));
  for (const name of ['electron', 'manifest.json']) {
    cpSync(join(DIST, name), join(project, 'dist', name), { recursive: true });
  }
  mkdirSync(join(project, 'dist', 'renderer'));
  writeFileSync(join(project, 'dist', 'renderer', 'index.html'), '<!doctype html>');
  // What must stay outside: sources, other builds, data of a person.
  for (const name of ['dist/host', 'electron', 'tests', 'data']) {
    mkdirSync(join(project, name), { recursive: true });
    writeFileSync(join(project, name, 'private.txt'), 'private');
  }
  const cli = join(
    dirname(createRequire(join(ROOT, 'package.json')).resolve('electron-builder/package.json')),
    'cli.js',
  );
  const args = ['--projectDir', project, '--dir', '--linux', '--x64'];
  const settings = [`-c.electronDist=${electronDist}`, '-c.electronVersion=45.4.1'];
  execFileSync(process.execPath, [cli, ...args, ...settings], { cwd: project, stdio: 'pipe' });
  unpacked = join(project, 'release', 'linux-unpacked');
}, 150_000);

/** A folder laid out as Electron's own, whose program is nothing but a row of fuses, all on. */
async function madeUpElectron(folder: string): Promise<void> {
  for (const name of ['resources', 'locales']) mkdirSync(join(folder, name), { recursive: true });
  for (const name of ['zh-CN', 'en-US', 'de']) writeFileSync(join(folder, 'locales', `${name}.pak`), '');
  const wire = Buffer.concat([
    Buffer.from(FUSE_MARK),
    Buffer.from([1, FUSES]),
    Buffer.from('1'.repeat(FUSES)),
  ]);
  const program = Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(4096), wire, Buffer.alloc(512)]);
  writeFileSync(join(folder, 'electron'), program, { mode: 0o755 });
  const greeter = join(folder, 'greeter');
  mkdirSync(greeter);
  writeFileSync(join(greeter, 'package.json'), '{}');
  await asar.createPackage(greeter, join(folder, 'resources', 'default_app.asar'));
}

test('the archive holds the build and nothing of anybody', () => {
  const files = asar
    .listPackage(join(unpacked, 'resources', 'app.asar'))
    .map((name) => name.replaceAll('\\', '/'));
  expect(files).toContain('/dist/electron/main.js');
  expect(files).toContain('/dist/electron/preload.cjs');
  expect(files).toContain('/dist/manifest.json');
  const strangers = files.filter(
    (name) => !/^\/(dist(\/(electron|renderer|manifest\.json).*)?|package\.json)$/.test(name),
  );
  expect(strangers).toEqual([]);
});

test('only our two languages of Chromium are carried', () => {
  expect(readdirSync(join(unpacked, 'locales')).sort()).toEqual(['en-US.pak', 'zh-CN.pak']);
});

test('every fuse is burnt into the program', () => {
  const program = readFileSync(join(unpacked, 'linli'));
  const at = program.indexOf(FUSE_MARK) + FUSE_MARK.length;
  expect([program[at], program[at + 1]]).toEqual([1, FUSES]);
  // runAsNode, cookies, NODE_OPTIONS, --inspect, archive integrity, archive only, snapshot, file: privileges.
  expect(program.toString('latin1', at + 2, at + 2 + FUSES)).toBe('01001100');
});
