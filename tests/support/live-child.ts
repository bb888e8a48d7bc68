/**
 * What the measurements of live alerts need beside host and page: `broker FOLDER PROFILE` runs a broker and names it in the profile as a source,
 * `publish URL PROFILE RATE SECONDS ALARMS FROM` sends RATE messages a second, ALARMS of them alarms of devices that were calm (those from
 * FROM on), and prints when each was sent; `events PROFILE COUNT` fills the journal of a profile that no host has open.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import mqtt from 'mqtt';
import { AlertBook } from '../../electron/services/alert-book.ts';
import { AuditLog, AuditReplay } from '../../electron/services/audit-log.ts';
import { CaseBook } from '../../electron/services/cases/case-book.ts';
import { CaseEngine } from '../../electron/services/cases/case-engine.ts';
import { CaseSettings } from '../../electron/services/cases/case-settings.ts';
import { openJournal } from '../../electron/services/journal.ts';
import { systemClock } from '../../electron/services/live-alerts.ts';
import type { Directory } from '../../shared/host/contract.ts';
import type { DeviceKind } from '../../shared/model/words.ts';
import { mqttSource } from './feed-fixtures.ts';
import { madeBroker } from './made-broker.ts';
import { hasMosquitto, madeMosquitto } from './mosquitto.ts';

/** Messages go out in turns of so many ms. */
const TURN_MS = 20;

const [mode, first, second, ...rest] = process.argv.slice(2);
const say = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);

switch (mode) {
  case 'broker':
    await broker(first, second);
    break;
  case 'publish': {
    const [rate, seconds, alarms, from] = rest.map(Number);
    await publish(first, devicesOf(second).slice(from), rate, seconds, alarms);
    process.exit(0);
    break;
  }
  case 'events':
    await fill(first, Number(second));
    process.exit(0);
    break;
}

function directoryOf(profile: string): Directory {
  return JSON.parse(readFileSync(join(profile, 'directory.json'), 'utf8'));
}

/** Those whose alarm is one at once. */
function devicesOf(profile: string): Directory['devices'] {
  return directoryOf(profile).devices.filter(({ kind }) => kind === 'smoke' || kind === 'oneKey');
}

async function broker(folder: string, profile: string): Promise<void> {
  const made = hasMosquitto
    ? await madeMosquitto(folder, [], false)
    : { ...(await madeBroker()), start: async () => {} };
  await made.start();
  const source = mqttSource(made.url, { canary: false });
  writeFileSync(
    join(profile, 'feeds.json'),
    JSON.stringify({ format: 'linli-feeds', version: 1, sources: [source], secrets: { plain: {} } }),
  );
  writeFileSync(join(profile, 'simulator.json'), JSON.stringify({ running: false, scenario: 'quiet-day' }));
  say({ url: made.url, broker: hasMosquitto ? 'mosquitto' : 'aedes', devices: devicesOf(profile).length });
}

async function publish(
  url: string,
  devices: Directory['devices'],
  rate: number,
  seconds: number,
  alarmRate: number,
): Promise<void> {
  const client = await mqtt.connectAsync(url);
  const alarms = Math.min(devices.length, alarmRate * seconds);
  const calm = devices.slice(alarms);
  const sent: number[] = [];
  let seq = 0;
  const send = (device: Directory['devices'][number], alarm: boolean) => {
    seq++;
    const value = alarm ? 1 : 0.01;
    const text = { id: `b-${Date.now()}-${seq}`, at: Date.now(), device: device.id, kind: device.kind };
    client.publish(
      `linli/${alarm ? 'life' : 'bulk'}/${device.kind}/x`,
      JSON.stringify({ ...text, value, alarm, seq }),
      { qos: 1 },
    );
  };
  const began = performance.now();
  const whole = rate * seconds;
  for (let messages = 0; messages < whole; ) {
    const due = Math.min(whole, Math.ceil(((performance.now() - began) / 1000) * rate));
    for (; messages < due; messages++) {
      const next = Math.floor(((messages + 1) / whole) * alarmRate * seconds);
      if (next > sent.length && sent.length < alarms) {
        send(devices[sent.length], true);
        sent.push(Date.now());
      } else if (next > sent.length) send(devices[messages % alarms], true);
      else if (calm.length > 0) send(calm[messages % calm.length], false);
    }
    await pause(TURN_MS);
  }
  say({ sent, took: (performance.now() - began) / 1000 });
  await client.endAsync();
}

/** Alarms of all devices come and go, with the cases that are opened on them, until the journal has as many records. */
async function fill(profile: string, count: number): Promise<void> {
  const directory = directoryOf(profile);
  const alerts = new AlertBook();
  const book = new CaseBook();
  const replay = new AuditReplay();
  const journal = await openJournal({
    folder: join(profile, 'journal'),
    now: Date.now,
    onReplay: (record) => {
      alerts.replay(record);
      book.replay(record);
      replay.replay(record);
    },
  });
  let records = 0;
  journal.onAppended((appended) => {
    records += appended.length;
    for (const record of appended) book.replay(record);
  });
  const audit = await AuditLog.open({ folder: profile, journal, now: Date.now, replay, anchor: null });
  const settings = await CaseSettings.open(profile);
  const known = new Map(directory.devices.map((device) => [device.id, device]));
  const engine = new CaseEngine({
    ...{ journal, alerts, book, audit, settings, clock: systemClock },
    directory: () => directory,
    deviceOf: (id) => known.get(id),
  });
  for (let active = true; records < count; active = !active)
    for (let from = 0; from < directory.devices.length && records < count; from += 200)
      await alerts.apply(
        journal,
        directory.devices.slice(from, from + 200).map((device) => ({
          device,
          reading: {
            kind: device.kind as DeviceKind,
            value: 1,
            active,
            at: Date.now(),
            demo: directory.demo,
          },
        })),
      );
  await engine.close();
  await journal.close();
  say({ records, cases: [...book.all()].length });
}
