/**
 * The code page of text in workbooks before Unicode. Owns the table of Windows code pages and the doubt where a file says
 * Western and holds Chinese, as old exporters left it.
 */
import { detectEncoding, type Encoding } from './encoding.ts';
import type { TextEncoding } from './opened-file.ts';
import type { TextOf } from './sheet-biff-record.ts';

/** Labels of the Encoding Standard; those that are an `Encoding` of ours can be chosen by a person. */
const LABELS: Record<number, string> = {
  367: 'windows-1252',
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gb18030',
  949: 'euc-kr',
  950: 'big5',
  1250: 'windows-1250',
  1251: 'windows-1251',
  1252: 'windows-1252',
  1253: 'windows-1253',
  1254: 'windows-1254',
  1255: 'windows-1255',
  1256: 'windows-1256',
  1257: 'windows-1257',
  1258: 'windows-1258',
  10000: 'macintosh',
  10002: 'big5',
  10008: 'gb18030',
  32768: 'macintosh',
  32769: 'windows-1252',
  54936: 'gb18030',
  65001: 'utf-8',
};
const OURS: readonly Encoding[] = ['utf-8', 'gb18030', 'big5', 'windows-1252'];

/**
 * How to decode the text of a workbook. `bytes`: its text beyond ASCII, some of it, in lines; `codePage`: as declared, 0
 * for none; `chosen`: by a person.
 */
export function codePageText(
  codePage: number,
  bytes: Uint8Array,
  chosen: Encoding | undefined,
): { textOf: TextOf; encoding: TextEncoding | null } {
  const declared = LABELS[codePage] ?? 'windows-1252';
  let label = declared;
  let confidence = LABELS[codePage] === undefined ? 0.5 : 0.98;
  if (chosen !== undefined) {
    label = chosen;
    confidence = 1;
  } else if (bytes.length === 0) confidence = 1;
  else if (declared === 'windows-1252') {
    const guess = detectEncoding(bytes);
    confidence = 0.6;
    if (guess.encoding === 'gb18030' || guess.encoding === 'utf-8') {
      label = guess.encoding;
      confidence = Math.min(0.9, guess.confidence);
    }
  } else if (!fits(label, bytes)) confidence = 0.5;
  const decoder = new TextDecoder(label);
  const encoding = OURS.find((ours) => ours === label);
  return {
    textOf: (part) => decoder.decode(part),
    encoding:
      encoding === undefined
        ? null
        : { encoding, confidence, sample: decoder.decode(bytes.subarray(0, 400)) },
  };
}

function fits(label: string, bytes: Uint8Array): boolean {
  try {
    new TextDecoder(label, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
