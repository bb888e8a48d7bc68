/** SQLite's WebAssembly for the data worker: a file of our own build, fetched from our own origin when first needed. */
import address from '../../node_modules/@sqlite.org/sqlite-wasm/dist/sqlite3.wasm?url';

/** Rejects when the host does not answer. */
export async function loadSqliteWasm(): Promise<WebAssembly.Module> {
  return WebAssembly.compileStreaming(fetch(address));
}
