/**
 * Where the next record starts in the text after a broken one. Owns the patterns: records of one file begin alike, so
 * the first key of the first whole record is the best sign.
 */

/** How a record starts when none was whole so far. */
const FEATURE_START = /\{\s*"(?:type|geometry|id|properties)"\s*:/g;

/** Matches the start of records like this one: a brace and the same first key. null: it has none. */
export function recordStart(record: string): RegExp | null {
  const first = /^\{\s*("(?:[^"\\]|\\.)*")\s*:/.exec(record.slice(0, 200))?.[1];
  return first ? new RegExp(`\\{\\s*${first.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*:`, 'g') : null;
}

/** Index of the next record after the first character, -1: none in this text. `like`: from `recordStart`. */
export function nextRecord(text: string, like: RegExp | null): number {
  const start = like ?? FEATURE_START;
  start.lastIndex = 1;
  for (let found = start.exec(text); found; found = start.exec(text)) {
    // A geometry inside the broken feature may start alike, but after a colon: only what stands in a list counts.
    const before = text.slice(Math.max(0, found.index - 40), found.index).trimEnd();
    if (before === '' || /[,}\][]$/.test(before)) return found.index;
  }
  return -1;
}
