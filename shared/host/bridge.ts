/**
 * The small object the preload puts on the page as `window.linliHost`: the shape is all the page may know of Electron.
 * Names and payloads cross as plain structured-clone values; the checks live in the host, not here.
 * Refusals come back as values, because an Error loses its fields on the way through the context bridge.
 */
import type { EventName, MethodName } from './contract.ts';
import type { HostErrorCode } from './host-error.ts';

/** What one call comes back as; the promise itself never rejects. */
export type BridgeAnswer =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly code: HostErrorCode; readonly detail: string };

export interface HostBridge {
  call(method: string, args: unknown): Promise<BridgeAnswer>;
  /** Returns its own undo. An event name that is not in the contract never fires. */
  on(event: string, listener: (payload: unknown) => void): () => void;
}

/** The name on `window`. */
export const BRIDGE_NAME = 'linliHost';

/** The two IPC channels: one asks, one tells. */
export const CALL_CHANNEL = 'linli:call';
export const EVENT_CHANNEL = 'linli:event';

/** What travels on CALL_CHANNEL and EVENT_CHANNEL. */
export interface BridgeCall {
  readonly method: string;
  readonly args: unknown;
}
export interface BridgeEvent {
  readonly event: EventName;
  readonly payload: unknown;
}

/** The contract's names alone: the preload must not carry the schemas. The types demand that none is missing or extra. */
export const BRIDGE_METHODS: Readonly<Record<MethodName, true>> = {
  'app.info': true,
  'witness.read': true,
  'witness.write': true,
  'journal.append': true,
  'record.edit': true,
  'journal.read': true,
  'snapshot.list': true,
  'snapshot.put': true,
  'snapshot.commit': true,
  'snapshot.get': true,
  'scan.list': true,
  'scan.put': true,
  'scan.commit': true,
  'scan.get': true,
  'scan.remove': true,
  'plan.put': true,
  'plan.commit': true,
  'plan.get': true,
  'plan.sign': true,
  'plan.verify': true,
  'plan.receive': true,
  'plan.answer': true,
  'plan.accept': true,
  'signer.read': true,
  'signer.trust': true,
  'signer.withdraw': true,
  'snapshot.retain': true,
  'local.read': true,
  'local.write': true,
  'live.directory': true,
  'live.feeds': true,
  'feeds.list': true,
  'feeds.save': true,
  'feeds.remove': true,
  'feeds.start': true,
  'feeds.stop': true,
  'feeds.test': true,
  'feeds.quarantine': true,
  'feeds.raw': true,
  'feeds.retry': true,
  'live.acknowledge': true,
  'live.signals': true,
  'live.shelve': true,
  'live.unshelve': true,
  'live.readings': true,
  'case.command': true,
  'case.report': true,
  'cameras.list': true,
  'cameras.save': true,
  'cameras.remove': true,
  'camera.view': true,
  'case.openOn': true,
  'shift.handOver': true,
  'shift.takeOver': true,
  'duty.read': true,
  'duty.takeOver': true,
  'case.settings': true,
  'case.configure': true,
  'uplink.list': true,
  'uplink.save': true,
  'uplink.remove': true,
  'uplink.start': true,
  'uplink.stop': true,
  'uplink.test': true,
  'uplink.conflicts': true,
  'uplink.decide': true,
  'simulator.set': true,
  'files.space': true,
  'window.preferences': true,
  'basemap.read': true,
  'basemap.settings': true,
  'basemap.write': true,
  'wall.read': true,
  'wall.send': true,
  'wall.attend': true,
  'window.open': true,
  'vault.status': true,
  'vault.create': true,
  'vault.unlock': true,
  'vault.lock': true,
  'vault.core': true,
  'vault.keys': true,
  'vault.change': true,
  'people.list': true,
  'people.switch': true,
  'people.save': true,
  'people.remove': true,
  'audit.append': true,
  'audit.status': true,
  'audit.read': true,
  'disclosure.read': true,
  'disclosure.remember': true,
  'disclosure.status': true,
  'disclosure.forget': true,
};
export const BRIDGE_EVENTS: Readonly<Record<EventName, true>> = {
  'journal.appended': true,
  'local.changed': true,
  'basemap.changed': true,
  'cases.settings': true,
  'duty.changed': true,
  'live.signals': true,
  'wall.changed': true,
  'feeds.changed': true,
  'uplink.changed': true,
  'menu.command': true,
  'power.changed': true,
  'vault.changed': true,
};
