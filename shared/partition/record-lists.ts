/** Lists of records by id, null where there is none, and lists by key. Owns the small changes that a model makes to them. */

export function record<T>(records: readonly (T | null)[], kind: string, id: number): T {
  const found = records[id];
  if (!found) throw new RangeError(`there is no ${kind} ${id}`);
  return found;
}

export function present(records: readonly (unknown | null)[]): number[] {
  const ids: number[] = [];
  records.forEach((each, id) => {
    if (each) ids.push(id);
  });
  return ids;
}

export function put<T>(
  records: (T | null)[],
  changes: readonly { id: number; after: T | null }[],
  length: number,
): void {
  const before = records.length;
  for (const { id, after } of changes) records[id] = after;
  for (let id = before; id < records.length; id++) records[id] ??= null;
  fitLength(records, length, null);
}

/** As long as there are ids. */
export function fitLength<T>(list: T[], length: number, filling: T): void {
  while (list.length < length) list.push(filling);
  list.length = length;
}

export function insert(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (!list) lists.set(key, [value]);
  else if (!list.includes(value)) {
    list.push(value);
    list.sort((a, b) => a - b);
  }
}

export function remove(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key)?.filter((each) => each !== value) ?? [];
  if (list.length > 0) lists.set(key, list);
  else lists.delete(key);
}
