/**
 * Which open cases most likely tell of the same thing as this one, and may take it in: one kind or matter, one building or close by, received
 * within a day. Pure; a person decides, with this at hand (the guard of `merge` decides whether it may be).
 */
import { greatCircleMetres } from '../geo/distance.ts';
import { type Case, isOpen } from './case.ts';

/** Metres. */
const CLOSE_BY = 100;
const WITHIN = 24 * 60 * 60_000;
/** More than these is a choice, not a hint. */
const MOST = 3;

export interface SameMatter {
  file: Case;
  /** Metres between the two; null: one building, or a place is not known. */
  metres: number | null;
}

/** Nearest first; of those as near the one received first, which is the one that stays. */
export function sameMatter(file: Case, cases: Iterable<Case>): SameMatter[] {
  const found: SameMatter[] = [];
  if (!isOpen(file) || file.children.length > 0) return found;
  for (const other of cases) {
    if (other.caseId === file.caseId || !takesIn(other, file)) continue;
    const alike = other.matter === file.matter || (file.device !== '' && other.device === file.device);
    if (!alike || Math.abs(other.receivedAt - file.receivedAt) > WITHIN) continue;
    const metres = apart(file, other);
    const oneBuilding = file.place.building !== '' && other.place.building === file.place.building;
    if (oneBuilding || (metres !== null && metres <= CLOSE_BY))
      found.push({ file: other, metres: oneBuilding ? null : metres });
  }
  return found
    .sort(
      (a, b) =>
        (a.metres ?? 0) - (b.metres ?? 0) ||
        a.file.receivedAt - b.file.receivedAt ||
        (a.file.caseId < b.file.caseId ? -1 : 1),
    )
    .slice(0, MOST);
}

/** As the guard has it: a grave report must not disappear in a light case, nor a real one in a drill. */
function takesIn(other: Case, file: Case): boolean {
  return isOpen(other) && other.parent === '' && other.drill === file.drill && other.level <= file.level;
}

function apart({ place: a }: Case, { place: b }: Case): number | null {
  if (a.lng === null || a.lat === null || b.lng === null || b.lat === null) return null;
  return greatCircleMetres(a.lng, a.lat, b.lng, b.lat);
}
