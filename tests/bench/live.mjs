/**
 * alerts.latency and alerts.burst: from a packet's sending to its pin drawn, through a real broker, the real host and the real page with the map in
 * front; alerts.restart: from the start of the host to all live alerts on the desk, with a long journal. Against the targets in time.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildIfStale } from '../../electron/build.mjs';
import { buildChild } from './build-child.mjs';
import { freePort, Start } from './starts.mjs';

const EVENTS = 100_000;
const PATIENCE_MS = 120_000;

/** Yields rows of the table (tests/bench/result.ts); `wanted` tells which. */
export async function* measureLive(root, smoke, wanted) {
  const folder = mkdtempSync(join(tmpdir(), 'linli-bench-'));
  const running = [];
  try {
    await buildIfStale(root);
    const program = await buildChild(root, 'tests/support/live-child.ts', folder);
    const profile = join(folder, 'profile');
    /** Its first line. */
    const child = async (...args) => {
      const process_ = spawn(process.execPath, [program, ...args.map(String)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      running.push(process_);
      const [line] = await once(createInterface({ input: process_.stdout }), 'line');
      return JSON.parse(line);
    };
    const start = new Start(root, 'y', folder, await freePort());
    // The community opens by itself and names its devices.
    await start.run(async () => {});
    const { url, broker, devices } = await child('broker', folder, profile);
    // Devices that are in alarm already raise nothing: the next measurement takes others.
    let taken = 0;
    const measure = async (name, rate, seconds, alarms, target, within) => {
      let row = null;
      await start.run(async (page) => {
        const before = await follow(page);
        const { sent, took } = await child('publish', url, profile, rate, seconds, alarms, taken);
        taken += sent.length;
        const seen = await drawn(page, before + sent.length);
        const delays = sent
          .map((at, k) => (seen.find(([, count]) => count >= before + k + 1)?.[0] ?? Infinity) - at)
          .sort((a, b) => a - b);
        const at = (share) => delays[Math.min(delays.length - 1, Math.floor(delays.length * share))];
        row = {
          name,
          value: at(0.99),
          unit: 'ms p99',
          reference: `p95, ${sent.length} alarms of ${devices} devices, ${Math.round((rate * seconds) / took)} msg/s, ${broker}`,
          referenceValue: at(0.95),
          ratio: at(0.99) / at(0.95),
          target,
          ok: within(at(0.95), at(0.99)),
        };
      });
      return row;
    };
    if (wanted('alerts.latency'))
      yield await measure(
        'alerts.latency',
        500,
        smoke ? 3 : 60,
        1,
        'p95 under 500 ms, p99 under 1 s',
        (p95, p99) => p95 < 500 && p99 < 1000,
      );
    if (wanted('alerts.burst'))
      yield await measure(
        'alerts.burst',
        500,
        smoke ? 1 : 10,
        500,
        'p99 under 2 s',
        (_p95, p99) => p99 < 2000,
      );
    if (wanted('alerts.restart')) {
      const { records, cases } = await child('events', profile, smoke ? EVENTS / 20 : EVENTS);
      const began = performance.now();
      let took = 0;
      await start.run(async (page) => {
        await page
          .locator('[data-alerts]:not([data-alerts="0"])')
          .waitFor({ state: 'attached', timeout: PATIENCE_MS });
        took = (performance.now() - began) / 1000;
      });
      yield {
        name: 'alerts.restart',
        value: took,
        unit: 's',
        reference: `records of the journal, ${cases} open cases; host, browser and page started`,
        referenceValue: records,
        ratio: took / 10,
        target: 'under 10 s',
        ok: took < 10,
      };
    }
  } finally {
    for (const each of running) each.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** Notes when the pins of more alerts were painted; resolves to how many there are. */
async function follow(page) {
  await page.locator('[data-alerts]').waitFor({ state: 'attached', timeout: PATIENCE_MS });
  return page.evaluate(() => {
    const map = document.querySelector('[data-alerts]');
    window.seen = [];
    new MutationObserver(() => {
      const count = Number(map.dataset.alerts);
      requestAnimationFrame(() => setTimeout(() => window.seen.push([Date.now(), count])));
    }).observe(map, { attributes: true, attributeFilter: ['data-alerts'] });
    return Number(map.dataset.alerts);
  });
}

async function drawn(page, count) {
  await page.waitForFunction((count) => window.seen.some(([, shown]) => shown >= count), count, {
    timeout: PATIENCE_MS,
  });
  return page.evaluate(() => window.seen);
}
