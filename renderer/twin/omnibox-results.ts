/**
 * What the omnibox lists for a text: commands, coordinates and found records in groups. Owns the pure grouping and
 * order; the records come from the engine.
 */
import type { Bookmark } from '../../shared/host/bookmark.ts';
import type { TableName } from '../../shared/model/tables.ts';
import type { LngLat } from '../../shared/query/selection.ts';
import type { Command } from '../app/commands.ts';
import type { SearchHit } from '../worker/engine-api.ts';

export type OmniboxItem =
  | { type: 'recent'; text: string }
  | { type: 'command'; command: Command; title: string }
  | { type: 'point'; point: LngLat }
  | { type: 'bookmark'; bookmark: Bookmark }
  | { type: 'hit'; hit: SearchHit };

export interface OmniboxGroup {
  id:
    | 'recent'
    | 'bookmarks'
    | 'point'
    | 'places'
    | 'people'
    | 'vehicles'
    | 'devices'
    | 'organisations'
    | 'commands';
  items: OmniboxItem[];
}

const GROUP_OF: Partial<Record<TableName, OmniboxGroup['id']>> = {
  residents: 'people',
  contacts: 'people',
  workers: 'people',
  vehicles: 'vehicles',
  devices: 'devices',
  cameras: 'devices',
  organisations: 'organisations',
  facilities: 'organisations',
};
const ORDER: OmniboxGroup['id'][] = ['point', 'places', 'people', 'vehicles', 'devices', 'organisations'];

/** Two numbers within China's or the world's degrees, longitude first as on our screens; null: not a coordinate. */
export function parsePoint(text: string): LngLat | null {
  const found = /^\s*(-?\d{1,3}(?:\.\d+)?)\s*[,，\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text);
  if (!found) return null;
  const [a, b] = [Number(found[1]), Number(found[2])];
  const point: LngLat = Math.abs(a) <= 90 && Math.abs(b) > 90 ? [b, a] : [a, b];
  return Math.abs(point[0]) <= 180 && Math.abs(point[1]) <= 90 ? point : null;
}

/** Commands whose name holds every word typed; a leading `>` asks for commands alone. */
export function matchCommands(
  text: string,
  commands: Command[],
  titleOf: (command: Command) => string,
): OmniboxItem[] {
  const words = text.replace(/^>/, '').toLowerCase().split(/\s+/).filter(Boolean);
  return commands
    .map((command) => ({ type: 'command' as const, command, title: titleOf(command) }))
    .filter(({ title, command }) => {
      const where = `${title} ${command.id}`.toLowerCase();
      return words.every((word) => where.includes(word));
    });
}

/** Kept views listed at most: the whole list is behind the star. */
const MOST_BOOKMARKS = 5;

/** Kept views whose name holds every word typed. */
export function matchBookmarks(text: string, bookmarks: readonly Bookmark[]): OmniboxItem[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return bookmarks
    .filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)))
    .slice(0, MOST_BOOKMARKS)
    .map((bookmark) => ({ type: 'bookmark', bookmark }));
}

/** Hits by group in a fixed order; within a group as the engine ranked them. */
export function groupHits(hits: SearchHit[]): OmniboxGroup[] {
  const groups = new Map<OmniboxGroup['id'], OmniboxItem[]>();
  for (const hit of hits) {
    const id = GROUP_OF[hit.table] ?? 'places';
    const items = groups.get(id) ?? [];
    items.push({ type: 'hit', hit });
    groups.set(id, items);
  }
  return ORDER.filter((id) => groups.has(id)).map((id) => ({ id, items: groups.get(id)! }));
}

/** Everything listed for this text. `commands` are already matched; they come last unless asked for with `>`. */
export function groupsFor(
  text: string,
  hits: SearchHit[],
  commands: OmniboxItem[],
  recent: string[],
  bookmarks: readonly Bookmark[] = [],
): OmniboxGroup[] {
  const groups: OmniboxGroup[] = [];
  const kept = text.startsWith('>') ? [] : matchBookmarks(text, bookmarks);
  if (text.trim() === '') {
    if (recent.length > 0) {
      groups.push({ id: 'recent', items: recent.map((each) => ({ type: 'recent', text: each })) });
    }
    if (kept.length > 0) groups.push({ id: 'bookmarks', items: kept });
  } else if (!text.startsWith('>')) {
    if (kept.length > 0) groups.push({ id: 'bookmarks', items: kept });
    const point = parsePoint(text);
    if (point) groups.push({ id: 'point', items: [{ type: 'point', point }] });
    groups.push(...groupHits(hits));
  }
  if (commands.length > 0) groups.push({ id: 'commands', items: commands });
  return groups;
}

const RECENT_KEPT = 6;

/** The newest first, each once. */
export function withRecent(recent: string[], text: string): string[] {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.startsWith('>')) return recent;
  return [trimmed, ...recent.filter((other) => other !== trimmed)].slice(0, RECENT_KEPT);
}
