/**
 * A browser host in a process of its own, so that a test can kill it: `node host-child.mjs DIST PROFILE PORT`;
 * with `--local-tiles` an online basemap may come from this machine, which no real host allows. Says one line when it serves, and why when it cannot.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [dist, profile, port, localTiles] = process.argv.slice(2);
const ports = localTiles ? { basemapPolicy: (ip) => ip === '127.0.0.1' } : {};
const { startBrowserHost } = await import(pathToFileURL(join(dist, 'host', 'browser-host.js')).href);
try {
  const host = await startBrowserHost({ dist, profile, port: Number(port), ports });
  process.stdout.write(`ready ${host.address}\n`);
  if (host.outcome === 'ready') {
    process.once('SIGTERM', () => void host.close().then(() => process.exit(0)));
  }
} catch (error) {
  process.stdout.write(`refused ${error.code ?? error.message}\n`);
  process.exitCode = 1;
}
