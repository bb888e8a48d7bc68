/** The signed plan file: version 1 as it was written once, its one spelling, and what strangers may send. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digitsOf, sealFits } from '../../../../../electron/services/plan-keys.ts';
import { canonicalJson } from '../../../../../shared/host/canonical-json.ts';
import { keyDigits } from '../../../../../shared/partition/signed/key-digits.ts';
import { readPlanFile, writePlanFile } from '../../../../../shared/partition/signed/plan-file.ts';
import { signedText } from '../../../../../shared/partition/signed/signed-plan.ts';
import { PLAN_DRAFT } from '../../../../support/signed-plan.ts';

const read = (name: string) => readFileSync(join(import.meta.dirname, 'golden', name), 'utf8');
const GOLDEN = read('submission-1.linliplan');
const ANSWER = read('answer-1.linliplan');

const code = (text: string): string => {
  try {
    const { signed } = readPlanFile(text);
    return sealFits(signedText(signed.body), signed) ? 'taken' : 'plan-signature';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};
const [FIRST, LINE] = GOLDEN.split('\n');
/** The golden file with its record changed. */
const changed = (change: (record: Record<string, unknown>) => unknown): string => {
  const record = JSON.parse(LINE);
  return `${FIRST}\n${canonicalJson(change(record) ?? record)}\n`;
};

describe('version 1', () => {
  test('is read as it was written, its signature fits, and it is written the same to the byte', () => {
    const file = readPlanFile(GOLDEN);
    if (!('base' in file)) throw new Error('no base');
    expect(file.signed.body).toEqual({
      ...PLAN_DRAFT,
      submitted: { at: 3_000, by: { id: 'p-1', name: '沈网格', role: 'gridManager' } },
    });
    expect([...file.base]).toEqual([1, 2, 3]);
    expect(sealFits(signedText(file.signed.body), file.signed)).toBe(true);
    expect(writePlanFile(file.signed, file.base)).toBe(GOLDEN);
    const { signed } = readPlanFile(ANSWER);
    const submission = createHash('sha256').update(signedText(file.signed.body)).digest('hex');
    expect(signed.body).toMatchObject({ kind: 'answer', state: 'approved', submission });
    expect(sealFits(signedText(signed.body), signed)).toBe(true);
    expect(writePlanFile(signed)).toBe(ANSWER);
  });

  test('what is signed does not depend on the order in which it was put together', () => {
    const { signed } = readPlanFile(GOLDEN);
    const turned = Object.fromEntries(Object.entries(signed.body).reverse()) as typeof signed.body;
    expect(signedText(turned)).toBe(signedText(signed.body));
  });

  test('the number of a key is the same on every machine', () => {
    // 0x00010203 is 66,051, 0x04050607 is 67,438,087, and so on.
    expect(keyDigits(Uint8Array.from({ length: 32 }, (_, i) => i))).toEqual(
      '66051 38087 10123 82159 54195 26231 98267 70303'.split(' '),
    );
    expect(digitsOf(readPlanFile(GOLDEN).signed.key)).toHaveLength(8);
  });
});

describe('one byte that is another', () => {
  test('is refused wherever it is', () => {
    const bytes = new TextEncoder().encode(GOLDEN);
    const one = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(one, ([at, flip]) => {
        const other = bytes.slice();
        other[at] ^= flip;
        expect(['plan-file', 'plan-file-damaged', 'plan-signature', 'plan-newer']).toContain(
          codeOfBytes(other),
        );
      }),
      { numRuns: 400 },
    );
  });

  /** As the worker sees it: the base against its hash too. */
  function codeOfBytes(bytes: Uint8Array): string {
    const text = new TextDecoder().decode(bytes);
    const found = code(text);
    if (found !== 'taken') return found;
    const file = readPlanFile(text);
    return 'base' in file && file.base.join() === '1,2,3' ? 'taken' : 'plan-file-damaged';
  }

  test('and so is a file that was cut off, anywhere', () => {
    fc.assert(
      fc.property(fc.nat(GOLDEN.length - 1), (end) => code(GOLDEN.slice(0, end)) !== 'taken'),
      { numRuns: 100 },
    );
  });
});

describe('what strangers send', () => {
  test.each([
    ['nothing', '', 'plan-file'],
    ['another file', '{"type":"FeatureCollection","features":[]}', 'plan-file'],
    ['bytes', '\u0000\ufffd\u0001', 'plan-file'],
    ['a newer version', GOLDEN.replace('file 1\n', 'file 2\n'), 'plan-newer'],
    ['version 0', GOLDEN.replace('file 1\n', 'file 0\n'), 'plan-file-damaged'],
    ['no record', `${FIRST}\n[]\n`, 'plan-file-damaged'],
    [
      'a hundred thousand levels',
      `${FIRST}\n{"body":${'['.repeat(1e5)}${']'.repeat(1e5)}}\n`,
      'plan-file-damaged',
    ],
    ['blanks', `${FIRST}\n ${LINE}\n`, 'plan-file-damaged'],
    ['a key twice', `${FIRST}\n${LINE.replace('"body":', '"body":1,"body":')}\n`, 'plan-file-damaged'],
    ['escapes', GOLDEN.replace('"kind"', '"\\u006bind"'), 'plan-file-damaged'],
    ['__proto__', GOLDEN.replace('{"base"', '{"__proto__":{"x":1},"base"'), 'plan-file-damaged'],
    ['a field more', changed((file) => ({ ...file, note: 'x' })), 'plan-file-damaged'],
    ['no base', changed(({ base: _base, ...file }) => file), 'plan-file-damaged'],
    ['a base cut off', changed((file) => ({ ...file, base: 'AQI' })), 'plan-file-damaged'],
    ['a base under an answer', ANSWER.replace('{"body"', '{"base":"AQID","body"'), 'plan-file-damaged'],
    ['a short key', changed((file) => ({ ...file, key: 'AAAA' })), 'plan-file-damaged'],
  ])('%s', (_, text, expected) => {
    expect(code(text)).toBe(expected);
  });

  test('fields within what is signed are limited: a list, a name with blanks, a state that is none', () => {
    const body = (change: object) =>
      code(changed((file) => ({ ...file, body: { ...(file['body'] as object), ...change } })));
    expect(body({ name: ' 2027 ' })).toBe('plan-file-damaged');
    expect(body({ plan: '../p' })).toBe('plan-file-damaged');
    expect(body({ steps: 'all' })).toBe('plan-file-damaged');
    expect(body({ trail: [{ ...PLAN_DRAFT.trail[0], state: 'done' }] })).toBe('plan-file-damaged');
    expect(body({ name: '2028 网格' })).toBe('plan-signature');
  });

  test("another's key beside the text fits nothing", () => {
    const { x } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
    expect(code(changed((file) => ({ ...file, key: x })))).toBe('plan-signature');
  });
});
