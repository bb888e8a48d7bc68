/**
 * Codes of grids: the 12-digit code of the community (county 6, street 3, community 3) and a sequence, by template. Owns reading,
 * checking and the next free one; that a code is never given twice is for the caller to say by `given`.
 */

export interface CodeTemplate {
  /** Digits that come before the area: the object code of CJ/T 349-2010; '' for none. */
  prefix: string;
  sequenceDigits: number;
}

/** CJ/T 213-2005: 14 digits. DB11/T 2157-2023: 15. CJ/T 349-2010: 20, with an object code of 6 to be given. */
export const CODE_TEMPLATES = {
  14: { prefix: '', sequenceDigits: 2 },
  15: { prefix: '', sequenceDigits: 3 },
  20: { prefix: '000000', sequenceDigits: 2 },
} as const satisfies Record<number, CodeTemplate>;

export interface GridCode {
  /** 12 digits. */
  area: string;
  /** From 1. */
  sequence: number;
}

export type CodeFault = 'not-digits' | 'wrong-length' | 'wrong-prefix' | 'wrong-area' | 'no-sequence';

const AREA_DIGITS = 12;

/** The area and sequence of a code, or what is wrong with it. `area`: the community it must be of. */
export function parseGridCode(
  { prefix, sequenceDigits }: CodeTemplate,
  code: string,
  area?: string,
): GridCode | { fault: CodeFault } {
  // Excel makes 3.20583E+13 of it.
  if (!/^\d+$/.test(code)) return { fault: 'not-digits' };
  if (code.length !== prefix.length + AREA_DIGITS + sequenceDigits) return { fault: 'wrong-length' };
  if (!code.startsWith(prefix)) return { fault: 'wrong-prefix' };
  const own = code.slice(prefix.length, prefix.length + AREA_DIGITS);
  if (!isAreaCode(own) || (area !== undefined && own !== area)) return { fault: 'wrong-area' };
  const sequence = Number(code.slice(-sequenceDigits));
  return sequence === 0 ? { fault: 'no-sequence' } : { area: own, sequence };
}

/** A 12-digit code of a community: county, street and community are each given. */
export function isAreaCode(area: string): boolean {
  return /^[1-9]\d{11}$/.test(area) && area.slice(6, 9) !== '000' && area.slice(9) !== '000';
}

/** The code of a sequence number; null where the template has no room for it, or the area is none. */
export function gridCode(
  { prefix, sequenceDigits }: CodeTemplate,
  { area, sequence }: GridCode,
): string | null {
  const fits = Number.isInteger(sequence) && sequence >= 1 && sequence < 10 ** sequenceDigits;
  return fits && isAreaCode(area)
    ? `${prefix}${area}${String(sequence).padStart(sequenceDigits, '0')}`
    : null;
}

/**
 * The code after the highest that was ever given in an area; when those are used up, the lowest never given; null: all are.
 * `given`: codes of all grids of the plan, former and retired ones too.
 */
export function nextGridCode(template: CodeTemplate, area: string, given: Iterable<string>): string | null {
  const used = new Set<number>();
  for (const code of given) {
    const read = parseGridCode(template, code, area);
    if ('sequence' in read) used.add(read.sequence);
  }
  const after = gridCode(template, { area, sequence: Math.max(0, ...used) + 1 });
  if (after) return after;
  for (let sequence = 1; sequence < 10 ** template.sequenceDigits; sequence++)
    if (!used.has(sequence)) return gridCode(template, { area, sequence });
  return null;
}

/**
 * The code that a new grid of a community is offered: by the template that most of its codes follow, else by `area` with 15 digits, else one more
 * than its last code; '' where there is nothing to go on from. `given`: all codes that were ever given, `own`: those of the community.
 */
export function offeredCode(own: readonly string[], area: string, given: ReadonlySet<string>): string {
  const [template, of] = templateOf(own) ?? [CODE_TEMPLATES[15], area];
  if (isAreaCode(of)) return nextGridCode(template, of, given) ?? '';
  const last = [...own].sort((a, b) => a.length - b.length || (a < b ? -1 : 1)).at(-1) ?? '';
  const [, head, digits] = /^(.*?)(\d+)$/.exec(last) ?? [];
  if (digits === undefined) return '';
  for (let number = BigInt(digits) + 1n; ; number++) {
    const code = head + String(number).padStart(digits.length, '0');
    if (!given.has(code)) return code;
  }
}

/** The template and area that most codes follow; null: none does. */
function templateOf(codes: readonly string[]): [CodeTemplate, area: string] | null {
  let best: { template: CodeTemplate; area: string; count: number } | null = null;
  for (const template of Object.values(CODE_TEMPLATES)) {
    const areas = new Map<string, number>();
    for (const code of codes) {
      const read = parseGridCode(template, code);
      if ('area' in read) areas.set(read.area, (areas.get(read.area) ?? 0) + 1);
    }
    for (const [area, count] of areas) if (count > (best?.count ?? 0)) best = { template, area, count };
  }
  return best && [best.template, best.area];
}

/**
 * The order in which grids are numbered: row by row from north to south, each from west to east. A grid is in the row of the one
 * before it when its middle is less than half that one's height further south. Boxes: west, south, east, north.
 */
export function numberingOrder(boxes: readonly (readonly [number, number, number, number])[]): number[] {
  const middle = (i: number) => (boxes[i][1] + boxes[i][3]) / 2;
  const left = boxes
    .map((_, i) => i)
    .sort((a, b) => middle(b) - middle(a) || boxes[a][0] - boxes[b][0] || a - b);
  const order: number[] = [];
  while (left.length > 0) {
    const first = left[0];
    const south = middle(first) - (boxes[first][3] - boxes[first][1]) / 2;
    const row = left.filter((i) => i === first || middle(i) > south);
    row.sort((a, b) => boxes[a][0] + boxes[a][2] - boxes[b][0] - boxes[b][2] || a - b);
    order.push(...row);
    for (const i of row) left.splice(left.indexOf(i), 1);
  }
  return order;
}
