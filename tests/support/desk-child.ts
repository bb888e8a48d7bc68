/**
 * A host's desk that works until it is killed: `edit` keeps changes of records, `rotate` changes the data keys in turn. Says one line on stdout
 * for everything that was confirmed. Arguments: folder, mode, first number.
 */
import { writeSync } from 'node:fs';
import { makeDesk, PASSPHRASE, PIN } from './made-desk.ts';
import { oneChange } from './record-change.ts';

const [folder, mode, from] = process.argv.slice(2);
const { desk, records } = await makeDesk(folder);
if (mode === 'edit')
  for (let n = Number(from); ; n++) {
    const { first } = await records.edit(oneChange(n));
    writeSync(1, `${n} ${first}\n`);
  }

const [{ id }] = await desk.listPeople();
const session = await desk.unlock('passphrase', PASSPHRASE, id, PIN);
for (let n = 0; ; n++) {
  await desk.change(session?.token ?? '', PASSPHRASE, {
    what: 'rotate',
    class: n % 2 === 0 ? 'pii' : 'core',
  });
  const { keys } = desk.status();
  writeSync(1, `${keys.pii} ${keys.core}\n`);
}
