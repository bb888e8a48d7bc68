/** Says that a change was saved or taken back, and offers to take it back while it is the last one. Ctrl or Cmd and Z do the same. */
import './edit-note.css';
import { useEffect } from 'react';
import { useIntl } from 'react-intl';
import { useEngine } from '../worker/engine-context.tsx';
import { undoEdit, undoLast, useEdits } from './edit-session.ts';

export function EditNote() {
  const { formatMessage, messages } = useIntl();
  const engine = useEngine();
  const { note, undoable, busy, dismiss } = useEdits();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isUndo =
        (event.ctrlKey || event.metaKey) &&
        !event.shiftKey &&
        !event.altKey &&
        event.key.toLowerCase() === 'z';
      if (
        !isUndo ||
        event.defaultPrevented ||
        isText(event.target) ||
        useEdits.getState().undoable.length === 0
      )
        return;
      event.preventDefault();
      void undoLast(engine);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [engine]);
  const say = (id: string, values?: Record<string, string>) => formatMessage({ id }, values);
  const error = (code: string) =>
    `error.${code}` in messages ? say(`error.${code}`) : say('error.internal');
  return (
    <div className="edit-note" role="status" data-shown={note !== null}>
      {note && (
        <>
          <span>
            {note.kind === 'failed'
              ? say('edit.note.failed', { why: error(note.code) })
              : say(note.kind === 'undone' ? 'edit.note.undone' : `edit.note.${note.op}`, {
                  table: say(`table.${note.table}`),
                })}
          </span>
          {note.kind === 'saved' && undoable.includes(note.edit) && (
            <button
              type="button"
              disabled={busy}
              title="Ctrl+Z"
              onClick={() => void undoEdit(engine, note.edit)}
            >
              {say('edit.undo')}
            </button>
          )}
          <button type="button" aria-label={say('edit.note.close')} onClick={dismiss}>
            ×
          </button>
        </>
      )}
    </div>
  );
}

/** Text fields take their own changes back. */
function isText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea'));
}
