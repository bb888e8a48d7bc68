/** Numbers that changed, by id, in three lists of one length: a stroke over thousands of cells stays small in the journal. Owns the turning round. */

export interface IntColumn {
  readonly ids: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** The ids whose number differs, rising. */
export function intColumn(changes: ReadonlyMap<number, number>, before: (id: number) => number): IntColumn {
  const ids = [...changes.keys()].filter((id) => changes.get(id) !== before(id)).sort((a, b) => a - b);
  return { ids, before: ids.map(before), after: ids.map((id) => changes.get(id) as number) };
}
