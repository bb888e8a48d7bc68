/** Builds the bench page with the same map alias and worker file as the program. Owns no measuring. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

/** @param out folder of the built page. */
export async function buildBench(root, out) {
  await build({
    configFile: false,
    envDir: false,
    logLevel: 'warn',
    root: join(root, 'tests/bench'),
    base: '/',
    resolve: {
      alias: [
        {
          find: /^maplibre-gl$/,
          replacement: join(root, 'node_modules/maplibre-gl/dist/maplibre-gl-csp.js'),
        },
      ],
    },
    plugins: [
      {
        name: 'map-worker',
        generateBundle() {
          this.emitFile({
            type: 'asset',
            fileName: 'maplibre-gl-csp-worker.js',
            source: readFileSync(join(root, 'node_modules/maplibre-gl/dist/maplibre-gl-csp-worker.js')),
          });
        },
      },
    ],
    worker: { format: 'es' },
    build: {
      outDir: out,
      emptyOutDir: true,
      target: 'chrome120',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 4000,
      reportCompressedSize: false,
    },
  });
}
