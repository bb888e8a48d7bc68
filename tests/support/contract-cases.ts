/** Every method of the contract with arguments that are right and some that are wrong: what contract-conformance.ts sends. */

import { PLAIN_MAPPING } from '../../shared/feeds/mapping.ts';
import type { Source } from '../../shared/feeds/source.ts';
import type { MethodName } from '../../shared/host/contract.ts';
import { DEFAULT_LOCAL_PROFILE } from '../../shared/model/local-profile.ts';
import { auditBody, onlineBasemap, smallDirectory, smallWallView } from './host-fixtures.ts';
import { PLAN_DRAFT } from './signed-plan.ts';

function smallReport() {
  return {
    source: 'citizen',
    device: '',
    matter: 'other',
    level: 4,
    grid: '',
    place: { lng: null, lat: null, building: '', text: '' },
    drill: false,
    follows: '',
  } as const;
}

const ONE_DESTINATION = {
  ...{ type: 'http', id: 'street', name: 'a', enabled: false, sends: ['cases'], drills: false, takes: false },
  ...{ inner: true, url: 'http://127.0.0.1:9', every: 60 },
} as const;

export const WITNESS = {
  epoch: 1,
  generation: 'g1',
  manifestHash: 'ab',
  journalSeq: 0,
  realData: false,
  at: 5,
};

export const MARK = { visible: true, opacity: 1, colorBy: null };
export const NO_SESSION = 'x'.repeat(32);
export const EVENT = {
  kind: 'export',
  subject: '',
  reason: null,
  purpose: 'report',
  count: 3,
  grid: '',
  detail: {},
  note: null,
};
export const PERSON = { id: null, name: 'a', role: 'planner', grids: [], pin: '2580', expiresAt: null };

export const NO_CELLS = { set: {}, geometry: {} };
export const ONE_EDIT = {
  table: 'residents',
  key: 'b1',
  op: 'change',
  set: { education: 'high' },
  geometry: {},
  before: NO_CELLS,
};
export const RECORD_EDIT = {
  session: null,
  after: 0,
  body: {
    generation: 'g',
    edit: '0123456789abcdef',
    edits: [ONE_EDIT],
    sealed: null,
    open: null,
    undoOf: null,
  },
  audit: { ...EVENT, kind: 'record.edited' },
};

/** Stands still: nobody is asked. */
const ONE_SOURCE: Source = {
  ...{ type: 'mqtt', id: 'one', name: '一', enabled: false, drill: false, mapping: PLAIN_MAPPING },
  ...{ url: 'mqtt://127.0.0.1:9', life: ['a/+'], bulk: ['b/#'], canary: true },
};

const NOBODY = { at: 1, by: { id: '', name: '', role: null } };
const SIGNED_PLAN = {
  body: { ...PLAN_DRAFT, submitted: NOBODY },
  key: 'A'.repeat(43),
  signature: 'A'.repeat(86),
};
const SIGNED_ANSWER = {
  ...SIGNED_PLAN,
  body: {
    ...{ kind: 'answer', plan: 'p-abc123', name: 'a', community: 'a', submission: '0'.repeat(64) },
    ...{ state: 'draft', effectiveFrom: null, note: '', said: NOBODY },
  },
};

/** Arguments that must pass the schema, per method; `code`: the method itself refuses them. */
export const GOOD: Record<MethodName, { args: unknown; code?: string }> = {
  'app.info': { args: {} },
  'witness.read': { args: {} },
  'witness.write': { args: WITNESS },
  'journal.append': { args: { session: null, bodies: [auditBody(1)] } },
  'record.edit': { args: RECORD_EDIT },
  'journal.read': { args: { after: 0, limit: 10 } },
  'snapshot.list': { args: {} },
  'snapshot.put': { args: { generation: 'g', name: 'y', bytes: 10 } },
  'snapshot.commit': { args: { token: 'none', sha256: '00' }, code: 'not-found' },
  'snapshot.get': { args: { generation: 'no such' } },
  'snapshot.retain': { args: { session: 'A'.repeat(32), generation: 'no such' } },
  'scan.list': { args: {} },
  'scan.put': { args: { session: null, part: '0123456789abcdef.picture', bytes: 10 } },
  'scan.commit': { args: { token: 'none', sha256: '00' }, code: 'not-found' },
  'scan.get': { args: { part: '0123456789abcdef.placement' } },
  'scan.remove': { args: { session: null, part: '0123456789abcdef.placement' } },
  'plan.put': { args: { plan: 'p-abc123', bytes: 10 } },
  'plan.commit': { args: { token: 'none', sha256: '00' }, code: 'not-found' },
  'plan.get': { args: { plan: 'p-abc123' } },
  'plan.sign': { args: { session: null, draft: PLAN_DRAFT }, code: 'not-found' },
  'plan.answer': { args: { session: null, plan: 'p-abc123' }, code: 'not-found' },
  'plan.verify': { args: { file: SIGNED_PLAN } },
  'plan.receive': { args: { session: null, file: SIGNED_PLAN, from: 'plan-0' }, code: 'not-allowed' },
  'plan.accept': { args: { session: null, file: SIGNED_ANSWER }, code: 'not-allowed' },
  'signer.read': { args: { session: null } },
  'signer.trust': { args: { session: null, key: 'A'.repeat(43), name: 'a' } },
  'signer.withdraw': { args: { session: null, key: 'A'.repeat(43) } },
  'local.read': { args: {} },
  'local.write': { args: { session: null, profile: DEFAULT_LOCAL_PROFILE } },
  'live.directory': { args: smallDirectory(false) },
  'live.feeds': { args: {} },
  'uplink.list': { args: { session: null } },
  'uplink.save': { args: { session: null, destination: ONE_DESTINATION, secrets: {} } },
  'uplink.remove': { args: { session: null, id: 'none' }, code: 'not-found' },
  'uplink.start': { args: { session: null, id: 'none' }, code: 'not-found' },
  'uplink.stop': { args: { session: null, id: 'none' }, code: 'not-found' },
  'uplink.test': { args: { session: null, destination: ONE_DESTINATION, secrets: {} } },
  'uplink.conflicts': { args: { session: null } },
  'uplink.decide': {
    args: { session: null, item: { destination: 'none', seq: 1 }, decision: 'retry', reason: null },
    code: 'not-found',
  },
  'feeds.list': { args: { session: null } },
  'feeds.save': { args: { session: null, source: ONE_SOURCE, secrets: {} } },
  'feeds.remove': { args: { session: null, id: 'none' }, code: 'not-found' },
  'feeds.start': { args: { session: null, id: 'none' }, code: 'not-found' },
  'feeds.stop': { args: { session: null, id: 'none' }, code: 'not-found' },
  'feeds.test': { args: { session: null, source: ONE_SOURCE, secrets: {}, sample: null } },
  'feeds.quarantine': { args: { session: null, source: null } },
  'feeds.raw': { args: { session: null, id: 'none' }, code: 'not-found' },
  'feeds.retry': { args: { session: null, ids: ['none'] } },
  'live.acknowledge': { args: { session: null, seat: 'operator', alerts: [] } },
  'live.signals': { args: {} },
  'live.shelve': {
    args: { session: null, seat: 'operator', alert: 'none', reason: 'works', until: 1_900_000_000_000 },
  },
  'live.unshelve': { args: { session: null, seat: 'operator', alert: 'none' } },
  'live.readings': { args: { session: null, kind: 'smoke', device: null, from: 0, until: 1 } },
  'case.command': {
    args: {
      session: null,
      seat: 'operator',
      command: { id: 'k-1', caseId: 'c-1', version: 1, does: { kind: 'verify' }, sealed: null },
    },
  },
  'case.report': {
    args: { session: null, seat: 'operator', id: 'k-2', report: smallReport(), sealed: null },
  },
  'case.openOn': { args: { session: null, seat: 'operator', alert: 'a' } },
  'duty.read': { args: {} },
  'duty.takeOver': { args: { session: null, seat: 'supervisor' }, code: 'conflict' },
  'shift.handOver': { args: { session: null, seat: 'operator', id: 'h-abcdef12' } },
  'shift.takeOver': { args: { session: null, seat: 'supervisor', id: 'h-unknown1' }, code: 'not-found' },
  'cameras.list': { args: { session: null } },
  'cameras.save': {
    args: {
      session: null,
      camera: { id: 'CAM-1', kind: 'snapshot', url: 'http://127.0.0.1:9/a', roles: ['dutyOperator'] },
    },
  },
  'cameras.remove': { args: { session: null, id: 'none' }, code: 'not-found' },
  'camera.view': { args: { session: null, seat: 'operator', camera: 'CAM-1', caseId: '' } },
  'case.settings': { args: {} },
  'case.configure': { args: { session: null } },
  'simulator.set': { args: { running: false, scenario: 'quiet-day' } },
  'files.space': { args: {} },
  'window.preferences': { args: { language: 'en', theme: 'light' } },
  'basemap.read': { args: {} },
  'basemap.settings': { args: { session: null } },
  'basemap.write': { args: { session: null, basemap: onlineBasemap() } },
  'wall.read': { args: {} },
  'wall.send': { args: { session: null, view: smallWallView() } },
  'wall.attend': { args: { id: 'w-1', showing: 0, leaving: false } },
  'window.open': { args: { page: 'wall' } },
  'vault.status': { args: {} },
  'vault.create': {
    args: { passphrase: 'short', keyringOpensAll: false, person: { name: 'a', pin: '2580' } },
    code: 'weak-secret',
  },
  'vault.unlock': { args: { by: 'passphrase', secret: 'a', person: null, pin: '' }, code: 'vault-missing' },
  'vault.lock': { args: {} },
  'vault.core': { args: {}, code: 'vault-missing' },
  'vault.keys': { args: { session: NO_SESSION }, code: 'session-over' },
  'vault.change': {
    args: { session: NO_SESSION, passphrase: 'a', change: { what: 'recovery' } },
    code: 'session-over',
  },
  'people.list': { args: {} },
  'people.switch': { args: { person: 'p-1', pin: '1' }, code: 'vault-missing' },
  'people.save': { args: { session: NO_SESSION, person: PERSON }, code: 'session-over' },
  'people.remove': { args: { session: NO_SESSION, id: 'p-1' }, code: 'session-over' },
  'audit.append': { args: { session: null, events: [EVENT] } },
  'audit.status': { args: {} },
  'audit.read': { args: { session: NO_SESSION, after: 0, limit: 1 }, code: 'session-over' },
  'disclosure.read': { args: { after: 0 }, code: 'vault-missing' },
  'disclosure.remember': {
    args: { session: null, answers: 'A'.repeat(27), after: 0 },
    code: 'vault-missing',
  },
  'disclosure.status': { args: {}, code: 'vault-missing' },
  'disclosure.forget': { args: { session: NO_SESSION, passphrase: 'a' }, code: 'vault-missing' },
};

export const BAD: Record<MethodName, unknown[]> = {
  'app.info': ['x', null],
  'witness.read': [7],
  'witness.write': [{}, { ...WITNESS, epoch: '1' }],
  'journal.append': [
    { bodies: [auditBody(1)] },
    { session: null, bodies: [{ kind: 'made-up' }] },
    { session: null, bodies: [{ ...auditBody(1), count: 'one' }] },
  ],
  'record.edit': [
    {},
    { ...RECORD_EDIT, body: { ...RECORD_EDIT.body, edits: [] } },
    { ...RECORD_EDIT, body: { ...RECORD_EDIT.body, edits: [{ ...ONE_EDIT, set: { name: '张三' } }] } },
    { ...RECORD_EDIT, body: { ...RECORD_EDIT.body, edits: [{ ...ONE_EDIT, key: '__proto__' }] } },
  ],
  'journal.read': [{ after: '0', limit: 1 }, { after: 0 }],
  'snapshot.list': ['x'],
  'snapshot.put': [
    { generation: 1, name: 'y', bytes: 1 },
    { generation: 'g', name: 'y', bytes: -1 },
  ],
  'snapshot.commit': [{ token: 'x' }],
  'snapshot.get': [{ generation: null }],
  'scan.list': ['x'],
  'scan.put': [
    { session: null, part: '../../etc/passwd', bytes: 1 },
    { session: null, part: '0123456789abcdef.picture', bytes: -1 },
    { part: '0123456789abcdef.picture', bytes: 1 },
  ],
  'scan.commit': [{ token: 'x' }],
  'scan.get': [{ part: '0123456789abcdef' }],
  'scan.remove': [{ session: null, part: '' }],
  'plan.put': [
    { plan: '../../etc/passwd', bytes: 1 },
    { plan: 'p-abc123', bytes: -1 },
  ],
  'plan.commit': [{ token: 'x' }],
  'plan.get': [{ plan: 'P-ABC123' }],
  'plan.sign': [
    { session: null, draft: { ...PLAN_DRAFT, extra: 1 } },
    { session: null, draft: { ...PLAN_DRAFT, steps: [{ ...PLAN_DRAFT.steps[0], patch: {} }] } },
  ],
  'plan.answer': [{ session: null, plan: '../p' }],
  'plan.verify': [{ file: { ...SIGNED_PLAN, key: 'A' } }, { file: { ...SIGNED_ANSWER, signature: '=' } }],
  'plan.receive': [{ session: null, file: SIGNED_ANSWER, from: 'plan-0' }],
  'plan.accept': [
    { session: null, file: SIGNED_PLAN },
    { session: null, file: { ...SIGNED_ANSWER, body: { ...SIGNED_ANSWER.body, state: 'effective' } } },
  ],
  'signer.read': [{}],
  'signer.trust': [{ session: null, key: 'A'.repeat(43), name: ' ' }],
  'signer.withdraw': [{ session: null, key: 'A'.repeat(44) }],
  'snapshot.retain': [{ generation: 1 }],
  'local.read': [null],
  'local.write': [{ session: null, profile: { ...DEFAULT_LOCAL_PROFILE, gridTarget: { min: 9, max: 1 } } }],
  'live.directory': [{ ...smallDirectory(true), devices: [{}] }],
  'live.feeds': [null],
  'uplink.list': [{}],
  'uplink.save': [
    { session: null, destination: { ...ONE_DESTINATION, inner: false }, secrets: {} },
    { session: null, destination: { ...ONE_DESTINATION, url: 'http://a:b@10.0.0.1/' }, secrets: {} },
    { session: null, destination: { ...ONE_DESTINATION, url: 'file:///etc/passwd' }, secrets: {} },
  ],
  'uplink.remove': [{ session: null }],
  'uplink.start': [{ id: 'a' }],
  'uplink.stop': [{ session: 'a', id: 'a' }],
  'uplink.test': [{ session: null, destination: {}, secrets: {} }],
  'uplink.conflicts': [{}],
  'uplink.decide': [{ session: null, item: {}, decision: 'retry', reason: null }],
  'feeds.list': [{}],
  'feeds.save': [
    { session: null, source: { ...ONE_SOURCE, url: 'http://a' }, secrets: {} },
    { session: null, source: { ...ONE_SOURCE, url: 'mqtt://user:word@a' }, secrets: {} },
    { session: null, source: ONE_SOURCE, secrets: { token: 'two words' } },
  ],
  'feeds.remove': [{ session: null }],
  'feeds.start': [{ id: 'a' }],
  'feeds.stop': [{ session: 'a', id: 'a' }],
  'feeds.test': [{ session: null, source: {}, secrets: {}, sample: null }],
  'feeds.quarantine': [{ session: null }],
  'feeds.raw': [{ session: null, id: 1 }],
  'feeds.retry': [{ session: null, ids: Array(501).fill('a') }],
  'live.acknowledge': [
    { session: null, seat: 'operator', alerts: 'all' },
    { session: null, seat: 'nobody', alerts: [] },
    { session: null, seat: 'operator', alerts: Array(5001).fill('a') },
  ],
  'live.signals': [null],
  'live.shelve': [
    { session: null, seat: 'operator', alert: 'a', reason: 'annoying', until: 1 },
    { session: null, seat: 'operator', alert: 'a', reason: 'works', until: 1.5 },
    { session: null, seat: 'operator', alert: 'a', reason: 'works' },
  ],
  'live.unshelve': [{ session: null, seat: 'operator', alert: '' }],
  'live.readings': [
    { session: null, kind: 'kettle', device: null, from: 0, until: 1 },
    { session: null, kind: 'smoke', from: 0, until: 1 },
  ],
  'case.command': [{ session: null, seat: 'operator', command: { id: 'k 1' } }],
  'case.report': [
    { session: null, seat: 'operator', id: 'k-2', report: { ...smallReport(), level: 5 }, sealed: null },
  ],
  'case.openOn': [{ session: null, seat: 'operator' }],
  'duty.read': [null],
  'duty.takeOver': [{ session: null, seat: 'king' }],
  'shift.handOver': [{ session: null, seat: 'operator', id: 'h 1' }],
  'shift.takeOver': [{ session: null, seat: 'nobody', id: 'h-abcdef12' }],
  'cameras.list': [{}],
  'cameras.save': [
    { session: null, camera: { id: 'CAM-1', kind: 'snapshot', url: 'file:///etc/passwd', roles: [] } },
    { session: null, camera: { id: 'CAM-1', kind: 'mjpeg', url: 'http://u:p@10.0.0.1/', roles: [] } },
    { session: null, camera: { id: '', kind: 'mjpeg', url: 'http://10.0.0.1/', roles: [] } },
  ],
  'cameras.remove': [{ session: null, id: '../x' }],
  'camera.view': [{ session: null, seat: 'operator', camera: 'a b', caseId: '' }],
  'case.settings': [null],
  'case.configure': [
    { session: null, rules: {} },
    { session: null, signals: {} },
  ],
  'simulator.set': [{ running: true, scenario: 'flood' }],
  'files.space': [null],
  'window.preferences': [{ language: 'fr', theme: 'dark' }, { language: 'zh' }],
  'basemap.read': [null],
  'basemap.settings': [{}],
  'basemap.write': [
    { session: null },
    { session: null, basemap: { ...onlineBasemap(), address: 'file:///etc/{z}/{x}/{y}' } },
    { session: null, basemap: { ...onlineBasemap(), address: 'http://tiles.example.org/{z}/{x}/{y}.png' } },
    { session: null, basemap: { ...onlineBasemap(), minZoom: 9, maxZoom: 3 } },
    { session: null, basemap: { ...onlineBasemap(), attribution: '' } },
  ],
  'wall.read': [null],
  'wall.send': [
    { session: null },
    { session: null, view: { ...smallWallView(), marks: { residents: MARK } } },
    { session: null, view: { ...smallWallView(), marks: { ...smallWallView().marks, residents: MARK } } },
    { session: null, view: { ...smallWallView(), measure: { layer: 'residents', grids: [[0, 7]] } } },
    { session: null, view: { ...smallWallView(), camera: { ...smallWallView().camera, lng: 500 } } },
    { session: null, view: { ...smallWallView(), filter: 'name = "张三"' } },
  ],
  'wall.attend': [
    { id: '', showing: 0, leaving: false },
    { id: 'w', showing: 'none', leaving: false },
  ],
  'window.open': [{ page: 'admin' }],
  'vault.status': [null],
  'vault.create': [
    {},
    { passphrase: 'x'.repeat(257), keyringOpensAll: false, person: { name: 'a', pin: '1' } },
  ],
  'vault.unlock': [{ by: 'file', secret: '', person: null, pin: '' }],
  'vault.lock': [7],
  'vault.core': [null],
  'vault.keys': [{ session: 'short' }],
  'vault.change': [{ session: NO_SESSION, passphrase: 'a', change: { what: 'everything' } }],
  'people.list': [null],
  'people.switch': [{ person: 1, pin: '1' }],
  'people.save': [{ session: NO_SESSION, person: { ...PERSON, role: 'king' } }],
  'people.remove': [{ session: NO_SESSION }],
  'audit.append': [
    { session: null, events: [] },
    { session: null, events: [{ ...EVENT, kind: 'vault.unlocked' }] },
    { session: null, events: [{ ...EVENT, detail: { name: '张三' } }] },
  ],
  'audit.status': ['x'],
  'audit.read': [{ session: NO_SESSION, after: 0 }],
  'disclosure.read': [null, { after: -1 }],
  'disclosure.remember': [
    { session: null, answers: 1, after: 0 },
    { answers: 'A'.repeat(27), after: 0 },
  ],
  'disclosure.status': [null],
  'disclosure.forget': [{ session: NO_SESSION }, { session: null, passphrase: 'a' }],
};
