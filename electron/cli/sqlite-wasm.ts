/** SQLite's WebAssembly for the command line: inside the bundle as text, so that no file has to lie beside it. */

/** The bytes of sqlite3.wasm. */
export async function loadSqliteWasm(): Promise<Uint8Array<ArrayBuffer>> {
  const { default: data } = await import(
    '../../node_modules/@sqlite.org/sqlite-wasm/dist/sqlite3.wasm?url&inline'
  );
  return new Uint8Array(Buffer.from(data.slice(data.indexOf(',') + 1), 'base64'));
}
