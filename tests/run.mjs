/**
 * Proves the project: installs what is missing, then types, lint, walls, dead code, build, unit and host tests, and
 * end-to-end tests in a real Chromium. Ends with one plain line `N passed, N failed, N skipped`; exits 1 on any failure.
 * Every check counts as one test. `--long` runs the full campaigns and writes docs/campaigns.md.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from '../electron/install.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const long = process.argv.includes('--long');
const out = resolve(root, 'tests/.out');
process.chdir(root);
if (long) process.env.LINLI_LONG = '1';

/** Name, passed, failed, skipped, seconds of each step: the table of a long run. */
const steps = [];
const total = { passed: 0, failed: 0, skipped: 0 };
/** What failed, by name and first line: printed last, where the end of a log that was cut still shows it. */
const failures = [];
const began = Date.now();

function step(name, command, args) {
  const start = Date.now();
  console.log(`\n— ${name}`);
  const run = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  const ok = run.status === 0;
  console.log(`  ${name}: ${ok ? 'ok' : `failed (${run.signal ?? run.status})`} in ${seconds(start)} s`);
  return ok;
}

/**
 * Checks that only read the sources, two at a time: half of each waits for the disk. Each prints whole when it ends.
 * @param {[name: string, command: string, args: string[]][]} list
 */
async function checks(list) {
  const waiting = [...list];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await check(...next);
  };
  await Promise.all([worker(), worker()]);
}

function check(name, command, args) {
  const start = Date.now();
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  const said = [];
  child.stdout.on('data', (part) => said.push(part));
  child.stderr.on('data', (part) => said.push(part));
  // `close` comes after it, with a negative code.
  child.once('error', (error) => said.push(Buffer.from(`${error.message}\n`)));
  return new Promise((done) => {
    child.once('close', (code, signal) => {
      const ok = code === 0;
      console.log(`\n— ${name}`);
      process.stdout.write(Buffer.concat(said));
      console.log(`  ${name}: ${ok ? 'ok' : `failed (${signal ?? code})`} in ${seconds(start)} s`);
      if (!ok) failures.push(`${name} (${signal ?? code})`);
      count(name, start, { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });
      done();
    });
  });
}

const seconds = (start) => ((Date.now() - start) / 1000).toFixed(1);

function count(name, start, { passed, failed, skipped }) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  steps.push([name, passed, failed, skipped, Math.round((Date.now() - start) / 1000)]);
}

/** The single tests of a long run that took longest: the campaigns themselves. */
const campaigns = [];
const CAMPAIGN_SECONDS = 10;

/** A run whose own report says how many; a missing report is a failure, never zero tests. */
function suite(name, report, command, args, read) {
  const start = Date.now();
  const file = resolve(out, report);
  rmSync(file, { force: true });
  const ok = step(name, command, args);
  if (!existsSync(file)) {
    failures.push(`${name} left no report`);
    return count(name, start, { passed: 0, failed: 1, skipped: 0 });
  }
  const { skippedNames, failedNames, ...counts } = read(JSON.parse(readFileSync(file, 'utf8')));
  for (const each of skippedNames) console.log(`  skipped: ${each}`);
  failures.push(...failedNames);
  // A crash outside any test (a suite that cannot be loaded) still fails the run, and so does a run of nothing.
  if ((!ok && counts.failed === 0) || counts.passed === 0) {
    failures.push(`${name}: a failure outside any test`);
    counts.failed++;
  }
  count(name, start, counts);
}

/** Letters of a failure's reason that are printed at the end. */
const REASON_LETTERS = 600;

function vitestCounts(report) {
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  for (const { fullName, status, duration } of tests) noteCampaign(fullName, status, duration);
  const skipped = tests.filter(
    (test) => test.status === 'pending' || test.status === 'skipped' || test.status === 'todo',
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: skipped.length,
    skippedNames: skipped.map((test) => test.fullName),
    failedNames: tests
      .filter((test) => test.status === 'failed')
      .map((test) => `${test.fullName}: ${(test.failureMessages[0] ?? '').slice(0, REASON_LETTERS)}`),
  };
}

function noteCampaign(name, status, milliseconds) {
  if (milliseconds >= CAMPAIGN_SECONDS * 1000)
    campaigns.push([name, status, Math.round(milliseconds / 1000)]);
}

function playwrightCounts(report) {
  const skippedNames = [];
  const failedNames = [];
  const walk = (suites) => {
    for (const each of suites ?? []) {
      for (const spec of each.specs ?? []) {
        if (spec.tests.every((test) => test.status === 'skipped')) skippedNames.push(spec.title);
        if (!spec.ok || spec.tests.some((test) => test.status === 'flaky')) failedNames.push(spec.title);
        for (const { status, duration } of spec.tests.flatMap((test) => test.results))
          noteCampaign(spec.title, status, duration);
      }
      walk(each.suites);
    }
  };
  walk(report.suites);
  const { expected, unexpected, flaky, skipped } = report.stats;
  // A test that passes only when tried again is a failure here.
  return { passed: expected, failed: unexpected + flaky, skipped, skippedNames, failedNames };
}

await ensureInstalled(root);
mkdirSync(out, { recursive: true });
const bin = (name) => resolve(root, 'node_modules/.bin', name);
await checks([
  ['types', bin('tsc'), ['--noEmit', '-p', 'tsconfig.json']],
  ['build', process.execPath, ['electron/build.mjs']],
  ['dead code', bin('knip'), []],
  ['walls', process.execPath, ['tests/walls.mjs']],
  ['lint and format', bin('biome'), ['check', '--error-on-warnings', '.']],
]);
suite(
  'unit and host tests',
  'vitest.json',
  bin('vitest'),
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${resolve(out, 'vitest.json')}`],
  vitestCounts,
);
suite(
  'end-to-end tests',
  'playwright.json',
  bin('playwright'),
  ['test', '-c', 'tests/playwright.config.ts'],
  playwrightCounts,
);
await checks([['bench, once at a twentieth', process.execPath, ['tests/bench.mjs', '--smoke']]]);

if (long) {
  const rows = steps.map((row) => `| ${row.join(' | ')} |`).join('\n');
  const head = '| step | passed | failed | skipped | seconds |\n|---|---|---|---|---|';
  const day = new Date().toISOString().slice(0, 10);
  const longest = campaigns
    .sort((a, b) => b[2] - a[2])
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
  writeFileSync(
    'docs/campaigns.md',
    `# The long run\n\n\`npm run test:long\`, ${day}.\n\n${head}\n${rows}\n\n## Tests of ${CAMPAIGN_SECONDS} seconds and more\n\n| test | result | seconds |\n|---|---|---|\n${longest}\n`,
  );
}
console.log(`\nin ${((Date.now() - began) / 60_000).toFixed(1)} min`);
for (const each of failures) console.log(`failed: ${each}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 ? 0 : 1);
