/**
 * In which encoding the text of a dBASE table is: by the .cpg file, else by the language driver in the header, else guessed
 * from the text itself, and then a person is asked. Owns the names and numbers of both; texts that contradict what is
 * declared lower the confidence.
 */
import { type DbfHeader, isReadColumn } from './dbf-header.ts';
import { trimCell } from './dbf-value.ts';
import { detectEncoding, type Encoding } from './encoding.ts';
import type { TextEncoding } from './opened-file.ts';

/** Text cells beyond ASCII, `full` when they fill their column: their last character may be cut. */
export interface CellSample {
  bytes: Uint8Array;
  full: boolean;
}

/** Guesses stay below what passes without a question (0.95). */
const GUESS = 0.94;
const SAMPLES = 4000;
const SAMPLE_LINES = 5;

const CPG: [RegExp, Encoding][] = [
  [/^(?:utf-?8|65001)$/, 'utf-8'],
  [/^(?:gbk|gb2312|gb-?18030|euc-?cn|hz|936|54936|cp936|ms936|windows-936)$/, 'gb18030'],
  [/^(?:big-?5|950|cp950|ms950|big5-hkscs)$/, 'big5'],
  [/^(?:iso-?8859-?1|88591|8859-?1|latin-?1|1252|cp1252|windows-1252|28591)$/, 'windows-1252'],
  [/^(?:utf-?16|utf-?16le|1200)$/, 'utf-16le'],
];

/** Language drivers of dBASE and FoxPro. 0x57 (the writer's own code page) says nothing. */
const LANGUAGE: Record<number, Encoding> = {
  3: 'windows-1252',
  88: 'windows-1252',
  89: 'windows-1252',
  77: 'gb18030',
  122: 'gb18030',
  79: 'big5',
  120: 'big5',
};

/** The encoding a .cpg file names; null when it is not one that is read. */
export function cpgEncoding(text: string): Encoding | null {
  const name = text
    .replace(/^\ufeff/, '')
    .trim()
    .toLowerCase()
    .replace(/^(?:ansi|oem|ldid\/|cp)[\s_-]*/, '')
    .replace(/\s+/g, '-');
  return CPG.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/** Adds the texts beyond ASCII of one row; false when there are enough. */
export function sampleRow(row: Uint8Array, header: DbfHeader, samples: CellSample[]): boolean {
  for (const column of header.columns) {
    if (column.type !== 'C' || !isReadColumn(column)) continue;
    const cell = trimCell(row.subarray(column.offset, column.offset + column.width));
    if (cell.some((byte) => byte >= 0x80))
      samples.push({ bytes: cell.slice(), full: cell.length === column.width });
  }
  return samples.length < SAMPLES;
}

/** The encoding of the table. `chosen` by a person wins; `cpg` null: no such file, or not understood. */
export function dbfEncoding(
  samples: CellSample[],
  language: number,
  cpg: Encoding | null,
  chosen: Encoding | undefined,
): TextEncoding {
  if (chosen) return { encoding: chosen, confidence: 1, sample: sampleText(samples, chosen) };
  const declared = cpg ?? LANGUAGE[language] ?? null;
  if (samples.length === 0) return { encoding: declared ?? 'utf-8', confidence: 1, sample: '' };
  const guess = guessEncoding(samples);
  if (declared === null) return { ...guess, sample: sampleText(samples, guess.encoding) };
  const sample = sampleText(samples, declared);
  if (!samples.every((cell) => fits(cell, declared))) {
    // A .cpg copied from another table: the texts themselves know better when they fit something else wholly.
    const better = guess.confidence > 0.6 && guess.encoding !== declared ? guess.encoding : declared;
    return { encoding: better, confidence: 0.6, sample: sampleText(samples, better) };
  }
  // Every byte is a letter of windows-1252, so fitting proves nothing there.
  const doubtful = declared === 'windows-1252' && guess.encoding !== declared && guess.confidence > 0.6;
  return { encoding: declared, confidence: doubtful ? 0.6 : 0.98, sample };
}

function guessEncoding(samples: CellSample[]): { encoding: Encoding; confidence: number } {
  if (samples.every((cell) => fits(cell, 'utf-8'))) return { encoding: 'utf-8', confidence: GUESS };
  const joined: number[] = [];
  for (const { bytes, full } of samples) joined.push(...(full ? wholePairs(bytes) : bytes), 10);
  const { encoding, confidence } = detectEncoding(Uint8Array.from(joined));
  return { encoding, confidence: Math.min(GUESS, confidence) };
}

/** Without a first byte of a pair whose second was cut. */
function wholePairs(bytes: Uint8Array): Uint8Array {
  let at = 0;
  while (at < bytes.length) {
    const step = bytes[at] >= 0x81 ? 2 : 1;
    if (at + step > bytes.length) break;
    at += step;
  }
  return bytes.subarray(0, at);
}

function fits({ bytes, full }: CellSample, encoding: Encoding): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: full });
    return true;
  } catch {
    return false;
  }
}

function sampleText(samples: CellSample[], encoding: Encoding): string {
  const decoder = new TextDecoder(encoding);
  const lines = samples.map(({ bytes }) => decoder.decode(bytes).replace(/\ufffd$/, ''));
  return [...new Set(lines)].slice(0, SAMPLE_LINES).join('\n');
}
