/**
 * A real `import()`, out of reach of the test runners' own module transforms, with the stand-in's hook in place.
 * CommonJS because Node alone then loads this file.
 */
const { register } = require('node:module');
const { pathToFileURL } = require('node:url');

let registered = false;

exports.nativeImport = (url) => {
  if (!registered) register(pathToFileURL(require.resolve('./loader.mjs')));
  registered = true;
  return import(url);
};
