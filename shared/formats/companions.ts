/**
 * Which files belong together: the loose parts of a shapefile. Owns the rule of names only.
 */
const PARTS = /\.(?:shp|shx|dbf|prj|cpg|sbn|sbx|qpj|shp\.xml|linli\.json)$/i;

/** The name without the ending of a part; null: not a part of anything. */
function stem(name: string): string | null {
  return PARTS.test(name) ? name.replace(PARTS, '').toLowerCase() : null;
}

/** Both are parts of one shapefile. */
export function isCompanionOf(name: string, main: string): boolean {
  const of = stem(main);
  return of !== null && stem(name) === of;
}

/**
 * Puts files that were chosen together into groups, each led by the one that is opened: the .shp, else the .dbf; any other file stands
 * alone.
 */
export function groupFiles<T extends { name: string }>(files: readonly T[]): { main: T; companions: T[] }[] {
  const groups = new Map<string, T[]>();
  files.forEach((file, index) => {
    const of = stem(file.name);
    const key = of === null ? `#${index}` : of;
    groups.set(key, [...(groups.get(key) ?? []), file]);
  });
  return [...groups.values()].flatMap((group) => {
    const main =
      group.find(({ name }) => /\.shp$/i.test(name)) ?? group.find(({ name }) => /\.dbf$/i.test(name));
    if (!main) return group.map((file) => ({ main: file, companions: [] }));
    return [{ main, companions: group.filter((file) => file !== main) }];
  });
}
