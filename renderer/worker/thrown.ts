/**
 * How an error crosses from the worker to the page: name, message, code and parameters, so that typed errors stay
 * typed. Comlink by itself keeps only the message. Both sides must call `keepErrorCodes` before the first call.
 */
import * as Comlink from 'comlink';

interface Thrown {
  name: string;
  message: string;
  /** Own enumerable fields: code, position, params ... plain data only. */
  fields: Record<string, unknown>;
}

interface ThrownValue {
  value: unknown;
}

function thrownOf(error: unknown): Thrown {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), fields: {} };
  const fields: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(error)) if (typeof value !== 'function') fields[key] = value;
  return { name: error.name, message: error.message, fields: JSON.parse(JSON.stringify(fields)) };
}

/** Replaces Comlink's handler for thrown values. */
export function keepErrorCodes(): void {
  const original = Comlink.transferHandlers.get('throw');
  if (!original) return;
  Comlink.transferHandlers.set('throw', {
    canHandle: original.canHandle,
    serialize: (thrown: ThrownValue) => [thrownOf(thrown.value), []],
    deserialize: (thrown: Thrown) => {
      const error = Object.assign(new Error(thrown.message), thrown.fields);
      error.name = thrown.name;
      throw error;
    },
  });
}
