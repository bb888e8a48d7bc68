/**
 * What `import 'electron'` becomes for a main process under test: the names that the product uses, taken from the stand-in
 * that started this instance (the number in this module's query). A name the stand-in does not have fails at import.
 */
const run = new URL(import.meta.url).searchParams.get('standin');
const { electron } = globalThis[Symbol.for('linli.electron-standin')].get(run);

export const {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
} = electron;
