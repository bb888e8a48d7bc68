/**
 * The view that a desk sent to the wall, kept while the host runs so that a wall that opens later shows it too, and which walls
 * there are. Knows no map: what a view may hold is its schema (shared/host/wall-view.ts).
 */
import { type SentView, WALL_GONE_MS, type WallState, type WallView } from '../../shared/host/wall-view.ts';
import type { HostEvents } from './events.ts';

interface Wall {
  heard: number;
  /** Id of the view it shows; 0: its own scene. */
  showing: number;
}

/** More than anybody has; the oldest is forgotten. */
const MOST_WALLS = 64;

export class WallViews {
  private readonly now: () => number;
  private readonly events: Pick<HostEvents, 'emit'>;
  private readonly walls = new Map<string, Wall>();
  private sent: SentView | null = null;
  private last = 0;

  constructor(parts: { now: () => number; events: Pick<HostEvents, 'emit'> }) {
    this.now = parts.now;
    this.events = parts.events;
  }

  state(): WallState {
    const now = this.now();
    for (const [id, { heard }] of this.walls) if (now - heard > WALL_GONE_MS) this.walls.delete(id);
    const id = this.sent?.id ?? 0;
    const showing = id === 0 ? 0 : [...this.walls.values()].filter((wall) => wall.showing === id).length;
    return { sent: this.sent, walls: this.walls.size, showing };
  }

  /** Every wall hears of it; null: each goes back to its own scene. */
  send(view: WallView | null, by: string): WallState {
    this.sent = view && { id: ++this.last, view, by, at: this.now() };
    return this.tell();
  }

  /** A wall is there, or was. Answers what it should show. */
  attend(id: string, showing: number, leaving: boolean): WallState {
    const before = this.walls.get(id);
    if (leaving) this.walls.delete(id);
    else this.walls.set(id, { heard: this.now(), showing });
    if (this.walls.size > MOST_WALLS) this.walls.delete(this.walls.keys().next().value as string);
    const changed = leaving ? before !== undefined : before?.showing !== showing;
    return changed ? this.tell() : this.state();
  }

  private tell(): WallState {
    const state = this.state();
    this.events.emit('wall.changed', state);
    return state;
  }
}
