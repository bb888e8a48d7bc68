/** A folder that looks like a finished build: a manifest and a few small static files. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILES: Record<string, { file: string; type: string; text: string }> = {
  '/': { file: 'renderer/index.html', type: 'text/html; charset=utf-8', text: '<!doctype html>main' },
  '/wall': { file: 'renderer/wall.html', type: 'text/html; charset=utf-8', text: '<!doctype html>wall' },
  '/assets/a-1.js': {
    file: 'renderer/assets/a-1.js',
    type: 'text/javascript; charset=utf-8',
    text: 'export {}',
  },
  '/icon.svg': { file: 'renderer/icon.svg', type: 'image/svg+xml', text: '<svg/>' },
};

/** Fills `dist` and returns it. Beside the listed files lies `secret.txt`, which the manifest does not name. */
export function madeUpBuild(dist: string): string {
  mkdirSync(join(dist, 'renderer', 'assets'), { recursive: true });
  const files: Record<string, unknown> = {};
  for (const [path, { file, type, text }] of Object.entries(FILES)) {
    writeFileSync(join(dist, file), text);
    const sha256 = createHash('sha256').update(text).digest('hex');
    files[path] = { file, type, bytes: Buffer.byteLength(text), sha256 };
  }
  writeFileSync(join(dist, 'renderer', 'secret.txt'), 'secret');
  writeFileSync(join(dist, 'manifest.json'), JSON.stringify({ version: '0.0.1', files }));
  return dist;
}
