/**
 * Codes of micro-grids: the code of their grid and a sequence of two digits, three where two are used up. Owns the reading and the next free
 * one; a code once given is never given again, in whatever grid its micro-grid is now.
 */
import { type MicroRecord, type Refusal, refuse } from './partition-records.ts';

/** What codes are read from: the model, or a draft over it. */
interface MicroReader {
  micro(id: number): MicroRecord;
  microIds(): readonly number[];
  grid(id: number): { readonly code: string };
}

const SUFFIX = /^\d{2,3}$/;
const MOST = 999;

/** The whole code; it changes with that of the grid. */
export function microCode(reader: Pick<MicroReader, 'micro' | 'grid'>, id: number): string {
  const { grid, suffix } = reader.micro(id);
  return reader.grid(grid).code + suffix;
}

/** Not the retired ones. */
export function microsByCode(reader: MicroReader): number[] {
  return reader
    .microIds()
    .filter((id) => !reader.micro(id).retired)
    .map((id) => ({ id, code: microCode(reader, id) }))
    .sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : a.id - b.id))
    .map(({ id }) => id);
}

/** Every whole code that a micro-grid has or had, retired ones too. */
export function microCodesGiven(reader: MicroReader): Set<string> {
  const codes = new Set<string>();
  for (const id of reader.microIds()) {
    codes.add(microCode(reader, id));
    for (const code of reader.micro(id).formerCodes) codes.add(code);
  }
  return codes;
}

/**
 * The suffix after the highest that was ever given in a grid; when those are used up, the lowest never given; null: all are. `given`: as
 * microCodesGiven has it, for who asks of many grids.
 */
export function nextSuffix(
  reader: MicroReader,
  grid: number,
  given: ReadonlySet<string> = microCodesGiven(reader),
): string | null {
  const { code } = reader.grid(grid);
  const used = new Set<number>();
  for (const each of given) {
    const rest = each.startsWith(code) ? each.slice(code.length) : '';
    if (SUFFIX.test(rest)) used.add(Number(rest));
  }
  const last = Math.max(0, ...used);
  if (last < MOST) return suffixOf(last + 1);
  for (let sequence = 1; sequence < MOST; sequence++) if (!used.has(sequence)) return suffixOf(sequence);
  return null;
}

const suffixOf = (sequence: number): string => String(sequence).padStart(2, '0');

/** Why a micro-grid must not have this suffix in its grid; null: it may. `own`: the one that asks. */
export function suffixFault(
  reader: MicroReader,
  grid: number,
  suffix: string,
  own: number | null,
): Refusal | null {
  if (!SUFFIX.test(suffix) || Number(suffix) === 0) return refuse('code-invalid');
  const code = reader.grid(grid).code + suffix;
  if (own !== null && (microCode(reader, own) === code || reader.micro(own).formerCodes.includes(code)))
    return null;
  return microCodesGiven(reader).has(code) ? refuse('code-taken') : null;
}
