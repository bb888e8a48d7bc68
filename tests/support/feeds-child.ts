/**
 * A process that runs the feeds of a host until it is killed, and says how many messages it has dealt with whenever that changes. Arguments:
 * folder, address of the broker, number of devices.
 */
import { writeSync } from 'node:fs';
import { makeFeeds, mqttSource } from './feed-fixtures.ts';
import { smallDirectory } from './host-fixtures.ts';

const [folder, url, devices] = process.argv.slice(2);
const { service } = await makeFeeds(folder, { directory: smallDirectory(false, Number(devices)) });
await service.sources.save(mqttSource(url, { canary: false }), {});
service.runner.start('broker');
let said = -1;
setInterval(() => {
  const { received, waiting } = service.runner.feeds()[0];
  if (received - waiting === said) return;
  said = received - waiting;
  writeSync(1, `${said}\n`);
}, 2);
