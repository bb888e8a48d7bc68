/** By pointer: a platform is set up, a reported case arrives there without a personal word, a conflict is seen and decided. */
import { UplinkReceiver } from '../../electron/cli/uplink-receiver.ts';
import { axeFaults } from '../support/e2e/axe.ts';
import { openDataPage } from '../support/e2e/by-hand.ts';
import { goTo } from '../support/e2e/desk.ts';
import { expect, shareLinli, test } from '../support/e2e/linli.ts';
import { say } from '../support/e2e/words.ts';

const linli = shareLinli();
let receiver: UplinkReceiver;
test.beforeAll(async () => {
  receiver = await UplinkReceiver.open({ token: 'street-1' });
});
test.afterAll(() => receiver.close());

test('a platform is told of a reported case; a conflict stands still until somebody decides', async () => {
  const page = await linli().openDesk();
  await openDataPage(page, 'uplink');
  const uplink = page.locator('.sources-page');
  const press = (id: string, values: Record<string, string> = {}) =>
    uplink.getByRole('button', { name: say(id, values), exact: true }).click();
  const tick = (name: string) =>
    uplink
      .locator('label')
      .filter({ hasText: say(`uplink.switch.${name}.help`) })
      .click();
  await press('uplink.add.http');
  await page.locator('#uplink-name').fill('街道平台');
  await page.locator('#uplink-url').fill(receiver.url);
  await page.locator('#uplink-secret-token').fill('wrong');
  await press('uplink.save.start');
  // Without TLS only what is said to be inside.
  await expect(uplink.getByText(say('uplink.fault.plain'))).toBeVisible();
  await tick('inner');
  await tick('drills');
  await press('uplink.test');
  await expect(uplink.getByRole('status')).toContainText(say('uplink.why.denied'));
  await page.locator('#uplink-secret-token').fill('street-1');
  await press('uplink.test');
  await expect(uplink.getByRole('status')).toHaveText(say('uplink.trial.fine'));
  expect(await axeFaults(page, '.sources-page')).toEqual([]);
  await press('uplink.save.start');
  const row = uplink.getByRole('row', { name: /街道平台/ });
  await expect(row).toBeVisible();

  receiver.answer = ({ type }) =>
    type === 'cn.linli.case.verify' ? { status: 409, said: '街道已办结' } : null;
  await goTo(page, 'cases');
  await page.getByRole('button', { name: say('cases.report'), exact: true }).click();
  await page.locator('#report-matter').selectOption('streetLight');
  await page.locator('#report-level').selectOption('3');
  await page.locator('#report-place').fill('1号楼');
  await page.locator('.cases-hits button').first().click();
  await page.getByRole('button', { name: say('cases.openCase'), exact: true }).click();
  const code = await page.locator('.cases-big').innerText();
  await page.getByRole('button', { name: say('cases.show'), exact: true }).click();
  const own = () =>
    receiver.taken.filter(({ data }) => {
      const { n, does } = data as { n?: number; does?: { matter?: string } };
      return n === 1 && does?.matter === 'streetLight';
    });
  await expect.poll(() => own().length).toBe(1);
  expect(own()[0]).toMatchObject({ type: 'cn.linli.case.open', linlidrill: true });
  expect(JSON.stringify(receiver.taken)).not.toContain(code);
  const file = page.locator('.cases-file');
  const verify = say('cases.command.verify');
  const button = file.locator('.cases-commands').getByRole('button', { name: verify, exact: true });
  await expect(file.locator('.cases-commands .bp6-button').first()).toBeEnabled();
  if ((await button.count()) === 0)
    await file.getByRole('button', { name: say('cases.moreCommands') }).click();
  await button
    .or(page.locator('.cases-menu').getByText(verify, { exact: true }))
    .first()
    .click();

  await openDataPage(page, 'uplink');
  const standing = uplink.locator('[data-held="conflict"]');
  await expect(standing).toContainText('街道已办结');
  await expect(row.locator('[data-figure="conflicts"]')).toHaveText('1');
  expect(await axeFaults(page, '.sources-page')).toEqual([]);
  receiver.answer = () => null;
  await press('uplink.retry');
  await expect(standing).toHaveCount(0);
  await expect.poll(() => receiver.taken.some(({ type }) => type === 'cn.linli.case.verify')).toBe(true);
  await press('uplink.look', { name: '街道平台' });
  await expect(uplink.locator('pre')).toContainText('"specversion": "1.0"');
});
