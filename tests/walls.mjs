/** Checks the import walls, and that the checker really saw the project (it can cruise nothing and call it good). */
import { spawnSync } from 'node:child_process';

const run = spawnSync('npx', ['depcruise', '--output-type', 'err-long', 'shared', 'renderer', 'electron'], {
  encoding: 'utf8',
});
const output = `${run.stdout}${run.stderr}`;
const cruised = Number(/\((\d+) modules/.exec(output)?.[1] ?? 0);
process.stdout.write(output);
if (cruised < 60) {
  console.error(`Only ${cruised} modules were cruised: the checker did not see the project.`);
  process.exit(1);
}
process.exit(run.status ?? 1);
