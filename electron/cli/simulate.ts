/**
 * `linli simulate`: what the devices of a community would say, published to a real broker, so that a feed can be tried with nothing but a broker. Owns
 * its arguments, the pace and the broker connection; who speaks when is shared/sample/simulator.ts.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import mqtt from 'mqtt';
import * as v from 'valibot';
import { type PlainMessage, plainTopic } from '../../shared/feeds/plain-message.ts';
import {
  type Directory,
  DirectorySchema,
  type Scenario,
  ScenarioSchema,
} from '../../shared/host/contract.ts';
import type { SampleId } from '../../shared/model/bundle.ts';
import { type DeviceKind, WORDS } from '../../shared/model/words.ts';
import { openCommunity } from '../../shared/query/community.ts';
import { directoryOf } from '../../shared/query/directory.ts';
import { createRandom } from '../../shared/sample/random.ts';
import { generateSample } from '../../shared/sample/sample.ts';
import { createSimulator, ordinaryValue } from '../../shared/sample/simulator.ts';
import { readJson } from '../services/durable-file.ts';
import { defaultProfileFolder } from '../services/profile.ts';
import { type CliCommand, CliError } from './command.ts';

const STEP_MS = 100;
/** PUBACKs waited for at most: a broker that falls behind slows us down instead of filling the memory. */
const MOST_UNDER_WAY = 2000;
const SAMPLES: readonly SampleId[] = ['y', 'zjl', 'gusu', 'cun'];

export const simulateCommand: CliCommand = {
  name: 'simulate',
  summary: 'publish what the devices of a community would say to an MQTT broker',
  usage: `  linli simulate --to mqtt://127.0.0.1:1883 [--scenario NAME] [--rate N] [--seed N] [--seconds N]
  --to URL          mqtt, mqtts, ws or wss
  --scenario NAME   ${ScenarioSchema.options.join(', ')} (default: quiet-day)
  --rate N          ordinary readings a second beside it (default: 2)
  --seed N          another seed, other devices (default: 1)
  --seconds N       ends after so long (default: when interrupted)
  --profile DIR     devices of this data folder (default: the one of this user; where there is none, the sample)
  --community NAME  devices of a sample instead: ${SAMPLES.join(', ')}
  --user NAME       its password is taken from LINLI_MQTT_PASSWORD`,
  run: async (args, io) => {
    const wish = readWish(args);
    const directory = await devicesOf(wish);
    if (directory.devices.length === 0) throw new CliError('no devices: open a community in Linli first');
    io.note(`${directory.devices.length} devices, ${wish.scenario}, to ${wish.to}\n`);
    const published = await publish(wish, directory);
    io.out(`${JSON.stringify(published)}\n`);
    return 0;
  },
};

interface Wish {
  to: string;
  scenario: Scenario;
  rate: number;
  seed: number;
  seconds: number;
  profile: string | undefined;
  community: SampleId | undefined;
  user: string | undefined;
}

function readWish(args: readonly string[]): Wish {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{ to: option, scenario: option, rate: option, seed: option, seconds: option },
      ...{ profile: option, community: option, user: option },
    },
  });
  const to = values.to ?? '';
  if (!URL.canParse(to) || !['mqtt:', 'mqtts:', 'ws:', 'wss:'].includes(new URL(to).protocol))
    throw new CliError('--to wants the address of a broker, such as mqtt://127.0.0.1:1883');
  const scenario = v.safeParse(ScenarioSchema, values.scenario ?? 'quiet-day');
  if (!scenario.success) throw new CliError(`no scenario "${values.scenario}"`);
  const community = SAMPLES.find((id) => id === values.community);
  if (values.community !== undefined && !community) throw new CliError(`no sample "${values.community}"`);
  return {
    ...{ to, scenario: scenario.output, community, profile: values.profile, user: values.user },
    rate: numberOf('rate', values.rate, 2),
    seed: numberOf('seed', values.seed, 1),
    seconds: numberOf('seconds', values.seconds, Number.POSITIVE_INFINITY),
  };
}

function numberOf(name: string, text: string | undefined, absent: number): number {
  const number = text === undefined ? absent : Number(text);
  if (Number.isNaN(number) || number < 0) throw new CliError(`--${name} wants a number`);
  return number;
}

async function devicesOf({ profile, community }: Wish): Promise<Directory> {
  if (!community) {
    const folder = resolve(profile ?? defaultProfileFolder());
    const kept = await readJson(join(folder, 'directory.json'), DirectorySchema);
    if (kept) return kept;
    if (profile !== undefined) throw new CliError(`no community was opened in ${folder}`);
  }
  const bundle = generateSample(community ?? 'y', 1);
  return directoryOf(openCommunity(bundle, { today: bundle.asOfDay }), 'sample');
}

/** Resolves to what was published when the time is over or the process is interrupted. */
async function publish(wish: Wish, directory: Directory): Promise<{ published: number; alarms: number }> {
  const client = await connected(wish);
  const speaker = createSpeaker(wish, directory);
  const started = Date.now();
  let underWay = 0;
  const done = { published: 0, alarms: 0 };
  try {
    await new Promise<void>((finish, fail) => {
      const timer = setInterval(() => {
        const now = Date.now();
        if (now - started >= wish.seconds * 1000) end();
        else if (underWay < MOST_UNDER_WAY) for (const said of speaker.step(now)) send(said);
      }, STEP_MS);
      const end = () => {
        clearInterval(timer);
        process.off('SIGINT', end);
        finish();
      };
      const send = ({ message, isAlarm }: Said) => {
        underWay++;
        client.publish(plainTopic(message, isAlarm), JSON.stringify(message), { qos: 1 }, (error) => {
          underWay--;
          if (error) return;
          done.published++;
          if (message.alarm) done.alarms++;
        });
      };
      process.on('SIGINT', end);
      client.once('error', (error) => {
        end();
        fail(error);
      });
    });
  } finally {
    // Waits for the acknowledgements that are still to come.
    await client.endAsync();
  }
  return done;
}

async function connected({ to, user }: Wish) {
  const password = process.env['LINLI_MQTT_PASSWORD'] ?? '';
  try {
    return await mqtt.connectAsync(
      to,
      { protocolVersion: 4, ...(user !== undefined && { username: user, password }) },
      false,
    );
  } catch (error) {
    throw new CliError(`no broker answers at ${to}: ${error instanceof Error ? error.message : 'failed'}`);
  }
}

interface Said {
  message: PlainMessage;
  /** An alarm or the end of one. */
  isAlarm: boolean;
}

/** The scenario, and ordinary readings of calm devices at the rate that was asked for. */
function createSpeaker({ scenario, seed, rate }: Wish, directory: Directory) {
  const simulator = createSimulator(directory, { seed, scenario });
  const random = createRandom(seed, 'ordinary readings');
  const run = Date.now().toString(36);
  const counts = new Map<string, number>();
  const inAlarm = new Set<string>();
  let started: number | null = null;
  let ordinary = 0;
  const message = (
    device: string,
    kind: DeviceKind,
    value: number,
    alarm: boolean,
    at: number,
  ): PlainMessage => {
    const seq = (counts.get(device) ?? 0) + 1;
    counts.set(device, seq);
    // The count begins anew with every run: its time tells that the device was restarted.
    return { id: `${run}-${device}-${seq}`, device, kind, value, alarm, at, seq };
  };
  return {
    step(now: number): Said[] {
      started ??= now;
      const said = simulator.step(now).map(({ device, kind, value, active, at }): Said => {
        const key = `${kind} ${device}`;
        const isAlarm = active || inAlarm.delete(key);
        if (active) inAlarm.add(key);
        return { message: message(device, kind, value, active, at), isAlarm };
      });
      for (const due = Math.floor(((now - started) / 1000) * rate); ordinary < due; ordinary++) {
        const device = random.pick(directory.devices);
        const kind = WORDS.deviceKind.find((word) => word === device.kind);
        if (kind && !inAlarm.has(`${kind} ${device.id}`))
          said.push({
            message: message(device.id, kind, ordinaryValue(kind, random), false, now),
            isAlarm: false,
          });
      }
      return said;
    },
  };
}
