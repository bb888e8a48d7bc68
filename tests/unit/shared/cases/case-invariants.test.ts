/** The invariants of cases, by their numbers, on walks by chance; 1 and 2 are the alerts' and the feeds', 10 and 14 the signals'. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case } from '../../../../shared/cases/case.ts';
import { isOpen, isRunning, leadOf } from '../../../../shared/cases/case.ts';
import { fold } from '../../../../shared/cases/case-fold.ts';
import { carryOut } from '../../../../shared/cases/case-transitions.ts';
import { SEALED, type Stride, strides, taken } from './case-walk.ts';
import { ACTORS, MadeCase, type Opening, opening, START } from './made-case.ts';

const numRuns = process.env['LINLI_LONG'] ? 10_000 : 60;

const openings = fc
  .tuple(fc.constantFrom('smoke', 'oneKey', 'manhole', ''), fc.constantFrom(1, 2, 3, 4), fc.boolean())
  .map(([device, level, drill]): Partial<Opening> => {
    const source = device === '' ? 'citizen' : 'device';
    return {
      device,
      level,
      drill,
      source,
      alert: device === '' ? '' : 'A1',
      progressCode: 'K1',
    } as Partial<Opening>;
  });

/** One step that was taken: what it made of what. */
interface Step {
  before: Case;
  after: Case;
  made: MadeCase;
}

/** Walks, rings the clocks as time passes, and shows each change to `look`. */
function walk(first: Partial<Opening>, way: readonly Stride[], look: (step: Step) => void): MadeCase {
  const made = new MadeCase();
  made.act('system', opening(first), { sealed: SEALED });
  const other = { ...made.now, caseId: 'c9', level: 1 as const, children: [] };
  for (const stride of way) {
    made.wait(stride.minutes);
    for (;;) {
      const due = made.now.clocks.find((clock) => isRunning(clock) && clock.dueAt <= made.at);
      if (!due) break;
      const before = made.now;
      made.act('system', { kind: 'fire', key: due.key });
      look({ before, after: made.now, made });
    }
    const before = made.now;
    const [who, body] = taken(stride, made);
    made.act(who, body, { other, sealed: body.kind === 'note' ? SEALED : null });
    if (made.now !== before) look({ before, after: made.now, made });
  }
  return made;
}

function always(look: (step: Step) => void, most = 45): void {
  fc.assert(
    fc.property(openings, strides(most), (first, way) => {
      walk(first, way, look);
    }),
    { numRuns },
  );
}

describe('invariants of a case', () => {
  it('3: what a device says moves no case; seeing an alert ends nothing', () => {
    always(({ before, after, made }) => {
      const { kind } = made.events[made.events.length - 1].does;
      if (kind === 'alert')
        expect(after).toMatchObject({ state: before.state, acknowledgedAt: before.acknowledgedAt });
      if (kind === 'acknowledge') expect([isOpen(after), after.alerts]).toEqual([true, before.alerts]);
    });
  });

  it('4: of level I and II is closed only seen, told and checked; 6: by nobody who worked on it', () => {
    let closed = 0;
    always(({ before, after, made }) => {
      const event = made.events[made.events.length - 1];
      if (event.does.kind === 'check' || event.does.kind === 'pass')
        expect(before.handlers).not.toContain(event.by);
      if (after.state !== 'closed' || before.state === 'closed') return;
      closed++;
      expect([before.state, after.feedbackAt > 0]).toEqual(['checking', true]);
      if (after.level <= 2) expect(after.acknowledgedAt).toBeGreaterThan(0);
    });
    expect(closed).toBeGreaterThan(0);
  });

  it('5: a command that saw an old version changes nothing and gets what it missed', () => {
    fc.assert(
      fc.property(openings, strides(20), fc.nat(30), (first, way, back) => {
        const made = walk(first, way, () => {});
        const version = Math.max(1, made.now.version - 1 - back);
        if (version >= made.now.version) return;
        const command = {
          id: 'late',
          caseId: 'c1',
          version,
          does: { kind: 'acknowledge' as const },
          sealed: null,
        };
        const late = carryOut(made.now, made.events, command, ACTORS.operator, {
          ...made.world,
          now: made.at,
        });
        expect(late).toMatchObject({ ok: false, refusal: { reason: 'stale' } });
        expect(late.ok || late.since.map(({ n }) => n)).toEqual(made.events.slice(version).map(({ n }) => n));
      }),
      { numRuns },
    );
  });

  it('7: one transition is one event, and the events make the same case again', () => {
    fc.assert(
      fc.property(openings, strides(45), (first, way) => {
        const made = walk(first, way, ({ before, after }) => expect(after.version).toBe(before.version + 1));
        const stored = JSON.parse(JSON.stringify(made.events)) as typeof made.events;
        expect(fold([...stored, ...stored])).toEqual(made.now);
      }),
      { numRuns },
    );
  });

  it('8: each clock has a key of its own and fires once', () => {
    fc.assert(
      fc.property(openings, strides(45), (first, way) => {
        const made = walk(first, way, () => {});
        const fired = made.events.flatMap(({ does }) => (does.kind === 'fire' ? [does.key] : []));
        const keys = made.now.clocks.map(({ key }) => key);
        expect([new Set(fired).size, new Set(keys).size]).toEqual([fired.length, keys.length]);
      }),
      { numRuns },
    );
  });

  it('9: what is over has no clock but that of its evaluation and re-check, and drops its notices in the same event', () => {
    always(({ before, after, made }) => {
      if (isOpen(after)) return;
      const running = after.clocks.filter(isRunning).map(({ kind }) => kind);
      expect(running.filter((kind) => kind !== 'evaluate' && kind !== 'recheck')).toEqual([]);
      if (isOpen(before)) expect(made.effects).toContainEqual({ kind: 'quiet' });
    });
  });

  it('11: never stands lower than it stood; a level is lowered by a supervisor alone', () => {
    always(({ before, after, made }) => {
      expect(after.escalation).toBeGreaterThanOrEqual(before.escalation);
      if (after.level > before.level) expect(made.events[made.events.length - 1].role).toBe('supervisor');
    });
  });

  it('13: while open has somebody, or a clock that says that nobody has it', () => {
    always(({ after }) => {
      if (!isOpen(after) || after.state === 'suspended') return;
      const told = after.clocks.some((clock) => clock.kind === 'unassigned' && isRunning(clock));
      expect([after.state, leadOf(after) !== undefined || told]).toEqual([after.state, true]);
    });
  });

  it('15: counts its first clocks from receipt, however late it is opened', () => {
    fc.assert(
      fc.property(openings, fc.nat(5_000), (first, minutes) => {
        const [prompt, late] = [new MadeCase(), new MadeCase()];
        prompt.act('system', opening(first));
        late.wait(minutes).act('system', opening({ ...first, receivedAt: START }));
        expect(late.now.clocks).toEqual(prompt.now.clocks);
      }),
      { numRuns },
    );
  });

  it('16: as a drill reaches nobody outside the desk', () => {
    always(({ after, made }) => {
      if (after.drill)
        for (const { kind } of made.effects) expect(['quiet', 'then', 'assign', 'tellDesk']).toContain(kind);
    });
  });

  it('18: holds nothing of what was sealed', () => {
    always(({ after }) => expect(JSON.stringify(after)).not.toContain(SEALED.bytes));
  });
});
