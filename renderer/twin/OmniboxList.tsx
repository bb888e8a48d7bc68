/** The list under the omnibox: groups with headings, one option each, and what to say when there is none. */
import { useEffect, useRef } from 'react';
import { KindSymbol } from './KindSymbol.tsx';
import type { OmniboxGroup, OmniboxItem } from './omnibox-results.ts';
import { useWording } from './wording.ts';

export interface OmniboxListProps {
  id: string;
  open: boolean;
  groups: OmniboxGroup[];
  active: number;
  state: { asking: boolean; failed: boolean; text: string };
  onPick(item: OmniboxItem): void;
  onActive(index: number): void;
}

export function OmniboxList({ id, open, groups, active, state, onPick, onActive }: OmniboxListProps) {
  const { t } = useWording();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (open) list.current?.querySelector(`[id="${id}-${active}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [open, id, active]);
  const first = groups.map((_, at) =>
    groups.slice(0, at).reduce((sum, group) => sum + group.items.length, 0),
  );
  return (
    <div className="twin-omnibox-drop" hidden={!open}>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={t('twin.omnibox')}
        className="twin-omnibox-list"
      >
        {groups.map((group, at) => (
          <div key={group.id} role="group" aria-labelledby={`${id}-group-${group.id}`}>
            <div id={`${id}-group-${group.id}`} role="presentation" className="twin-omnibox-group">
              {t(`twin.omnibox.${group.id}`)}
            </div>
            {group.items.map((item, index) => (
              <div
                key={keyOf(item)}
                id={`${id}-${first[at] + index}`}
                role="option"
                aria-selected={first[at] + index === active}
                className="twin-omnibox-item"
                onPointerMove={() => onActive(first[at] + index)}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => onPick(item)}
              >
                <ItemText item={item} />
              </div>
            ))}
          </div>
        ))}
      </div>
      <OmniboxSay empty={groups.length === 0} state={state} />
      <p className="twin-omnibox-keys" aria-hidden="true">
        <kbd>↑</kbd> <kbd>↓</kbd> {t('twin.omnibox.move')} <kbd>Enter</kbd> {t('twin.omnibox.take')}{' '}
        <kbd>&gt;</kbd> {t('twin.omnibox.commandsOnly')}
      </p>
    </div>
  );
}

function keyOf(item: OmniboxItem): string {
  if (item.type === 'hit') return `${item.hit.table}-${item.hit.row}`;
  if (item.type === 'command') return item.command.id;
  if (item.type === 'bookmark') return item.bookmark.id;
  return item.type === 'recent' ? item.text : 'point';
}

/** Said to screen readers as it changes; seen only when the list cannot speak for itself. */
function OmniboxSay({ empty, state }: { empty: boolean; state: OmniboxListProps['state'] }) {
  const { t } = useWording();
  const text = state.failed
    ? t('twin.omnibox.failed')
    : state.asking
      ? t('twin.omnibox.asking')
      : empty && state.text !== ''
        ? t('twin.omnibox.none', { text: state.text })
        : empty
          ? t('twin.omnibox.start')
          : '';
  return (
    <div role="status" className={empty || state.failed ? 'twin-omnibox-say' : 'visually-hidden'}>
      {text}
    </div>
  );
}

function ItemText({ item }: { item: OmniboxItem }) {
  const { t, table } = useWording();
  if (item.type === 'recent') return <span className="twin-omnibox-title">{item.text}</span>;
  if (item.type === 'point') {
    return (
      <span className="twin-omnibox-title">
        {t('twin.omnibox.goTo', { lng: item.point[0].toFixed(6), lat: item.point[1].toFixed(6) })}
      </span>
    );
  }
  if (item.type === 'bookmark') {
    return (
      <>
        <span className="twin-omnibox-mark" aria-hidden="true">
          ★
        </span>
        <span className="twin-omnibox-title">{item.bookmark.name}</span>
      </>
    );
  }
  if (item.type === 'command') {
    return (
      <>
        <span className="twin-omnibox-mark" aria-hidden="true">
          ›
        </span>
        <span className="twin-omnibox-title">{item.title}</span>
        {item.command.hotkey && <kbd>{item.command.hotkey.toUpperCase()}</kbd>}
      </>
    );
  }
  return (
    <>
      <KindSymbol table={item.hit.table} />
      <span className="twin-omnibox-title">{item.hit.title}</span>
      <span className="twin-omnibox-sub">{item.hit.subtitle}</span>
      <span className="twin-omnibox-kind">{table(item.hit.table)}</span>
    </>
  );
}
