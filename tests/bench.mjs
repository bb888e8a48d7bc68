/**
 * Measures Linli against references in the same run, in Chromium. `--json FILE` writes the table as an array, `--only
 * NAME` runs the cases whose name begins so, `--smoke` runs each once at a twentieth of the size without gating.
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from '../electron/install.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);
await ensureInstalled(root);
const { measureAlerts } = await import('./bench/alerts.mjs');
const { measureLive } = await import('./bench/live.mjs');
const { buildBench } = await import('./bench/build.mjs');
const { measureImportMemory } = await import('./bench/memory.mjs');
const { measureStarts } = await import('./bench/starts.mjs');
const { chromium } = await import('@playwright/test');
const { chromiumArgs, chromiumPath } = await import('./support/chromium.mjs');

const option = (name) => {
  const at = process.argv.indexOf(name);
  return at > 0 ? process.argv[at + 1] : null;
};
const smoke = process.argv.includes('--smoke');
const only = option('--only') ?? '';
const json = option('--json');

const MIME = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

function serve(folder) {
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : request.url.split('?')[0];
    try {
      const body = readFileSync(join(folder, path));
      response.writeHead(200, {
        'content-type': MIME[extname(path)] ?? 'application/octet-stream',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)));
}

function show(row) {
  const mark = smoke ? ' ' : row.ok ? '✓' : '✗';
  console.log(
    `${mark} ${row.name.padEnd(18)} ${row.value.toFixed(2).padStart(10)} ${row.unit.padEnd(6)} ${`${row.reference}: ${row.referenceValue.toFixed(2)}`.padEnd(64)} ${row.ratio.toFixed(2).padStart(8)}x  (${row.target})`,
  );
}

const out = join(root, 'tests/.out/bench');
mkdirSync(out, { recursive: true });
await buildBench(root, out);
const server = await serve(out);
const browser = await chromium.launch({
  executablePath: await chromiumPath(),
  args: [...chromiumArgs, '--enable-precise-memory-info', '--js-flags=--expose-gc'],
});
const rows = [];
try {
  const address = `http://127.0.0.1:${server.address().port}/`;
  const open = async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    page.on('pageerror', (error) => console.error(error.message));
    await page.goto(address);
    return page;
  };
  let page = await open();
  const names = await page.evaluate(() => window.linliBench.names());
  const wanted = (name) => name.startsWith(only) || only.startsWith(name);
  for (const name of names.filter(wanted)) {
    const scale = smoke ? 0.05 : 1;
    const results = await page.evaluate(([name, scale]) => window.linliBench.run(name, scale), [name, scale]);
    for (const row of results.filter((each) => each.name.startsWith(only))) {
      rows.push(row);
      show(row);
    }
    if (smoke) continue;
    // A fresh page for every measured case: none pays for another's heap.
    await page.close();
    page = await open();
  }
  if (wanted('import.memory')) {
    const row = await measureImportMemory(browser, page, smoke ? 0.05 : 1);
    if (row) {
      rows.push(row);
      show(row);
    } else console.log('  import.memory      this system does not tell how much a process holds');
  }
} finally {
  await browser.close();
  server.close();
}
if ('start.scale'.startsWith(only) || only.startsWith('start')) {
  const row = await measureStarts(root, smoke);
  rows.push(row);
  show(row);
}
if ('alerts.throughput'.startsWith(only)) {
  const row = await measureAlerts(root, smoke);
  rows.push(row);
  show(row);
}
const live = ['alerts.latency', 'alerts.burst', 'alerts.restart'];
if (live.some((name) => name.startsWith(only)))
  for await (const row of measureLive(root, smoke, (name) => name.startsWith(only))) {
    rows.push(row);
    show(row);
  }
if (json) writeFileSync(json, `${JSON.stringify(rows, null, 2)}\n`);
console.log(`${rows.length} measured, ${rows.filter((row) => row.ok).length} within their target`);
process.exit(rows.length === 0 ? 1 : 0);
