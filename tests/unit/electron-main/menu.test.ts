import type { MenuItemConstructorOptions } from 'electron';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import en from '../../../assets/locales/electron.en.json' with { type: 'json' };
import zh from '../../../assets/locales/electron.zh.json' with { type: 'json' };
import { ensureBuilt, invoke, type StartedMain, startMain } from '../../support/electron-standin/start.ts';

let main: StartedMain;
beforeAll(async () => {
  await ensureBuilt();
  main = await startMain();
}, 120_000);
afterAll(async () => {
  await main.quit();
});

function items(menu: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return menu.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? items(item.submenu) : [])]);
}

function click(label: string): void {
  const item = items(main.standin.menu).find((each) => each.label === label);
  if (!item?.click) throw new Error(`no item '${label}'`);
  // The product's clicks take no arguments.
  (item.click as () => void)();
}

describe('the menu', () => {
  test('is Chinese first; every item that is no separator has a label of the locale file', () => {
    const known = new Set(Object.values(zh));
    const labels = items(main.standin.menu).filter((item) => item.type !== 'separator');
    expect(labels.length).toBeGreaterThan(25);
    for (const item of labels) expect(known).toContain(item.label);
    expect(main.standin.menu.map((item) => item.label)).toEqual(['文件', '编辑', '视图', '窗口', '帮助']);
  });

  test('both locale files have the same ids', () => {
    expect(Object.keys(en)).toEqual(Object.keys(zh));
  });

  test('every item does something', () => {
    for (const item of items(main.standin.menu)) {
      if (item.type === 'separator') continue;
      expect(Boolean(item.click ?? item.role ?? item.submenu), item.label).toBe(true);
    }
  });

  test('no accelerator is given twice', () => {
    const given = items(main.standin.menu).flatMap((item) => (item.accelerator ? [item.accelerator] : []));
    expect(new Set(given).size).toBe(given.length);
  });

  test('commands reach the page in front, and no other', () => {
    const [window] = main.standin.windows;
    window.webContents.sent.length = 0;
    click('网格');
    expect(window.webContents.sent).toEqual([
      { channel: 'linli:event', message: { event: 'menu.command', payload: { command: 'go.grids' } } },
    ]);
    main.standin.focused = null;
    click('数据');
    expect(window.webContents.sent).toHaveLength(1);
    main.standin.focused = window;
  });

  test('language and theme hold for the menu itself, and at the next start', async () => {
    click('English');
    expect(main.standin.menu.map((item) => item.label)).toEqual(['File', 'Edit', 'View', 'Window', 'Help']);
    click('Light');
    expect(main.standin.electron.nativeTheme.themeSource).toBe('light');
    await main.quit();
    main = await startMain({ profileDir: main.profileDir });
    expect(main.standin.menu[0].label).toBe('File');
    expect(main.standin.windows[0].options.backgroundColor).toBe('#f3f5f8');
    click('Dark');
    click('中文');
  });

  test('language and theme chosen in the page are those of the menu, and at the next start', async () => {
    const choose = (language: string, theme: string) =>
      invoke(main.standin, main.standin.windows[0].webContents, {
        method: 'window.preferences',
        args: { language, theme },
      });
    expect(await choose('en', 'light')).toMatchObject({ ok: true });
    expect(main.standin.menu.map((item) => item.label)).toEqual(['File', 'Edit', 'View', 'Window', 'Help']);
    const checked = items(main.standin.menu).filter((item) => item.type === 'radio' && item.checked);
    expect(checked.map((item) => item.label)).toEqual(['Light', 'English']);
    expect(main.standin.electron.nativeTheme.themeSource).toBe('light');
    await main.quit();
    main = await startMain({ profileDir: main.profileDir });
    expect(main.standin.menu[0].label).toBe('File');
    expect(await choose('zh', 'dark')).toMatchObject({ ok: true });
    expect(main.standin.menu[0].label).toBe('文件');
  });

  test('offers developer tools in a checkout only', async () => {
    const role = (menu: readonly MenuItemConstructorOptions[]) =>
      items(menu).some((item) => item.role === 'toggleDevTools');
    expect(role(main.standin.menu)).toBe(false);
    const checkout = await startMain({ packaged: false });
    expect(role(checkout.standin.menu)).toBe(true);
    await checkout.quit();
  });
});
