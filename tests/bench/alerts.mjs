/**
 * alerts.throughput: messages journalled and applied in the host a second, against a bare subscriber on the same broker in the same run, with the same
 * publisher. Nothing may be lost or counted twice.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildChild } from './build-child.mjs';

const MESSAGES = 20_000;
const TARGET = 0.2;

/** @returns {Promise<object>} one row of the table (tests/bench/result.ts). */
export async function measureAlerts(root, smoke) {
  const folder = mkdtempSync(join(tmpdir(), 'linli-bench-'));
  try {
    const program = await buildChild(root, 'tests/support/throughput-child.ts', folder);
    const count = smoke ? MESSAGES / 20 : MESSAGES;
    const { stdout } = await promisify(execFile)(process.execPath, [program, 'measure', String(count)]);
    const { broker, bare, feeds } = JSON.parse(stdout);
    const { applied, duplicate, stale, quarantined } = feeds;
    const whole = applied === count && duplicate + stale + quarantined === 0;
    const ratio = feeds.perSecond / bare.perSecond;
    return {
      name: 'alerts.throughput',
      value: feeds.perSecond,
      unit: 'msg/s',
      reference: `bare subscriber, ${broker}, ${count - applied} lost`,
      referenceValue: bare.perSecond,
      ratio,
      target: `at least ${TARGET}x, none lost`,
      ok: ratio >= TARGET && whole,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
