/**
 * Module hook: inside a built main process (a module loaded with `?standin=N`) the word `electron` means the stand-in, and
 * every chunk of the build is loaded once per instance, so that two starts share no state. All other modules are left alone.
 */
const STANDIN = new URL('./electron.mjs', import.meta.url).href;

/** @public Node calls it by this name. */
export async function resolve(specifier, context, next) {
  const run = context.parentURL ? /[?&]standin=(\d+)/.exec(context.parentURL)?.[1] : undefined;
  if (run === undefined) return next(specifier, context);
  if (specifier === 'electron') return { url: `${STANDIN}?standin=${run}`, shortCircuit: true };
  const resolved = await next(specifier, context);
  const ours = resolved.url.startsWith('file:') && !resolved.url.includes('/node_modules/');
  return ours ? { ...resolved, url: `${resolved.url}?standin=${run}` } : resolved;
}
