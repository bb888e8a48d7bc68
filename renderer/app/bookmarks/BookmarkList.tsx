/** The kept views and questions: open, rename, move, remove (and take that back). Order and content are the session's. */
import { useEffect, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import type { Bookmark } from '../../../shared/host/bookmark.ts';
import { appendAndApply } from '../open-session.ts';
import { useSession } from '../session.ts';
import { moveBookmark, openBookmark, removeBookmark, renameBookmark } from './bookmark-actions.ts';
import { errorText } from './bookmark-error.ts';

export function BookmarkList({ onOpened }: { onOpened(): void }) {
  const intl = useIntl();
  const bookmarks = useSession((session) => session.bookmarks);
  const [renaming, setRenaming] = useState<string | null>(null);
  const [removed, setRemoved] = useState<Bookmark | null>(null);
  const [note, setNote] = useState('');
  const say = (id: string, values?: Record<string, string | number>) => intl.formatMessage({ id }, values);
  const run = async (work: () => Promise<void>) => {
    try {
      setNote('');
      await work();
    } catch (error) {
      setNote(errorText(intl, error));
    }
  };
  const open = (bookmark: Bookmark) =>
    run(async () => {
      const missing = await openBookmark(bookmark);
      if (missing > 0) setNote(say('bookmark.missing', { count: missing }));
      else onOpened();
    });
  return (
    <>
      {bookmarks.length === 0 && <p className="twin-hint">{say('bookmark.none')}</p>}
      <ol className="bookmark-list" aria-label={say('bookmark.list')}>
        {bookmarks.map((bookmark, at) => (
          <li key={bookmark.id}>
            {renaming === bookmark.id ? (
              <RenameField
                name={bookmark.name}
                onDone={(name) => {
                  setRenaming(null);
                  if (name !== null) void run(() => renameBookmark(bookmark, name));
                }}
              />
            ) : (
              <button type="button" className="bookmark-open" onClick={() => void open(bookmark)}>
                <span>{bookmark.name}</span>
                <small>{partsText(intl.formatMessage, bookmark)}</small>
              </button>
            )}
            <RowButton
              name={say('bookmark.up', { name: bookmark.name })}
              path="m4 10 4-4 4 4"
              disabled={at === 0}
              onClick={() => void run(() => moveBookmark(bookmark, -1))}
            />
            <RowButton
              name={say('bookmark.down', { name: bookmark.name })}
              path="m4 6 4 4 4-4"
              disabled={at === bookmarks.length - 1}
              onClick={() => void run(() => moveBookmark(bookmark, 1))}
            />
            <RowButton
              name={say('bookmark.rename', { name: bookmark.name })}
              path="M3 13h3l7-7-3-3-7 7ZM9 4l3 3"
              onClick={() => setRenaming(bookmark.id)}
            />
            <RowButton
              name={say('bookmark.remove', { name: bookmark.name })}
              path="m4 4 8 8M12 4l-8 8"
              onClick={() =>
                void run(async () => {
                  await removeBookmark(bookmark);
                  setRemoved(bookmark);
                })
              }
            />
          </li>
        ))}
      </ol>
      <div role="status" className="bookmark-note">
        {note}
        {removed && note === '' && (
          <>
            {say('bookmark.removed', { name: removed.name })}{' '}
            <button
              type="button"
              className="twin-link"
              onClick={() =>
                void run(async () => {
                  await appendAndApply([{ kind: 'bookmark.saved', bookmark: removed }]);
                  setRemoved(null);
                })
              }
            >
              {say('bookmark.takeBack')}
            </button>
          </>
        )}
      </div>
    </>
  );
}

type Format = ReturnType<typeof useIntl>['formatMessage'];

/** What the bookmark holds, in a few words. */
export function partsText(format: Format, { camera, layers, question }: Bookmark): string {
  const held = [camera && 'camera', layers && 'layers', question && 'question'].filter(
    (part) => part !== null,
  );
  return held.map((part) => format({ id: `bookmark.short.${part}` })).join(' · ');
}

/** Enter keeps, Esc and leaving the field give up. */
function RenameField({ name, onDone }: { name: string; onDone(name: string | null): void }) {
  const { formatMessage } = useIntl();
  const [text, setText] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <input
      ref={field}
      type="text"
      className="bookmark-rename"
      maxLength={60}
      value={text}
      aria-label={formatMessage({ id: 'bookmark.name' })}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => onDone(null)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter' && text.trim() !== '') onDone(text);
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onDone(null);
      }}
    />
  );
}

interface RowButtonProps {
  name: string;
  path: string;
  disabled?: boolean;
  onClick(): void;
}

function RowButton({ name, path, disabled, onClick }: RowButtonProps) {
  return (
    <button
      type="button"
      className="twin-icon"
      aria-label={name}
      title={name}
      disabled={disabled}
      onClick={onClick}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={path} />
      </svg>
    </button>
  );
}
