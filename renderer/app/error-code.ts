/** What kind of error it is. Owns reading the code only: `error.<code>` says it in words. */

/** The code of an error from the worker, the host or the browser's storage; 'internal' where it has none. */
export function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : 'internal';
}
