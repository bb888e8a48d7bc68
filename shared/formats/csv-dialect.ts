/**
 * How a text table is written: delimiter, line ends, whether its first row names the columns. Owns the guess from
 * the first lines; a person may overrule each.
 */
export interface CsvDialect {
  delimiter: string;
  /** 'cr': old Macintosh line ends. */
  newline: 'lf' | 'cr';
  header: boolean;
}

export const DELIMITERS = [',', '\t', ';', '|'];

/** Guesses from the first text of a file (some KiB); `chosen`: the delimiter that a person set. */
export function detectDialect(head: string, chosen: string | null = null): CsvDialect {
  const newline = !head.includes('\n') && head.includes('\r') ? 'cr' : 'lf';
  const lines = sampleLines(newline === 'cr' ? head.replaceAll('\r', '\n') : head);
  const stated = /^sep=(.)$/.exec(lines[0]?.trim() ?? '');
  const delimiter = chosen ?? (stated ? stated[1] : bestDelimiter(lines));
  const first = (stated ? lines[1] : lines[0]) ?? '';
  return { delimiter, newline, header: looksLikeHeader(first.split(delimiter)) };
}

/** Lines of the head without quoted parts, the cut last one left out. */
function sampleLines(head: string): string[] {
  const bare = head.replace(/"(?:[^"]|"")*"/g, '"q"');
  const lines = bare.split('\n');
  if (lines.length > 2) lines.pop();
  return lines.filter((line) => line.trim() !== '').slice(0, 30);
}

function bestDelimiter(lines: string[]): string {
  let best = ',';
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const first = counts[0] ?? 0;
    if (first === 0) continue;
    const same = counts.filter((count) => count === first).length / counts.length;
    const score = same * 100 + Math.min(first, 50);
    if (score > bestScore) {
      bestScore = score;
      best = delimiter;
    }
  }
  return best;
}

/** A header names things: no cell is a number and few are empty. */
function looksLikeHeader(cells: string[]): boolean {
  const plain = cells.map((cell) => cell.trim().replace(/^"|"$/g, ''));
  return (
    !plain.some((cell) => cell !== '' && Number.isFinite(Number(cell))) && plain.some((cell) => cell !== '')
  );
}
