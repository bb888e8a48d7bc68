/** The sheet of all keys, opened by `?`. Lists what commands.ts and the map know; defines none. */
import { Dialog, DialogBody } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import { allCommands } from './commands.ts';
import { useNavigation } from './navigation.ts';

/** Keys of the map canvas and its tools: `keys.<id>` says what they do. */
const MAP_KEYS: [string, string][] = [
  ['↑ ↓ ← →', 'pan'],
  ['+  −', 'zoom'],
  ['Shift + ↑ ↓ ← →', 'rotate'],
  ['Home', 'fit'],
  ['Space', 'spacePan'],
  ['Shift', 'add'],
  ['Alt', 'subtract'],
  ['Shift + Alt', 'intersect'],
  ['Enter', 'point'],
  ['Backspace', 'takeBack'],
  ['Esc', 'escape'],
  ['Ctrl/⌘ K   /', 'omnibox'],
  ['1 – 9, 0', 'plan'],
  ['Alt + ⇕', 'planBrush'],
  ['Ctrl/⌘ Z', 'planUndo'],
  ['Ctrl/⌘ L', 'lock'],
];

export function KeysHelp() {
  const { formatMessage } = useIntl();
  const { helpOpen, setHelp } = useNavigation();
  return (
    <Dialog isOpen={helpOpen} onClose={() => setHelp(false)} title={formatMessage({ id: 'app.keys' })}>
      <DialogBody useOverflowScrollContainer={false}>
        {/* Scrolls on a low screen, so the keyboard must reach it. */}
        <section className="keys-scroll" tabIndex={0} aria-label={formatMessage({ id: 'app.keys' })}>
          <table className="keys-table">
            <tbody>
              {MAP_KEYS.map(([keys, id]) => (
                <tr key={id}>
                  <td>
                    <kbd>{keys}</kbd>
                  </td>
                  <td>{formatMessage({ id: `keys.${id}` })}</td>
                </tr>
              ))}
              {allCommands()
                .filter((command) => command.hotkey)
                .map((command) => (
                  <tr key={command.id}>
                    <td>
                      <kbd>{command.hotkey?.toUpperCase()}</kbd>
                    </td>
                    <td>{formatMessage({ id: command.titleId })}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </section>
      </DialogBody>
    </Dialog>
  );
}
