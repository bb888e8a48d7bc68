import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
/** electron-builder's own parts, found from electron-builder, so that they are the very ones it uses. */
const builder = createRequire(createRequire(join(ROOT, 'package.json')).resolve('electron-builder'));
const yaml = createRequire(builder.resolve('app-builder-lib'))('js-yaml') as { load(text: string): unknown };

interface Config {
  electronFuses: Record<string, boolean>;
  files: string[];
  asar: boolean;
  npmRebuild: boolean;
  win: { target: { target: string }[] };
  mac: { target: { target: string }[] };
  linux: { target: { target: string }[] };
}
const config = yaml.load(readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8')) as Config;

interface Schema {
  definitions: Record<string, { properties: Record<string, unknown> }>;
  properties: Record<string, unknown>;
}
const schema = builder('app-builder-lib/scheme.json') as Schema;

describe('electron-builder.yml', () => {
  test('names every fuse that electron-builder knows, and only those', () => {
    const known = Object.keys(schema.definitions['FuseOptionsV1'].properties);
    expect(known.length).toBeGreaterThan(8);
    expect(Object.keys(config.electronFuses).sort()).toEqual(known.sort());
  });

  test('shuts every door and keeps the archive whole', () => {
    expect(config.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
      resetAdHocDarwinSignature: false,
    });
    // Integrity is checked for an archive only.
    expect(config.asar).toBe(true);
    expect(config.npmRebuild).toBe(false);
  });

  test('is accepted by electron-builder itself', async () => {
    const { validateConfiguration } = builder('app-builder-lib/out/util/config/config') as {
      validateConfiguration(config: unknown, logger: { isEnabled: boolean; add(): void }): Promise<void>;
    };
    const logger = { isEnabled: false, add: () => {} };
    await validateConfiguration(structuredClone(config), logger);
    await expect(validateConfiguration({ ...config, electronFuse: {} }, logger)).rejects.toThrow();
  });

  test('packs the build alone, for three systems', () => {
    expect(config.files.filter((name) => !name.startsWith('!'))).toEqual([
      'dist/manifest.json',
      'dist/renderer/**',
      'dist/electron/**',
      'package.json',
    ]);
    const targets = [config.win, config.mac, config.linux].flatMap((system) =>
      system.target.map((each) => each.target),
    );
    expect(targets).toEqual(['nsis', 'dmg', 'AppImage', 'deb']);
    const { main } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { main: string };
    expect(main).toBe('dist/electron/main.js');
  });
});
