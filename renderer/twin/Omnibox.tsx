/**
 * One field for places, people, plates, devices and commands. Follows the combobox pattern: the focus stays in the
 * field, the listed item is active by reference. Opens records through the store; owns no search of its own.
 */
import { type KeyboardEvent, useCallback, useEffect, useId, useRef, useState } from 'react';
import type { LngLat } from '../../shared/query/selection.ts';
import { openBookmark } from '../app/bookmarks/bookmark-actions.ts';
import type { Command } from '../app/commands.ts';
import { useSession } from '../app/session.ts';
import type { SearchHit } from '../worker/engine-api.ts';
import { OmniboxList } from './OmniboxList.tsx';
import { groupsFor, matchCommands, type OmniboxItem, withRecent } from './omnibox-results.ts';
import { useTwinStore } from './twin-context.tsx';
import { useSearch } from './use-search.ts';
import { useWording } from './wording.ts';

export interface OmniboxProps {
  /** The registry, read each time the field opens. */
  commands(): Command[];
}

export function Omnibox({ commands }: OmniboxProps) {
  const { t } = useWording();
  const field = useRef<HTMLInputElement>(null);
  const box = useOmnibox(commands, field);
  const { id, open, active, groups, text } = box;
  return (
    <div
      className="twin-omnibox"
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && box.close()}
    >
      <div className="twin-omnibox-field">
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M7 2.500a4.500 4.500 0 1 1 0 9 4.500 4.500 0 0 1 0-9Zm3.300 7.800 3.700 3.700" />
        </svg>
        <input
          ref={field}
          type="text"
          role="combobox"
          spellCheck={false}
          autoComplete="off"
          value={text}
          placeholder={t('twin.omnibox.placeholder')}
          aria-label={t('twin.omnibox')}
          aria-autocomplete="list"
          aria-expanded={open}
          aria-controls={`${id}-list`}
          aria-activedescendant={open && box.items.length > 0 ? `${id}-${active}` : undefined}
          onFocus={box.show}
          onClick={box.show}
          onChange={(event) => box.type(event.target.value)}
          onKeyDown={box.onKeyDown}
        />
        {!open && <kbd aria-hidden="true">/</kbd>}
      </div>
      <OmniboxList
        id={id}
        open={open}
        groups={groups}
        active={active}
        state={box.listState}
        onPick={box.pick}
        onActive={box.setActive}
      />
    </div>
  );
}

function isTypingIn(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
  );
}

/** Ctrl/Cmd+K anywhere, `/` outside text fields. */
function useOpenKeys(open: () => void) {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const command = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k';
      const slash = event.key === '/' && !event.ctrlKey && !event.metaKey && !isTypingIn(event.target);
      if (!command && !slash) return;
      event.preventDefault();
      open();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [open]);
}

function useOmnibox(commands: () => Command[], field: React.RefObject<HTMLInputElement | null>) {
  const { t } = useWording();
  const id = useId();
  const run = useRun();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const [recent, setRecent] = useState<string[]>([]);
  const bookmarks = useSession((session) => session.bookmarks);
  const search = useSearch(open ? text : '');
  const matched = open ? matchCommands(text, commands(), (command) => t(command.titleId)) : [];
  const groups = groupsFor(text, search.hits, matched, recent, bookmarks);
  const items = groups.flatMap((group) => group.items);
  const asking = text.trim() !== '' && !text.startsWith('>') && search.text !== text.trim();

  useOpenKeys(
    useCallback(() => {
      field.current?.focus();
      field.current?.select();
      setOpen(true);
    }, [field]),
  );
  const close = () => setOpen(false);
  const pick = (item: OmniboxItem) => {
    if (item.type === 'recent') {
      setText(item.text);
      setActive(0);
      return;
    }
    if (item.type !== 'command' && item.type !== 'bookmark') setRecent(withRecent(recent, text));
    setText('');
    close();
    field.current?.blur();
    run(item);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const last = items.length - 1;
    const to: Record<string, number> = {
      ArrowDown: active >= last ? 0 : active + 1,
      ArrowUp: active <= 0 ? last : active - 1,
      PageDown: Math.min(last, active + 8),
      PageUp: Math.max(0, active - 8),
    };
    if (event.key in to) {
      event.preventDefault();
      setOpen(true);
      setActive(Math.max(0, to[event.key]));
    } else if (event.key === 'Enter' && open && items[active]) {
      event.preventDefault();
      pick(items[active]);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      if (text === '' || !open) field.current?.blur();
      setText('');
      close();
    }
  };
  return {
    id,
    open,
    text,
    groups,
    items,
    active: Math.min(active, Math.max(0, items.length - 1)),
    listState: { asking, failed: search.failed, text: text.trim() },
    setActive,
    show: () => setOpen(true),
    close,
    type(value: string) {
      setText(value);
      setActive(0);
      setOpen(true);
    },
    onKeyDown,
    pick,
  };
}

/** What happens when an item is taken. */
function useRun(): (item: OmniboxItem) => void {
  const store = useTwinStore();
  const go = (point: LngLat | null) => point && store.getState().goTo(point);
  const openHit = (hit: SearchHit) => {
    store.getState().open({ table: hit.table, row: hit.row });
    go(hit.point);
  };
  return (item) => {
    if (item.type === 'command') item.command.run();
    else if (item.type === 'point') go(item.point);
    else if (item.type === 'hit') openHit(item.hit);
    // What keeps it from opening is told where the list of kept views is.
    else if (item.type === 'bookmark') openBookmark(item.bookmark).catch(() => undefined);
  };
}
