/** The documented layout is the one that is sent, and nothing personal passes it. Documents are written anew with LINLI_GOLDEN set. */
import { readFileSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { NO_HEAD } from '../../../../shared/access/audit.ts';
import type { CaseEvent } from '../../../../shared/cases/case-event.ts';
import type { JournalBody, JournalRecord } from '../../../../shared/host/journal-record.ts';
import { OUT_ENVELOPE } from '../../../../shared/uplink/cloud-event.ts';
import { askedBy, DOWN_DATA, LATER_TYPES } from '../../../../shared/uplink/down-events.ts';
import { bareEvent, withId } from '../../../../shared/uplink/up-data.ts';
import { UP_DATA } from '../../../../shared/uplink/up-events.ts';
import { UpFold } from '../../../../shared/uplink/up-refs.ts';
import { jsonSchema } from '../../../support/json-schema.ts';

function kept(path: string, text: string): string {
  if (process.env['LINLI_GOLDEN']) writeFileSync(path, text);
  return readFileSync(path, 'utf8');
}

const propertiesOf = (schema: object) => jsonSchema(schema)['properties'] as Record<string, unknown>;

const AT = Date.UTC(2026, 10, 30, 8);
const SOURCE = 'urn:linli:0123456789abcdef';
const SECRET = '张三 13800138000';

function caseEvent(n: number, does: CaseEvent['does'], more: Partial<CaseEvent> = {}): JournalBody {
  const event: CaseEvent = {
    ...{ id: `c${n}`, caseId: 'c-one', n, at: AT, by: 'p-0123456789abcdef', role: 'operator' },
    ...{ from: n === 1 ? null : 'received', to: 'received', escalation: 0, does },
    begins: [{ key: 'acknowledge:1', kind: 'acknowledge', dueAt: AT + 60_000, task: '', level: 0 }],
    ...{
      sealed: { v: 1, key: 'k', box: SECRET } as unknown as CaseEvent['sealed'],
      prev: NO_HEAD.hash,
      hash: NO_HEAD.hash,
    },
    ...more,
  };
  return { kind: 'case.event', event };
}

const ALERT: Extract<JournalBody, { kind: 'alert.changed' }>['alert'] = {
  ...{
    id: 'D1:smoke:x',
    device: 'D1',
    kind: 'smoke',
    level: 1,
    lng: 120.6,
    lat: 31.3,
    place: `${SECRET}家`,
    building: 4,
  },
  ...{ active: true, acknowledged: false, acknowledgedBy: 'p-0123456789abcdef', raisedAt: AT, lastAt: AT },
  ...{ clearedAt: 0, acknowledgedAt: 0, repeats: 0, value: 0.4, demo: false },
};

const BODIES: JournalBody[] = [
  caseEvent(1, {
    ...{
      kind: 'open',
      caseNo: '20261130-0001',
      source: 'citizen',
      device: '',
      matter: 'streetLight',
      level: 3,
    },
    ...{
      grid: 'G1',
      place: { lng: 120.6, lat: 31.3, building: 'B1', text: '张三家' },
      alert: '',
      receivedAt: AT,
    },
    ...{ drill: false, progressCode: 'ACDE3467', follows: '' },
  }),
  caseEvent(2, { kind: 'dispatch', assignee: { kind: 'worker', id: 'w-zhangsan' } }),
  caseEvent(3, { kind: 'arrive', task: 't1', at: { lng: 120.61234, lat: 31.31234 }, reason: null }),
  caseEvent(4, {
    ...{ kind: 'feedback', task: 't1', result: 'solved' },
    proof: [{ kind: 'photo', hash: '0'.repeat(64), lng: 120.61234, lat: 31.31234, at: AT }],
  }),
  { kind: 'alert.changed', alert: { ...ALERT } },
  { kind: 'alert.changed', alert: { ...ALERT, acknowledged: true, acknowledgedAt: AT + 5 } },
  {
    kind: 'uplink.measured',
    measure: {
      what: 'health',
      hour: 494_000,
      kinds: [{ kind: 'smoke', devices: 40, alarming: 1, silent: 2 }],
    },
  },
  {
    kind: 'uplink.measured',
    measure: {
      ...{ what: 'grids', hour: 494_000 },
      grids: [{ grid: 'G1', opened: null, closed: null, open: 15, overdue: null, alerts: 10 }],
    },
  },
  {
    ...{
      kind: 'record.edited',
      generation: 'g1',
      edit: '0123456789abcdef',
      sealed: null,
      by: 'p-0123456789abcdef',
      undoOf: null,
    },
    edits: [
      {
        ...{ table: 'residents', key: 'b7', op: 'change', set: { education: 'high' }, geometry: {} },
        before: { set: { education: 'none' }, geometry: {} },
      },
    ],
    open: { '0/set/name': '张三' },
  },
  {
    ...{
      kind: 'uplink.received',
      destination: 'street',
      event: 'o1',
      from: 'https://street',
      decided: false,
    },
    ...{ type: 'cn.linli.order.created', outcome: 'applied', caseId: 'c-two', reason: '' },
  },
];

function golden() {
  const fold = new UpFold();
  return BODIES.flatMap((body, i) => {
    const record: JournalRecord = { seq: i + 1, at: AT, body };
    const ref = fold.take(record);
    return ref ? [withId(bareEvent(ref, record, SOURCE), ref.seq, 'ab'.repeat(32))] : [];
  });
}

describe('the layout', () => {
  it('is documented as it is', () => {
    const up = Object.entries(UP_DATA).map(([type, data]) => [type, jsonSchema(data)] as const);
    // What all events of cases have in common stands once.
    const { does: _does, ...common } = propertiesOf(UP_DATA['cn.linli.case.open']);
    for (const [type, { properties }] of up) {
      if (!type.startsWith('cn.linli.case.')) continue;
      for (const name of Object.keys(common))
        (properties as Record<string, unknown>)[name] = { $ref: `#/$defs/case/${name}` };
    }
    const down = Object.entries(DOWN_DATA).map(([type, data]) => [type, jsonSchema(data)]);
    const typed = (side: string, types: string[]) =>
      types.map((type) => ({
        properties: { type: { const: type }, data: { $ref: `#/$defs/${side}/${type}` } },
      }));
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'Linli uplink: events that go up, as CloudEvents 1.0; those that come down are under $defs/down',
      ...jsonSchema(v.object({ ...OUT_ENVELOPE, type: v.string(), data: v.unknown() })),
      oneOf: typed('up', Object.keys(UP_DATA)),
      $defs: { case: common, up: Object.fromEntries(up), down: Object.fromEntries(down) },
    };
    const text = `${JSON.stringify(schema, null, 1)}\n`;
    expect(kept('docs/formats/uplink.schema.json', text)).toBe(text);
    const page = readFileSync('docs/formats/uplink.md', 'utf8');
    for (const type of [...Object.keys(DOWN_DATA), ...LATER_TYPES]) expect(page).toContain(type);
    const unnamed = Object.keys(UP_DATA).filter(
      (type) => !page.includes(type) && !type.startsWith('cn.linli.case.'),
    );
    expect(unnamed).toEqual([]);
  });

  it('events are as they were', () => {
    const text = `${golden()
      .map((event) => JSON.stringify(event))
      .join('\n')}\n`;
    expect(kept('tests/unit/shared/uplink/events.golden.ndjson', text)).toBe(text);
  });

  it('lets nothing personal through', () => {
    const text = JSON.stringify(golden());
    for (const word of [
      SECRET,
      '张三',
      'ACDE3467',
      'w-zhangsan',
      '120.61234',
      'p-0123456789abcdef',
      'acknowledgedBy',
    ])
      expect(text).not.toContain(word);
    expect(golden().map(({ type }) => type)).toEqual([
      ...['open', 'dispatch', 'arrive', 'feedback'].map((kind) => `cn.linli.case.${kind}`),
      ...['alert.raised', 'alert.acknowledged', 'device.health', 'grid.aggregate'].map(
        (type) => `cn.linli.${type}`,
      ),
      ...['record.changed', 'inbox.result'].map((type) => `cn.linli.${type}`),
    ]);
  });

  it('has a shape for every command of a case', () => {
    const [first] = BODIES;
    if (first.kind !== 'case.event') throw new Error('case');
    const record = { seq: 1, at: AT, body: { ...first, event: { ...first.event, does: { kind: 'odd' } } } };
    const ref = {
      seq: 1,
      at: AT,
      type: 'cn.linli.case.open',
      family: 'cases',
      key: 'case:c',
      drill: false,
      only: '',
    } as const;
    expect(() => bareEvent(ref, record as unknown as JournalRecord, SOURCE)).toThrow();
  });
});

describe('what comes down', () => {
  it('keeps of an order what the layout names, and nothing else', () => {
    const asked = askedBy('cn.linli.order.created', {
      ...{ matter: 'streetLight', level: 2, reporter: SECRET },
      place: { lng: 120.6, lat: 31.3, text: SECRET },
    });
    expect(JSON.stringify(asked)).not.toContain('138');
    expect(asked).toMatchObject({ what: 'order', report: { source: 'upperLevel', level: 2, grid: '' } });
  });

  it.each([
    ['cn.linli.order.created', { matter: 'no such', level: 2 }, 'layout'],
    ['cn.linli.order.created', null, 'layout'],
    ['cn.linli.case.returned', { caseId: '../x' }, 'layout'],
    ['cn.linli.codes.proposed', { anything: 1 }, 'later'],
    ['com.example.other', {}, 'unknown'],
  ])('%s %j is %s', (type, data, what) => {
    expect(askedBy(type, data).what).toBe(what);
  });
});
