/**
 * The application menu, in the language of the native side. What Electron can do itself is a role; everything else is a
 * command sent to the page in front as `menu.command` (the ids of the page's own commands). Owns no behaviour.
 */
import { Menu, type MenuItemConstructorOptions } from 'electron';
import { type NativeLanguage, type NativeTextId, nativeText } from './native-text.ts';

export type MenuCommand =
  | 'ask.open'
  | 'keys'
  | `go.${'map' | 'grids' | 'cases' | 'data'}`
  | `theme.${'dark' | 'light'}`
  | `language.${NativeLanguage}`;

export interface MenuParts {
  readonly language: NativeLanguage;
  readonly theme: 'dark' | 'light';
  readonly mac: boolean;
  /** Developer tools are offered by a program that is not installed. */
  readonly developer: boolean;
  send(command: MenuCommand): void;
  open(page: 'main' | 'wall'): void;
}

/** Builds the menu and makes it the application's; called again when language or theme change. */
export function showMenu(parts: MenuParts): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(parts)));
}

function menuTemplate(parts: MenuParts): MenuItemConstructorOptions[] {
  const text = (id: NativeTextId): string => nativeText(parts.language, id);
  const menus = [
    fileMenu(parts, text),
    editMenu(parts, text),
    viewMenu(parts, text),
    windowMenu(parts, text),
    helpMenu(parts, text),
  ];
  return parts.mac ? [appMenu(text), ...menus] : menus;
}

type Text = (id: NativeTextId) => string;
const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' };

function appMenu(text: Text): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about', label: text('electron.menu.app.about') },
      SEPARATOR,
      { role: 'hide', label: text('electron.menu.app.hide') },
      { role: 'hideOthers', label: text('electron.menu.app.hideOthers') },
      { role: 'unhide', label: text('electron.menu.app.unhide') },
      SEPARATOR,
      { role: 'quit', label: text('electron.menu.app.quit') },
    ],
  };
}

function fileMenu(parts: MenuParts, text: Text): MenuItemConstructorOptions {
  const submenu: MenuItemConstructorOptions[] = [
    {
      label: text('electron.menu.file.newWindow'),
      accelerator: 'CmdOrCtrl+N',
      click: () => parts.open('main'),
    },
    {
      label: text('electron.menu.file.wall'),
      accelerator: 'CmdOrCtrl+Shift+W',
      click: () => parts.open('wall'),
    },
    SEPARATOR,
    {
      label: text('electron.menu.file.import'),
      accelerator: 'CmdOrCtrl+O',
      click: () => parts.send('go.data'),
    },
    SEPARATOR,
    { role: 'close', label: text('electron.menu.file.close') },
  ];
  if (!parts.mac) submenu.push({ role: 'quit', label: text('electron.menu.app.quit') });
  return { label: text('electron.menu.file'), submenu };
}

function editMenu(parts: MenuParts, text: Text): MenuItemConstructorOptions {
  return {
    label: text('electron.menu.edit'),
    submenu: [
      { role: 'undo', label: text('electron.menu.edit.undo') },
      { role: 'redo', label: text('electron.menu.edit.redo') },
      SEPARATOR,
      { role: 'cut', label: text('electron.menu.edit.cut') },
      { role: 'copy', label: text('electron.menu.edit.copy') },
      { role: 'paste', label: text('electron.menu.edit.paste') },
      { role: 'selectAll', label: text('electron.menu.edit.selectAll') },
      SEPARATOR,
      {
        label: text('electron.menu.edit.find'),
        accelerator: 'CmdOrCtrl+K',
        // The page has this key itself; shown here, not taken.
        registerAccelerator: false,
        click: () => parts.send('ask.open'),
      },
    ],
  };
}

function viewMenu(parts: MenuParts, text: Text): MenuItemConstructorOptions {
  const go = (name: 'map' | 'grids' | 'cases' | 'data', digit: number): MenuItemConstructorOptions => ({
    label: text(`electron.menu.view.${name}`),
    accelerator: `CmdOrCtrl+${digit}`,
    click: () => parts.send(`go.${name}`),
  });
  const theme = (name: 'dark' | 'light'): MenuItemConstructorOptions => ({
    label: text(`electron.menu.view.theme.${name}`),
    type: 'radio',
    checked: parts.theme === name,
    click: () => parts.send(`theme.${name}`),
  });
  const language = (name: NativeLanguage): MenuItemConstructorOptions => ({
    label: text(`electron.menu.view.language.${name}`),
    type: 'radio',
    checked: parts.language === name,
    click: () => parts.send(`language.${name}`),
  });
  const submenu: MenuItemConstructorOptions[] = [
    go('map', 1),
    go('grids', 2),
    go('cases', 3),
    go('data', 4),
    SEPARATOR,
    { label: text('electron.menu.view.theme'), submenu: [theme('dark'), theme('light')] },
    { label: text('electron.menu.view.language'), submenu: [language('zh'), language('en')] },
    SEPARATOR,
    { role: 'zoomIn', label: text('electron.menu.view.zoomIn') },
    { role: 'zoomOut', label: text('electron.menu.view.zoomOut') },
    { role: 'resetZoom', label: text('electron.menu.view.zoomReset') },
    { role: 'togglefullscreen', label: text('electron.menu.view.fullScreen') },
  ];
  if (parts.developer) submenu.push({ role: 'toggleDevTools', label: text('electron.menu.view.devTools') });
  return { label: text('electron.menu.view'), submenu };
}

function windowMenu(parts: MenuParts, text: Text): MenuItemConstructorOptions {
  const submenu: MenuItemConstructorOptions[] = [
    { role: 'minimize', label: text('electron.menu.window.minimize') },
  ];
  if (parts.mac) submenu.push({ role: 'front', label: text('electron.menu.window.front') });
  return { role: 'window', label: text('electron.menu.window'), submenu };
}

function helpMenu(parts: MenuParts, text: Text): MenuItemConstructorOptions {
  const submenu: MenuItemConstructorOptions[] = [
    { label: text('electron.menu.help.keys'), click: () => parts.send('keys') },
  ];
  if (!parts.mac) submenu.push({ role: 'about', label: text('electron.menu.app.about') });
  return { role: 'help', label: text('electron.menu.help'), submenu };
}
