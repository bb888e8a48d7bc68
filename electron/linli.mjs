/**
 * Starts the bundled command line: builds it when sources changed (progress on stderr), then hands over the arguments.
 * stdout belongs to the command alone.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildIfStale, ROOT } from './build.mjs';
import { ensureInstalled } from './install.mjs';

try {
  await ensureInstalled(ROOT);
  await buildIfStale();
  const { runCli } = await import(pathToFileURL(join(ROOT, 'dist', 'cli', 'linli.js')).href);
  process.exitCode = await runCli(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    note: (text) => process.stderr.write(text),
  });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
