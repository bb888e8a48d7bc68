/** linli receive: prints what arrives, hands down what a file holds, and is told what is wrong with its arguments. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCli } from '../../../../electron/cli.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

async function run(args: string[], whileRunning: (url: string) => Promise<void> = async () => {}) {
  let out = '';
  let notes = '';
  let did: Promise<void> | null = null;
  const code = await runCli(['receive', ...args], {
    out: (text) => {
      out += text;
    },
    note: (text) => {
      notes += text;
      const url = /http:\/\/\S+/.exec(text)?.[0];
      if (url) did = whileRunning(url);
    },
  });
  await did;
  return { code, out, notes };
}

it('prints each event once, and hands down a file', async () => {
  const inbox = join(temporaryFolder(), 'orders.ndjson');
  writeFileSync(inbox, '{"id":"o1"}\n\n{"id":"o2"}\n');
  const said: unknown[] = [];
  const { code, out, notes } = await run(
    ['--port', '0', '--seconds', '1', '--token', 't', '--inbox', inbox],
    async (url) => {
      const authorization = 'Bearer t';
      const body = JSON.stringify({ id: 'e1', type: 'cn.linli.ping' });
      const post = (headers: Record<string, string>) =>
        fetch(`${url}/events`, { method: 'POST', body, headers });
      for (const headers of [{}, { authorization }, { authorization, 'idempotency-key': 'e1' }])
        said.push((await post(headers as Record<string, string>)).status);
      said.push((await post({ authorization, 'idempotency-key': 'e1' })).status);
      const answer = await fetch(`${url}/inbox?after=1`, { headers: { authorization } });
      said.push(await answer.json());
    },
  );
  expect(said).toEqual([401, 400, 202, 200, { events: [{ id: 'o2' }], cursor: '2' }]);
  expect(code).toBe(0);
  expect(
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([{ id: 'e1', type: 'cn.linli.ping', partitionkey: '' }, { repeated: 'e1' }]);
  expect(notes).toContain('1 events');
});

it.each([
  ['--port', 'x'],
  ['--inbox', '/no/such/file'],
  ['--conflict-every', '-1'],
])('%s %s is wrong', async (...args) => {
  expect((await run(args)).code).toBe(2);
});
