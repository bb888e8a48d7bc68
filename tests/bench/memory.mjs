/**
 * import.memory: how much the page's process grows at most while it imports the file of import.csv, against the file's size. Reads what
 * the system says of the process (Linux: /proc; elsewhere it is told that nothing was measured). Owns the watching only.
 */
import { readFileSync } from 'node:fs';

const TARGET = 4;
const EVERY_MS = 25;

/** Resident bytes of a process; 0: not known. */
function residentBytes(pid) {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024;
  } catch {
    return 0;
  }
}

/** @returns {Promise<object | null>} one row of the table; null: this system does not tell. */
export async function measureImportMemory(browser, page, scale) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const pids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  const samples = [];
  const watch = setInterval(() => {
    samples.push([Date.now(), Math.max(...pids.map(residentBytes))]);
  }, EVERY_MS);
  const { from, to, bytes } = await page.evaluate((scale) => window.linliBench.importAlone(scale), scale);
  clearInterval(watch);
  const before = samples.findLast(([at]) => at <= from)?.[1] ?? 0;
  if (before === 0) return null;
  const peak = samples
    .filter(([at]) => at >= from && at <= to)
    .reduce((most, [, held]) => Math.max(most, held), 0);
  const value = (peak - before) / 1_048_576;
  const referenceValue = bytes / 1_048_576;
  const ratio = value / referenceValue;
  const reference = 'size of the file (resident bytes of the process)';
  return {
    name: 'import.memory',
    value,
    unit: 'MB',
    reference,
    referenceValue,
    ratio,
    target: `at most ${TARGET}x`,
    ok: ratio <= TARGET,
  };
}
