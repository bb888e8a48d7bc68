/** Makes one program that Node runs of a source in TypeScript, for measurements in a process of their own. */
import { join } from 'node:path';
import { build } from 'vite';

/** @returns {Promise<string>} path of the program in the folder. */
export async function buildChild(root, entry, folder) {
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: join(root, entry),
      outDir: folder,
      rolldownOptions: { output: { entryFileNames: 'child.mjs' } },
    },
  });
  return join(folder, 'child.mjs');
}
