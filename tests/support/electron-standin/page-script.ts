/**
 * What is injected into every document of the end-to-end pass before its own scripts: the two objects a preload gets from
 * Electron, a `require` that admits `electron` alone, then the built preload itself. One world instead of two: that the page
 * cannot reach the preload's objects can only be seen on Electron.
 */

/** Names on `window` that the driver uses; the page must not know them. */
export const ASK_BINDING = '__standinAsk';
export const DELIVER = '__standinDeliver';

/** @param preload text of the built preload  @param origin the only origin whose main frame gets it */
export function pageScript(preload: string, origin: string): string {
  return `(() => {
  if (location.origin !== ${JSON.stringify(origin)} || window !== window.top) return;
  const listeners = new Map();
  Object.defineProperty(window, ${JSON.stringify(DELIVER)}, {
    value: (channel, message) => {
      for (const listener of listeners.get(channel) ?? []) listener({ senderId: 0 }, message);
    },
  });
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name, api) => Object.defineProperty(window, name, { value: Object.freeze({ ...api }), enumerable: true }),
    },
    ipcRenderer: {
      // Electron clones what it sends; the binding would turn what cannot be cloned into something else.
      invoke: async (channel, message) => window[${JSON.stringify(ASK_BINDING)}](channel, structuredClone(message)),
      on: (channel, listener) => {
        listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      },
    },
  };
  const require = (name) => {
    if (name !== 'electron') throw new Error('a sandboxed preload may not require ' + name);
    return electron;
  };
  (function (require, exports, module) {
${preload}
  })(require, {}, {});
})();`;
}
