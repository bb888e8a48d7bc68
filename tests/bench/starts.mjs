/**
 * start.scale: the second start with a big community against the same with a small one: the real browser host, the real
 * page, each community loaded once through the page into a profile of its own, then both closed and started again. Measured
 * from the page's own navigation to the first moment the map rests with its marks drawn (`data-drawn` of the map).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import { buildIfStale } from '../../electron/build.mjs';
import { chromiumArgs, chromiumPath } from '../support/chromium.mjs';

const ROUNDS = 3;
const PATIENCE_MS = 300_000;
const TARGET = 2.5;

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** One community's profile, host port and browser folder, over all its starts. */
export class Start {
  constructor(root, sample, folder, port) {
    this.root = root;
    this.sample = sample;
    this.folder = folder;
    this.port = port;
    /** Of the start with the community that opens by itself, then of the later ones; ms. */
    this.first = 0;
    this.times = [];
  }

  /** Starts host and browser, opens the page, waits for the map; `work` runs on the page before both are closed. */
  async run(work) {
    const child = join(this.root, 'tests/support/e2e/host-child.mjs');
    const profile = join(this.folder, 'profile');
    const host = spawn(process.execPath, [child, join(this.root, 'dist'), profile, String(this.port)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(createInterface({ input: host.stdout }), 'line');
    if (!line.startsWith('ready ')) throw new Error(`start.scale: the host said ${line}`);
    const context = await chromium.launchPersistentContext(join(this.folder, 'browser'), {
      executablePath: await chromiumPath(),
      args: chromiumArgs,
      viewport: { width: 1280, height: 720 },
    });
    try {
      const page = context.pages()[0] ?? (await context.newPage());
      await page.goto(line.slice('ready '.length));
      const map = page.locator('[data-drawn]');
      await map.waitFor({ state: 'attached', timeout: PATIENCE_MS });
      await work(page, Number(await map.getAttribute('data-drawn')));
    } finally {
      await context.close();
      const gone = once(host, 'exit');
      host.kill('SIGTERM');
      await gone;
    }
  }

  /** A profile without data opens `y` by itself; the sample is loaded after it as a person would. */
  prepare() {
    return this.run(async (page, drawn) => {
      this.first = drawn;
      const say = JSON.parse(readFileSync(join(this.root, 'assets/locales/data.zh.json'), 'utf8'));
      const name = say[`data.sample.${this.sample}`];
      await page.keyboard.press('d');
      await page.getByRole('button', { name: say['data.sample.loadNamed'].replace('{name}', name) }).click();
      const card = page.getByRole('article', { name });
      // Progress is a status too: only the time it took has these words.
      const [took] = say['data.sample.took'].split('{');
      await card.getByText(took.trim()).waitFor({ timeout: PATIENCE_MS });
    });
  }

  again() {
    return this.run(async (_page, drawn) => {
      this.times.push(drawn);
    });
  }

  median() {
    const sorted = this.times.toSorted((a, b) => a - b);
    return sorted[sorted.length >> 1];
  }
}

/** @returns {Promise<object>} one row of the table (tests/bench/result.ts). */
export async function measureStarts(root, smoke) {
  await buildIfStale();
  // A smoke run sees every step once: one profile, its second start against its first.
  const samples = smoke ? ['cun'] : ['gusu', 'zjl'];
  const folders = samples.map(() => mkdtempSync(join(tmpdir(), 'linli-bench-')));
  try {
    const starts = [];
    for (const [i, sample] of samples.entries()) {
      starts.push(new Start(root, sample, folders[i], await freePort()));
      await starts[i].prepare();
    }
    for (let round = 0; round < (smoke ? 1 : ROUNDS); round++)
      for (const start of starts) await start.again();
    const value = starts[0].median();
    const referenceValue = smoke ? starts[0].first : starts[1].median();
    const ratio = value / referenceValue;
    const reference = smoke
      ? 'first start, with y'
      : `second start with ${samples[1]} instead of ${samples[0]}`;
    const target = `at most ${TARGET}x`;
    return {
      name: 'start.scale',
      value,
      unit: 'ms',
      reference,
      referenceValue,
      ratio,
      target,
      ok: ratio <= TARGET,
    };
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}
