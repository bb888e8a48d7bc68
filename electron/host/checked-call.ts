/**
 * The core that both registrars share (register.ts over IPC, socket.ts over a WebSocket): known method, size limit, arguments by
 * schema, the handler, result by schema. Whatever goes wrong becomes a HostError; nothing else crosses the contract.
 */
import * as v from 'valibot';
import {
  EVENTS,
  type EventName,
  type Handlers,
  METHODS,
  type MethodName,
} from '../../shared/host/contract.ts';
import { HostError, type HostErrorCode } from '../../shared/host/host-error.ts';
import { diskError } from '../services/disk-error.ts';

/** What travels back: plain data, so that it survives JSON and structured clone alike. */
export type Reply =
  | { ok: true; result: unknown }
  | { ok: false; error: { code: HostErrorCode; detail: string } };

/** Told about errors that are not HostErrors, so that they can be logged; must not throw. */
export type Report = (method: string, error: unknown) => void;

/**
 * Runs one call. `bytes`: size of the arguments as they came over the wire; null: measure them as JSON here.
 * Never rejects.
 */
export async function checkedCall(
  handlers: Handlers,
  method: unknown,
  args: unknown,
  bytes: number | null,
  report: Report = () => {},
): Promise<Reply> {
  try {
    if (!isMethod(method)) throw new HostError('unknown-method');
    const definition = METHODS[method];
    const size = bytes ?? jsonBytes(args);
    if (size > definition.limit) {
      throw new HostError('too-large', `${method}: ${size} of ${definition.limit} bytes`);
    }
    const parsed = v.safeParse(definition.args, args);
    if (!parsed.success) throw new HostError('bad-arguments', `${method}: ${issuePath(parsed.issues)}`);
    // The schema of `method` made the argument, which the compiler cannot follow through the index.
    const handler = handlers[method] as (args: unknown) => Promise<unknown>;
    const result = v.safeParse(definition.result, await handler(parsed.output));
    if (!result.success) throw new HostError('bad-result', `${method}: ${issuePath(result.issues)}`);
    return { ok: true, result: result.output };
  } catch (error) {
    if (!(error instanceof HostError)) report(typeof method === 'string' ? method : '?', error);
    const { code, detail } = diskError(error);
    return { ok: false, error: { code, detail } };
  }
}

/** A payload as its schema allows it, or HostError 'bad-result': a host must not send what pages do not expect. */
export function checkedEvent(event: EventName, payload: unknown): unknown {
  const parsed = v.safeParse(EVENTS[event], payload);
  if (!parsed.success) throw new HostError('bad-result', `${event}: ${issuePath(parsed.issues)}`);
  return parsed.output;
}

function isMethod(method: unknown): method is MethodName {
  return typeof method === 'string' && Object.hasOwn(METHODS, method);
}

function jsonBytes(args: unknown): number {
  try {
    return Buffer.byteLength(JSON.stringify(args) ?? '');
  } catch {
    throw new HostError('bad-arguments', 'not plain data');
  }
}

/** Where the data was wrong, never what it was: values may be personal. */
function issuePath(issues: readonly v.BaseIssue<unknown>[]): string {
  const issue = issues[0];
  return `${v.getDotPath(issue) ?? 'value'} should be ${issue.expected ?? issue.type}`;
}
