/**
 * Saving, opening and ordering named views and questions. Owns what a bookmark takes from the stores of map and twin and how it
 * is put back; what is kept goes through the host's journal, and the list itself is the session's.
 */
import type { Bookmark, SavedCamera, SavedLayers } from '../../../shared/host/bookmark.ts';
import type { JournalBody } from '../../../shared/host/journal-record.ts';
import type { MapView } from '../../map/map-view.ts';
import { MARK_LAYERS, type MapState, type MapStore } from '../../map/store.ts';
import type { TwinStore } from '../../twin/store.ts';
import type { DataEngine } from '../../worker/engine-api.ts';
import { useNavigation } from '../navigation.ts';
import { appendAndApply } from '../open-session.ts';
import { useSession } from '../session.ts';

export interface BookmarkParts {
  engine: Pick<DataEngine, 'keepQuestion' | 'askAgain'>;
  map: MapStore;
  twin: TwinStore;
  /** The living map; null while there is none. */
  view: MapView | null;
}

/** What of the screen is kept. */
export interface BookmarkChoice {
  name: string;
  camera: boolean;
  layers: boolean;
  question: boolean;
}

let parts: BookmarkParts | null = null;

/** Said once by the desk, again when its map is another. */
export function joinBookmarks(joined: BookmarkParts): void {
  parts = joined;
}

function desk(): BookmarkParts {
  if (!parts) throw new Error('bookmarks are not joined');
  return parts;
}

/** Camera and ways of showing, as the map stands. */
export function cameraOf({ camera, flat, floor, seeThrough }: MapState): SavedCamera {
  return { ...camera, flat, floor, seeThrough };
}

export function layersOf({ layers, base }: MapState): SavedLayers {
  return { marks: { ...layers }, base: { ...base } };
}

/** Layers as they were, for those that are still there. */
export function withLayers(
  { layers, base }: Pick<MapState, 'layers' | 'base'>,
  saved: SavedLayers,
): Pick<MapState, 'layers' | 'base'> {
  const marks = { ...layers };
  for (const id of MARK_LAYERS) if (saved.marks[id]) marks[id] = saved.marks[id];
  const grounds = { ...base };
  for (const id of ['buildings', 'grids', 'labels'] as const)
    if (saved.base[id]) grounds[id] = saved.base[id];
  return { layers: marks, base: grounds };
}

/** @throws QuestionKeptError, HostError; nothing is kept then. */
export async function saveBookmark(choice: BookmarkChoice): Promise<void> {
  const { engine, map, twin } = desk();
  const state = map.getState();
  const { selection, filter } = twin.getState().history.present;
  const last = useSession.getState().bookmarks.at(-1)?.order ?? 0;
  const bookmark: Bookmark = {
    id: newId(),
    name: choice.name.trim(),
    order: last + 1,
    camera: choice.camera ? cameraOf(state) : null,
    layers: choice.layers ? layersOf(state) : null,
    question: choice.question ? await engine.keepQuestion({ selection, filter }) : null,
  };
  await appendAndApply([{ kind: 'bookmark.saved', bookmark }]);
}

/** Time in base 36 and 40 random bits. */
function newId(): string {
  const random = crypto.getRandomValues(new Uint8Array(5));
  return `b-${Date.now().toString(36)}-${Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** Shows what was kept in the Map workspace. Resolves with how many records it names that are not here any more. */
export async function openBookmark({ camera, layers, question }: Bookmark): Promise<number> {
  const { engine, map, twin, view } = desk();
  const again = question ? await engine.askAgain(question) : null;
  useNavigation.getState().go('map');
  if (layers) map.getState().set(withLayers(map.getState(), layers));
  if (camera) {
    const { flat, floor, seeThrough, ...place } = camera;
    map.getState().set({ flat, floor, seeThrough });
    // Last: turning flat moves the map too.
    if (view) view.setCamera(place, true);
    else map.getState().set({ camera: place });
  }
  if (again) twin.getState().ask(again.question);
  return again?.missing ?? 0;
}

export async function renameBookmark(bookmark: Bookmark, name: string): Promise<void> {
  await appendAndApply([{ kind: 'bookmark.saved', bookmark: { ...bookmark, name: name.trim() } }]);
}

export async function removeBookmark({ id }: Bookmark): Promise<void> {
  await appendAndApply([{ kind: 'bookmark.removed', id }]);
}

/** Changes places with its neighbour; at the end of the list nothing happens. */
export async function moveBookmark(bookmark: Bookmark, by: -1 | 1): Promise<void> {
  const bodies = moved(useSession.getState().bookmarks, bookmark.id, by);
  if (bodies.length > 0) await appendAndApply(bodies);
}

/** The records that exchange a bookmark with its neighbour. */
export function moved(list: readonly Bookmark[], id: string, by: -1 | 1): JournalBody[] {
  const at = list.findIndex((each) => each.id === id);
  const other = list[at + by];
  if (at < 0 || !other) return [];
  // Two windows may have given the same number: the places in the list decide.
  const order = new Map(list.map((each, place) => [each.id, place + 1]));
  order.set(id, at + by + 1).set(other.id, at + 1);
  return list.flatMap((each): JournalBody[] => {
    const place = order.get(each.id) ?? each.order;
    return place === each.order ? [] : [{ kind: 'bookmark.saved', bookmark: { ...each, order: place } }];
  });
}
