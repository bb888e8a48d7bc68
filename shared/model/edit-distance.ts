/** How many single characters two short texts differ by. Owns the count only; it stops as soon as the limit is passed. */

/** Levenshtein's distance; `most` + 1 stands for anything beyond `most`. */
export function editDistance(a: string, b: string, most: number): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const swap = before[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(swap, before[j] + 1, row[j - 1] + 1);
      least = Math.min(least, row[j]);
    }
    if (least > most) return most + 1;
    before = row;
  }
  return Math.min(before[b.length], most + 1);
}
