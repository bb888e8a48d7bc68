/**
 * The commands of the shell: one list that the omnibox, the hotkeys and the native menu share. A workspace adds its
 * own through `register`. Owns no key handling of text fields: keys typed there are text.
 */
import { useNavigation, WORKSPACE_KEY, WORKSPACES } from './navigation.ts';
import { usePreferences } from './preferences.ts';

export interface Command {
  id: string;
  /** Message id of its name. */
  titleId: string;
  /** A single key, shown in the help; matched against KeyboardEvent.key in lower case. */
  hotkey?: string;
  run(): void;
}

const registered = new Map<string, Command>();

/** Adds commands; returns its own undo. */
export function registerCommands(commands: Command[]): () => void {
  for (const command of commands) registered.set(command.id, command);
  return () => {
    for (const command of commands) if (registered.get(command.id) === command) registered.delete(command.id);
  };
}

export function allCommands(): Command[] {
  return [...registered.values()];
}

const preferences = usePreferences.getState;
registerCommands([
  ...WORKSPACES.map((workspace) => ({
    id: `go.${workspace}`,
    titleId: `command.go.${workspace}`,
    hotkey: WORKSPACE_KEY[workspace],
    run: () => useNavigation.getState().go(workspace),
  })),
  ...(['zh', 'en'] as const).map((language) => ({
    id: `language.${language}`,
    titleId: `command.language.${language}`,
    run: () => preferences().set({ language }),
  })),
  ...(['dark', 'light'] as const).map((theme) => ({
    id: `theme.${theme}`,
    titleId: `app.${theme}Theme`,
    run: () => preferences().set({ theme }),
  })),
  {
    id: 'panel.left',
    titleId: 'command.panel.left',
    hotkey: '[',
    run: () => preferences().set({ leftOpen: !preferences().leftOpen }),
  },
  {
    id: 'panel.right',
    titleId: 'command.panel.right',
    hotkey: ']',
    run: () => preferences().set({ rightOpen: !preferences().rightOpen }),
  },
  {
    id: 'panel.drawer',
    titleId: 'command.panel.drawer',
    hotkey: '\\',
    run: () => preferences().set({ drawerOpen: !preferences().drawerOpen }),
  },
  {
    id: 'ask.open',
    titleId: 'keys.omnibox',
    run: () => {
      useNavigation.getState().go('map');
      // The field is there once the workspace has been drawn.
      requestAnimationFrame(() => document.querySelector<HTMLInputElement>('[role="combobox"]')?.focus());
    },
  },
  { id: 'keys', titleId: 'app.keys', hotkey: '?', run: () => useNavigation.getState().setHelp(true) },
]);

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select, [role="textbox"]'))
  );
}

/** Runs the command of a key press; true when one ran. */
export function handleHotkey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
    return false;
  const key = event.key.toLowerCase();
  const command = allCommands().find((each) => each.hotkey === key);
  if (!command) return false;
  event.preventDefault();
  command.run();
  return true;
}
