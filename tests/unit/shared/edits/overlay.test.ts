import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packBundle } from '../../../../shared/columns/pack-bundle.ts';
import { EditError } from '../../../../shared/edits/edit-problem.ts';
import { inverseEdits, type MadeEdits, makeEdits } from '../../../../shared/edits/make-edits.ts';
import { type Overlaid, overlaidBundle } from '../../../../shared/edits/overlaid.ts';
import { foldEdits, newOverlay, newTouched, type Overlay } from '../../../../shared/edits/overlay.ts';
import type { CommunityBundle } from '../../../../shared/model/bundle.ts';
import { type Community, openCommunity } from '../../../../shared/query/community.ts';
import { rowOrderFaults } from '../../../../shared/sample/row-order.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';
import { draftsOf, type RandomEdit, randomEdit } from './edit-arbitraries.ts';

const base: CommunityBundle = packBundle(generateSample('cun', 1));

let keys = 0;
const newKey = () => `n${(++keys).toString(16).padStart(16, '0')}`;

interface Run {
  overlay: Overlay;
  now: Overlaid;
  log: MadeEdits[];
}

function start(): Run {
  const overlay = newOverlay(base);
  return { overlay, now: overlaidBundle(overlay), log: [] };
}

function keep(run: Run, made: MadeEdits): void {
  const touched = newTouched();
  foldEdits(run.overlay, made, made.personal, touched);
  run.now = overlaidBundle(run.overlay, run.now, touched);
  run.log.push(made);
}

/** Carries out what can be; drafts that change nothing are passed over. */
function carryOut(run: Run, edits: readonly RandomEdit[]): void {
  for (const edit of edits) {
    const drafts = draftsOf(run.now, edit);
    if (!drafts) continue;
    try {
      keep(run, makeEdits(run.overlay, run.now, drafts, newKey, '2026-12-01'));
    } catch (error) {
      if (!(error instanceof EditError)) throw error;
    }
  }
}

/** Where two values first differ; '' where they are the same. Arrays of numbers by their bytes: expect takes a second for each. */
function difference(a: unknown, b: unknown, at: string): string {
  if (Object.is(a, b)) return '';
  if (ArrayBuffer.isView(a) && ArrayBuffer.isView(b))
    return a.constructor === b.constructor && Buffer.compare(bytesOf(a), bytesOf(b)) === 0 ? '' : at;
  if (!(a instanceof Object && b instanceof Object)) return at;
  const keys = Object.keys(a);
  if (keys.join() !== Object.keys(b).join()) return `${at}: ${keys.join()} or ${Object.keys(b).join()}`;
  for (const key of keys) {
    const found = difference(a[key as keyof typeof a], b[key as keyof typeof b], `${at}.${key}`);
    if (found) return found;
  }
  return '';
}

const bytesOf = (view: ArrayBufferView) => Buffer.from(view.buffer, view.byteOffset, view.byteLength);

const sequences = fc.array(randomEdit, { minLength: 1, maxLength: 12 });

describe('records changed by hand', () => {
  test('the sample lies as the order by place promises', () => {
    expect(rowOrderFaults(base)).toEqual([]);
    expect(overlaidBundle(newOverlay(base)).bundle.tables).toEqual(base.tables);
  });

  test('taking every change back leaves the very columns of before', () => {
    fc.assert(
      fc.property(sequences, (edits) => {
        const run = start();
        carryOut(run, edits);
        for (const made of [...run.log].reverse()) keep(run, inverseEdits(made));
        for (const [name, table] of Object.entries(base.tables)) {
          const now = run.now.bundle.tables[name as keyof typeof base.tables];
          expect(now?.rows).toBe(table.rows);
          for (const column of Object.keys(table.columns))
            expect(difference(now?.columns[column], table.columns[column], `${name}.${column}`)).toBe('');
        }
        expect(difference(run.now.bundle.plan, base.plan, 'plan')).toBe('');
      }),
      { numRuns: 12 },
    );
  });

  test('step by step and from the beginning give the same bytes', () => {
    fc.assert(
      fc.property(sequences, (edits) => {
        const run = start();
        carryOut(run, edits);
        const again = newOverlay(base);
        for (const made of run.log) foldEdits(again, made, made.personal, newTouched());
        const whole = overlaidBundle(again);
        expect(difference(run.now.bundle, whole.bundle, 'bundle')).toBe('');
        expect(difference([...run.now.rows], [...whole.rows], 'rows')).toBe('');
      }),
      { numRuns: 12 },
    );
  });

  test('the order by place holds whatever is changed, and the community opens', () => {
    fc.assert(
      fc.property(sequences, (edits) => {
        const run = start();
        carryOut(run, edits);
        expect(rowOrderFaults(run.now.bundle)).toEqual([]);
        expect(() => openCommunity(run.now.bundle, { today: 20_000 })).not.toThrow();
      }),
      // Readings of two devices that went.
      { numRuns: 12, examples: [[[7, 7].map((kind) => ({ kind, at: 0, to: 0, text: '' }))]] },
    );
  });

  test('a community opened after each change is as one opened afresh', () => {
    const told = ({ population, homeTags, homeStarts, residentStarts, spots, loose }: Community) => {
      const { tags, ...people } = population;
      return { people, tags: [...tags], homeTags: [...homeTags], homeStarts, residentStarts, spots, loose };
    };
    fc.assert(
      fc.property(sequences, (edits) => {
        const run = start();
        let community = openCommunity(run.now.bundle, { today: 20_000 });
        for (const edit of edits) {
          carryOut(run, [edit]);
          community = openCommunity(run.now.bundle, { today: 20_000, before: community });
          const afresh = openCommunity(run.now.bundle, { today: 20_000 });
          expect(difference(told(community), told(afresh), 'community')).toBe('');
        }
      }),
      { numRuns: 8 },
    );
  });
});
