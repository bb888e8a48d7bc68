/**
 * A process that opens cases and tells the upper level of them until it is killed; says a line whenever another event has arrived. Arguments: folder,
 * a word that no other round has.
 */
import { writeSync } from 'node:fs';
import { makeUplink } from './uplink-fixtures.ts';

const [folder, round] = process.argv.slice(2);
const { uplink, report, give } = await makeUplink(folder);
let said = uplink.delivery('street').status().sent;
setInterval(() => {
  const { sent } = uplink.delivery('street').status();
  for (; said < sent; said++) writeSync(1, `${said}\n`);
}, 2);
for (let i = 0; ; i++) {
  const caseId = await report(`${round}-${i}`);
  await give(caseId, 'operator', { kind: 'verify' });
  await give(caseId, 'operator', { kind: 'register' });
}
