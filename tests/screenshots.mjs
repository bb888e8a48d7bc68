/**
 * Makes the pictures of README and guide (`npm run screenshots`, `-- --out DIR` to put them elsewhere): builds if stale, serves a
 * copy of the build with a temporary profile, drives a real Chromium through the work of each kind of user. Names words by message id.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { buildIfStale } from '../electron/build.mjs';
import { chromiumArgs, chromiumPath } from './support/chromium.mjs';
import { smallPng } from './support/small-png.mjs';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { values: options } = parseArgs({
  options: { out: { type: 'string', default: join(ROOT, 'docs', 'images') }, only: { type: 'string' } },
});

const DESK = { width: 1440, height: 900 };
const WALL = { width: 1920, height: 1080 };
/** The whole run may be slow on a software renderer; a single wait this long is a failure. */
const PATIENCE_MS = 300_000;

const MESSAGES = { zh: messages('zh'), en: messages('en') };
function messages(language) {
  const folder = join(ROOT, 'assets', 'locales');
  const names = readdirSync(folder).filter((name) => name.endsWith(`.${language}.json`));
  return Object.assign({}, ...names.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8'))));
}

/** One desk window and what a person does in it. */
class Desk {
  constructor(page, language) {
    this.page = page;
    this.language = language;
  }

  say(id) {
    const text = MESSAGES[this.language][id];
    if (text === undefined) throw new Error(`no message ${id}`);
    return text.replace(/''/g, "'");
  }

  button(id, within = this.page) {
    return within.getByRole('button', { name: this.say(id), exact: true });
  }

  async look(language, theme) {
    this.language = language;
    await this.page.evaluate(
      (look) => {
        const key = 'linli.preferences';
        const kept = JSON.parse(localStorage.getItem(key) ?? '{}');
        localStorage.setItem(
          key,
          JSON.stringify({ ...kept, ...look, drawerOpen: false, demoBannerSeen: true }),
        );
      },
      { language, theme },
    );
    await this.page.reload();
    await this.ready();
  }

  async ready() {
    await this.page.locator('.twin-inspector[aria-busy="false"]').waitFor();
    await this.page.locator('.map-room canvas').first().waitFor();
  }

  async go(workspace) {
    const name = new RegExp(`^${this.say(`workspace.${workspace}`)}`);
    await this.page.locator('.rail').getByRole('button', { name }).click();
  }

  /** A place on the map in fractions of its box. */
  async at(x, y) {
    const box = await this.page.locator('.map-room').boundingBox();
    return [box.x + box.width * x, box.y + box.height * y];
  }

  async drag(points) {
    const [first, ...rest] = await Promise.all(points.map(([x, y]) => this.at(x, y)));
    await this.page.mouse.move(...first);
    await this.page.mouse.down();
    for (const point of rest) await this.page.mouse.move(...point, { steps: 6 });
  }

  async zoom(steps) {
    for (let step = 0; step < Math.abs(steps); step++)
      await this.button(steps > 0 ? 'map.control.zoomIn' : 'map.control.zoomOut').click();
  }

  /** Types into the omnibox and takes the first thing found. */
  async find(text) {
    await this.page.keyboard.press('Control+k');
    await this.page.getByRole('combobox', { name: this.say('twin.omnibox') }).fill(text);
    await this.page.getByRole('option').filter({ hasText: text }).first().click();
  }
}

/** Waits until two looks at the map in a row are the same, pins and all. */
async function mapStill(page) {
  const map = page.locator('.map-room, .wall').first();
  const started = Date.now();
  let before = null;
  while (Date.now() - started < PATIENCE_MS) {
    await page.waitForTimeout(400);
    const now = await map.screenshot({
      animations: 'disabled',
      mask: [page.locator('.alert-pin, time, .wall-last')],
    });
    if (before && now.equals(before)) return;
    before = now;
  }
  throw new Error('the map does not come to rest');
}

/** Files as an office might hand them over; two rows of the table are wrong on purpose. */
function madeUpFiles(folder) {
  const lng = (i) => (120.6 + (i % 6) * 0.0009).toFixed(6);
  const lat = (i) => (31.3 + Math.floor(i / 6) * 0.0011).toFixed(6);
  const features = Array.from({ length: 24 }, (_, i) => {
    const [west, south] = [Number(lng(i)), Number(lat(i))];
    const [east, north] = [west + 0.0006, south + 0.0003];
    const ring = [west, south, east, south, east, north, west, north, west, south];
    const coordinates = [ring.flatMap((value, at) => (at % 2 === 0 ? [[value, ring[at + 1]]] : []))];
    return {
      type: 'Feature',
      properties: { 楼号: `${i + 1}幢`, 层数: 5 + (i % 3), 建成年份: 1986 + (i % 9), 用途: '住宅' },
      geometry: { type: 'Polygon', coordinates },
    };
  });
  const rows = Array.from({ length: 24 }, (_, i) => {
    const place = { 7: `${lat(i)},${lng(i)}`, 15: `${lng(i)},` }[i] ?? `${lng(i)},${lat(i)}`;
    return `YG-${1000 + i},烟感,正常,${place}`;
  });
  const files = { 'buildings.geojson': JSON.stringify({ type: 'FeatureCollection', features }) };
  files['devices.csv'] = `编号,设备类型,状态,经度,纬度\n${rows.join('\n')}\n`;
  return Object.entries(files).map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  });
}

/** A register of devices in a Gauss-Krüger zone without a word about it, a kind of device nobody knows. */
function officeFiles(folder) {
  const csv = ['设备编号,设备类型,状态,横坐标,纵坐标'];
  for (let i = 0; i < 40; i++) {
    const east = 39453655 + (i % 8) * 60;
    const north = 4419543 + Math.floor(i / 8) * 70;
    csv.push(`YG-${1000 + i},${i % 5 === 0 ? '老式感烟' : '烟感'},正常,${east},${north}`);
  }
  const text = `${csv.join('\n')}\n`;
  writeFileSync(join(folder, '设备台账.csv'), text);
  return join(folder, '设备台账.csv');
}

/** Every picture: what is done for it. They share one profile and run in this order. */
const PICTURES = {
  async map(desk) {
    await desk.look('zh', 'dark');
    await desk.zoom(1);
  },

  async building(desk) {
    await desk.look('zh', 'light');
    await desk.find('3号楼');
    await desk.page.locator('.twin-stacking').waitFor();
  },

  async selection(desk) {
    await desk.look('en', 'dark');
    await desk.zoom(1);
    await mapStill(desk.page);
    await desk.page
      .getByRole('toolbar')
      .getByRole('button', { name: desk.say('map.tool.lasso'), exact: true })
      .click();
    await desk.drag([
      [0.42, 0.4],
      [0.5, 0.33],
      [0.6, 0.38],
      [0.63, 0.5],
      [0.56, 0.62],
      [0.45, 0.6],
      [0.4, 0.5],
    ]);
    await desk.page.mouse.up();
    await desk.page.getByRole('heading', { name: desk.say('twin.selection') }).waitFor();
    await desk.ready();
  },

  async grids(desk) {
    await desk.look('zh', 'light');
    await desk.go('grids');
    await desk.page.locator('.grids-name').nth(2).click();
    // The panel lies over the map's buttons: the wheel zooms about the western half.
    await desk.page.mouse.move(...(await desk.at(0.4, 0.6)));
    await desk.page.mouse.wheel(0, -330);
    await mapStill(desk.page);
    // The brush is still down: the counts show what would change.
    await desk.drag([
      [0.575, 0.43],
      [0.585, 0.46],
      [0.585, 0.48],
    ]);
    await desk.page.locator('.grids-change').first().waitFor();
  },

  async plan(desk) {
    await desk.page.mouse.up();
    await desk.look('zh', 'dark');
    await desk.go('grids');
    await desk.button('plan.new').click();
    await desk.page.locator('.plan-panel .grids-name').nth(2).click();
    await mapStill(desk.page);
    await desk.button('plan.tool.brush').click();
    // Still down: what would change is shown.
    await desk.drag([
      [0.36, 0.62],
      [0.38, 0.6],
      [0.42, 0.68],
    ]);
    await desk.page.locator('.grids-change').first().waitFor();
  },

  async alerts(desk) {
    await desk.page.mouse.up();
    await desk.look('en', 'dark');
    await desk.go('cases');
    await desk.page.locator('.cases-row').nth(2).waitFor();
    await desk.page.locator('.cases-row').nth(0).click();
  },

  async wall(desk) {
    await desk.look('zh', 'dark');
    await desk.page.setViewportSize(WALL);
    await desk.page.goto(new URL('/wall', desk.page.url()).href);
    await desk.page.locator('.wall-row').first().waitFor();
    await desk.page.locator('.wall canvas').first().waitFor();
  },

  async import(desk, folder) {
    await desk.page.setViewportSize(DESK);
    await desk.page.goto(new URL('/', desk.page.url()).href);
    await desk.look('en', 'light');
    await desk.go('data');
    await desk.page.locator('input[type=file]').setInputFiles(madeUpFiles(folder));
    await desk.button('data.preview').click();
    const report = desk.page.locator('.data-buttons .data-primary:not([disabled])');
    await report.waitFor();
    await report.scrollIntoViewIfNeeded();
  },

  async 'import-columns'(desk, folder) {
    await desk.page.goto(new URL('/', desk.page.url()).href);
    await desk.look('zh', 'light');
    await desk.go('data');
    await desk.page.locator('input[type=file]').setInputFiles(officeFiles(folder));
    const card = desk.page.locator('.data-file');
    await card.locator('.data-mapping').waitFor();
    await card.locator('.data-mapping').scrollIntoViewIfNeeded();
  },

  async 'import-place'(desk) {
    await desk.page
      .locator('.data-file')
      .getByLabel(desk.say('data.crs'), { exact: true })
      .selectOption('EPSG:4527');
    const panel = desk.page.locator('.crs-panel');
    if ((await panel.getAttribute('open')) === null) await panel.locator('summary').click();
    await panel.locator('.crs-footprints').waitFor();
    await panel.scrollIntoViewIfNeeded();
  },

  async district(desk) {
    await desk.look('zh', 'dark');
    await desk.go('data');
    const name = desk.say('data.sample.gusu');
    await desk.page
      .getByRole('button', { name: desk.say('data.sample.loadNamed').replace('{name}', name) })
      .click();
    await desk.page.getByRole('article', { name }).getByRole('status').filter({ hasText: /\d/ }).waitFor();
    await desk.go('map');
    await desk.ready();
    await mapStill(desk.page);
    await desk.button('map.control.home').click();
    await mapStill(desk.page);
    await desk.zoom(1);
  },
};

mkdirSync(options.out, { recursive: true });
await buildIfStale();
const folder = mkdtempSync(join(tmpdir(), 'linli-pictures-'));
const dist = join(folder, 'dist');
cpSync(join(ROOT, 'dist'), dist, { recursive: true });
const { startBrowserHost } = await import(pathToFileURL(join(dist, 'host', 'browser-host.js')).href);
const host = await startBrowserHost({ dist, profile: join(folder, 'profile'), port: 0 });
const context = await chromium.launchPersistentContext(join(folder, 'browser'), {
  executablePath: await chromiumPath(),
  args: chromiumArgs,
  viewport: DESK,
  locale: 'zh-CN',
  timezoneId: 'Asia/Shanghai',
  reducedMotion: 'reduce',
});
try {
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(PATIENCE_MS);
  page.on('pageerror', (error) => console.error(error.message));
  await page.goto(`${host.address}/`);
  const desk = new Desk(page, 'zh');
  await desk.ready();
  for (const [name, act] of Object.entries(PICTURES)) {
    if (options.only && !options.only.split(',').includes(name)) continue;
    const started = Date.now();
    await act(desk, folder);
    if (!name.startsWith('import')) await mapStill(page);
    const png = smallPng(await page.screenshot({ animations: 'disabled', caret: 'hide' }));
    writeFileSync(join(options.out, `${name}.png`), png);
    console.log(
      `${name}.png  ${Math.round(png.length / 1024)} KB  ${((Date.now() - started) / 1000).toFixed(1)} s`,
    );
  }
} catch (error) {
  const shown = await context
    .pages()[0]
    ?.screenshot()
    .catch(() => null);
  if (shown) writeFileSync(join(options.out, 'failed.png'), shown);
  throw error;
} finally {
  await context.close();
  await host.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
