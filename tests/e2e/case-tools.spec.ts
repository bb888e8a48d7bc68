/** The tools of a case by pointer on the demo community: a one-key call rung through and ordered, cameras at the place, an incident cleared. */
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { PLAIN_MAPPING } from '../../shared/feeds/mapping.ts';
import type { Directory } from '../../shared/host/contract.ts';
import { axeFaults } from '../support/e2e/axe.ts';
import { goTo } from '../support/e2e/desk.ts';
import { deskReady, expect, shareLinli, test } from '../support/e2e/linli.ts';
import { say } from '../support/e2e/words.ts';

const linli = shareLinli();
const TOKEN = 'a-token-of-the-test';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The host begins anew with a source that this test speaks through. */
async function withFeed(): Promise<(kind: string) => Promise<string>> {
  const port = await freePort();
  const { profile } = linli().host;
  // The page has told the host of its devices.
  await expect.poll(() => existsSync(join(profile, 'directory.json'))).toBe(true);
  linli().watch.expect(/WebSocket connection to .* failed/, /ERR_CONNECTION_(REFUSED|RESET)/);
  await linli().host.end();
  const source = {
    ...{ type: 'webhook', id: 'test', name: '试', enabled: true, drill: false, mapping: PLAIN_MAPPING, port },
  };
  const none = { user: '', password: '', ca: '', certificate: '', key: '' };
  writeFileSync(
    join(profile, 'feeds.json'),
    JSON.stringify({
      ...{ format: 'linli-feeds', version: 1, sources: [source] },
      secrets: { plain: { test: { ...none, token: TOKEN } } },
    }),
  );
  await linli().host.start();
  const { devices } = JSON.parse(readFileSync(join(profile, 'directory.json'), 'utf8')) as Directory;
  /** Gives the place of the device that spoke. */
  return async (kind) => {
    const device = devices.filter((each) => each.kind === kind && each.place.includes('单元'))[3];
    const message = {
      id: kind,
      device: device.id,
      kind,
      value: 1,
      alarm: true,
      at: Date.now(),
      seq: 1,
    };
    const answer = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(message),
    });
    expect(answer.ok).toBe(true);
    return device.place;
  };
}

const tool = (page: Page) => page.locator('.cases-page');
const pictures = (page: Page) => tool(page).locator('.cam-view');

/** Shows the case of a matter at a place: the simulator has others of its own. */
async function openCase(page: Page, matter: string, place: string): Promise<void> {
  await page
    .locator('.cases-tabs .bp6-segmented-control')
    .getByText(new RegExp(`^${say('cases.cases')}`))
    .click();
  await page
    .locator('.cases-row')
    .filter({ hasText: say(`cases.matter.${matter}`) })
    .filter({ hasText: place })
    .first()
    .click();
}
async function openTool(page: Page, id: string): Promise<void> {
  await page
    .locator('.cases-tools')
    .getByRole('button', { name: say(`cases.tool.${id}`), exact: true })
    .click();
  await expect(tool(page).getByRole('heading', { level: 2 })).toContainText(say(`cases.tool.${id}`));
}
const closeTool = (page: Page) =>
  tool(page)
    .getByRole('button', { name: say('cases.close'), exact: true })
    .click();

async function ticked(box: Locator): Promise<void> {
  await box.locator('..').click();
  await expect(box).toBeChecked();
}

test('a call is rung through, a place looked at, a cordon cleared, and all of it stays with the case', async () => {
  const page = await linli().openDesk();
  const raise = await withFeed();
  await page.reload();
  await deskReady(page);
  const called = await raise('oneKey');
  const leaking = await raise('gasLeak');
  await goTo(page, 'cases');

  // The call: whom to ring, what came of it, what to ask, what it is.
  await openCase(page, 'callForHelp', called);
  await openTool(page, 'call');
  const ladder = tool(page).locator('.call-ladder');
  await expect(tool(page).locator('.call-name b')).not.toBeEmpty();
  await expect(ladder.locator('.call-rung').first()).toBeVisible();
  await ladder.locator('.call-rung').first().getByRole('button').first().click();
  await ladder.locator('.call-attempt select').selectOption('sendWorker');
  await ladder
    .locator('.call-attempt')
    .getByRole('button', { name: say('cases.contactOutcome.noAnswer'), exact: true })
    .click();
  await expect(ladder.locator('.call-attempts > li')).toHaveCount(1);
  await expect(ladder.locator('.call-attempts')).toContainText(say('cases.contactNext.sendWorker'));
  await ticked(tool(page).locator('.tool-plan input').first());
  expect(await axeFaults(page, '.cases-page')).toEqual([]);
  await tool(page)
    .getByRole('button', { name: say('cases.triage.service'), exact: true })
    .click();
  await tool(page)
    .getByRole('button', { name: say('cases.call.orderGo'), exact: true })
    .click();
  await expect(tool(page).locator('.call-triage .bp6-callout')).toContainText(say('cases.call.secondPerson'));
  await tool(page)
    .locator('.call-triage')
    .getByRole('button', { name: new RegExp(say('cases.matter.wheelchair')) })
    .click();
  await expect(page.locator('.cases-file h2')).toContainText(say('cases.matter.wheelchair'));

  // Cameras: drawn ones of the demo; one on the list that never answers says so within seconds.
  await openCase(page, 'gas', leaking);
  await openTool(page, 'cameras');
  await expect(tool(page).locator('.cam-list button').first()).toBeVisible();
  if ((await pictures(page).count()) === 0) await tool(page).locator('.cam-list button').first().click();
  await expect(pictures(page).locator('img')).toBeVisible();
  const width = () =>
    pictures(page)
      .locator('img')
      .evaluate((img: HTMLImageElement) => img.naturalWidth);
  await expect.poll(width).toBe(480);
  expect(await axeFaults(page, '.cases-page')).toEqual([]);
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  await tool(page)
    .getByRole('button', { name: say('cases.cameras.setup') })
    .click();
  await tool(page)
    .locator('#cam-url')
    .fill(`http://127.0.0.1:${(silent.address() as AddressInfo).port}/still`);
  await tool(page)
    .getByRole('button', { name: say('cases.cameras.save'), exact: true })
    .click();
  await expect(pictures(page)).toContainText(say('cases.cameras.trouble.silent'), { timeout: 9_000 });
  silent.closeAllConnections();
  silent.close();
  await closeTool(page);

  // The incident: pulled wider it holds more; homes are ticked and counted, and stay so over a reload.
  await openTool(page, 'incident');
  const homes = tool(page).locator('.inc-home');
  await expect(homes.first()).toBeVisible();
  const figure = () => tool(page).locator('[data-what="people"] dd').innerText();
  const before = Number((await figure()).replace(/\D/g, ''));
  await tool(page).locator('.bp6-slider-handle').focus();
  for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowRight');
  await expect.poll(async () => Number((await figure()).replace(/\D/g, ''))).toBeGreaterThan(before);
  const peopled = tool(page).locator('.inc-home[data-empty="false"]');
  await peopled.nth(0).click();
  await expect(tool(page).locator('.inc-count')).toContainText('1 / ');
  await tool(page).locator('.inc-evacuation').getByText(say('cases.mark.help'), { exact: true }).click();
  await peopled.nth(1).click();
  await expect(tool(page).locator('.inc-home[data-mark="help"]')).toHaveCount(1);
  await ticked(tool(page).locator('.tool-plan input').first());
  expect(await axeFaults(page, '.cases-page')).toEqual([]);
  await page.reload();
  await deskReady(page);
  await goTo(page, 'cases');
  await openCase(page, 'gas', leaking);
  await expect(page.locator('.cases-timeline')).toContainText(say('cases.list.evacuation'));
  await openTool(page, 'incident');
  await expect(tool(page).locator('.inc-home[data-mark="help"]')).toHaveCount(1);
  await expect(tool(page).locator('.tool-plan input').first()).toBeChecked();
});
