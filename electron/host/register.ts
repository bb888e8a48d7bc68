/**
 * The contract over Electron's IPC: the only file that touches `ipcMain`. A call is answered when it comes from the main
 * frame of a window of ours on exactly our origin; events go to those windows and nowhere else.
 * Bulk bytes travel by the custom scheme (/bulk/<token>), never here.
 */
import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import {
  type BridgeAnswer,
  type BridgeEvent,
  CALL_CHANNEL,
  EVENT_CHANNEL,
} from '../../shared/host/bridge.ts';
import type { EventName, EventPayload, Handlers } from '../../shared/host/contract.ts';
import { APP_ORIGIN, isOwnUrl } from '../policy.ts';
import type { HostEvents } from '../services/events.ts';
import { checkedCall, checkedEvent, type Report } from './checked-call.ts';

export interface RegisterParts {
  readonly handlers: Handlers;
  readonly events: HostEvents;
  /** Live contents of our windows. */
  contents(): readonly WebContents[];
  readonly report?: Report;
}

/** Starts to answer and to send. Returns the undo. */
export function registerHost(parts: RegisterParts): () => void {
  ipcMain.handle(CALL_CHANNEL, (event, message: unknown) => answer(parts, event, message));
  const unsubscribe = parts.events.subscribe((event, payload) => {
    const checked = checkedEvent(event, payload);
    for (const contents of parts.contents()) send(contents, event, checked);
  });
  return () => {
    unsubscribe();
    ipcMain.removeHandler(CALL_CHANNEL);
  };
}

/** Sends one event to one page, such as a command of the menu to the window in front. */
export function sendEvent<E extends EventName>(
  contents: WebContents,
  event: E,
  payload: EventPayload<E>,
): void {
  send(contents, event, checkedEvent(event, payload));
}

function send(contents: WebContents, event: EventName, payload: unknown): void {
  // The error page of a window has no bridge, and a page on its way out none any more.
  if (contents.isDestroyed() || contents.isCrashed()) return;
  const message: BridgeEvent = { event, payload };
  contents.send(EVENT_CHANNEL, message);
}

async function answer(
  parts: RegisterParts,
  event: IpcMainInvokeEvent,
  message: unknown,
): Promise<BridgeAnswer> {
  if (!isOurPage(event, parts.contents())) return { ok: false, code: 'not-allowed', detail: '' };
  const method = fieldOf(message, 'method');
  const reply = await checkedCall(parts.handlers, method, fieldOf(message, 'args'), null, parts.report);
  return reply.ok ? reply : { ok: false, ...reply.error };
}

/**
 * Everything must agree: a window we opened, its main frame (a null frame has navigated away or died), the origin as
 * Chromium states it and the address. An `about:blank` child inherits the origin but not the address, so it fails.
 */
function isOurPage(event: IpcMainInvokeEvent, ours: readonly WebContents[]): boolean {
  const frame = event.senderFrame;
  if (!frame || frame.detached || frame.parent !== null) return false;
  const contents = ours.find((each) => each.id === event.sender.id);
  if (!contents || frame.frameTreeNodeId !== contents.mainFrame.frameTreeNodeId) return false;
  return frame.origin === APP_ORIGIN && isOwnUrl(frame.url);
}

function fieldOf(message: unknown, name: 'method' | 'args'): unknown {
  if (typeof message !== 'object' || message === null || !Object.hasOwn(message, name)) return undefined;
  return (message as Record<string, unknown>)[name];
}
