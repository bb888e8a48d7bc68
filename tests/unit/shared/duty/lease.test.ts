/** The lease by chance: machines with delays, cuts and clocks of their own on one broker that keeps the last word. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DutyInput,
  type DutyMachine,
  dutyStep,
  type Lease,
  newDutyMachine,
  RENEW_MS,
  SETTLE_MS,
  VALID_MS,
} from '../../../../shared/duty/lease.ts';

const TICK = 1_000;
/** From one machine over the broker to another, at most. */
const LONGEST_DELAY = 1_500;
const IDS = ['a', 'b', 'c'] as const;

interface Node {
  id: string;
  state: DutyMachine;
  /** What this machine's clock says above the world's. */
  skew: number;
  linked: boolean;
  running: boolean;
}

/** A world in steps of 100 ms. Messages of a connection arrive in order; a cut loses what is on its way. */
class World {
  now = 0;
  readonly nodes: Node[];
  kept: Lease | null = null;
  private readonly delay: () => number;
  private wires: { at: number; to: Node; input: DutyInput; epoch: number }[] = [];
  private readonly epochs = new Map<Node, number>();
  private readonly lastArrival = new Map<Node, number>();
  /** How long two connected machines have believed at the same time. */
  together = 0;
  longest = 0;

  constructor(skews: readonly number[], delay: () => number) {
    this.delay = delay;
    this.nodes = skews.map((skew, i) => ({
      ...{ id: IDS[i] ?? '', skew, linked: false, running: true },
      state: newDutyMachine(IDS[i] ?? '', null),
    }));
  }

  link(node: Node, linked: boolean): void {
    if (node.linked === linked || !node.running) return;
    node.linked = linked;
    this.epochs.set(node, (this.epochs.get(node) ?? 0) + 1);
    this.give(node, { kind: linked ? 'linked' : 'lost' });
    if (linked && this.kept) this.send(node, { kind: 'heard', lease: this.kept });
    if (!linked) for (const other of this.nodes) this.send(other, { kind: 'gone', machine: node.id });
  }

  kill(node: Node): void {
    this.link(node, false);
    node.running = false;
    node.state = newDutyMachine(node.id, null);
  }

  give(node: Node, input: DutyInput): void {
    if (!node.running) return;
    const { state, publish } = dutyStep(node.state, input, this.now + node.skew);
    node.state = state;
    if (!publish || !node.linked) return;
    const lease = { machine: node.id, name: node.id, term: state.term, until: this.now + node.skew };
    this.kept = lease;
    for (const other of this.nodes) this.send(other, { kind: 'heard', lease });
  }

  run(ms: number): void {
    for (const end = this.now + ms; this.now < end; ) {
      this.now += 100;
      const due = this.wires.filter(({ at }) => at <= this.now);
      this.wires = this.wires.filter(({ at }) => at > this.now);
      for (const { to, input, epoch } of due) if (this.epochs.get(to) === epoch) this.give(to, input);
      if (this.now % TICK === 0) for (const node of this.nodes) this.give(node, { kind: 'tick' });
      const believing = this.duty().filter(({ linked }) => linked).length;
      this.together = believing > 1 ? this.together + 100 : 0;
      this.longest = Math.max(this.longest, this.together);
    }
  }

  duty(): Node[] {
    return this.nodes.filter(({ state, running }) => running && state.mode === 'duty');
  }

  private send(to: Node, input: DutyInput): void {
    if (!to.linked) return;
    const at = Math.max(this.now + this.delay(), this.lastArrival.get(to) ?? 0);
    this.lastArrival.set(to, at);
    this.wires.push({ at, to, input, epoch: this.epochs.get(to) ?? 0 });
  }
}

const world = (count = 2, delay = () => 100) => {
  const made = new World(Array(count).fill(0), delay);
  for (const node of made.nodes) made.link(node, true);
  return made;
};

describe('the lease', () => {
  it('is taken by exactly one of several that start at once', () => {
    const made = world(3);
    made.run(3 * SETTLE_MS);
    expect(made.duty().map(({ id }) => id)).toEqual(['c']);
    made.run(10 * VALID_MS);
    expect(made.duty().map(({ id }) => id)).toEqual(['c']);
    expect(made.longest).toBe(0);
  });

  it('is taken over within its validity when the holder falls silent, and at once by hand', () => {
    const made = world();
    made.run(3 * SETTLE_MS);
    const [holder] = made.duty();
    const other = made.nodes.find((node) => node !== holder);
    if (!holder || !other) throw new Error('nobody');
    made.give(other, { kind: 'take' });
    made.run(200);
    expect(holder.state.mode).toBe('observer');
    made.run(SETTLE_MS + TICK);
    expect(made.duty()).toEqual([other]);
    made.kill(other);
    made.run(VALID_MS + SETTLE_MS + 2 * TICK);
    expect(made.duty()).toEqual([holder]);
    expect(holder.state.term).toBeGreaterThan(2);
  });

  it('stays with a holder whom the broker lost for a moment', () => {
    const made = world();
    made.run(3 * SETTLE_MS);
    const [holder] = made.duty();
    if (!holder) throw new Error('nobody');
    made.link(holder, false);
    made.run(2_000);
    made.link(holder, true);
    made.run(VALID_MS);
    expect(made.duty()).toEqual([holder]);
    expect(holder.state.term).toBe(1);
  });

  it('is kept without a broker, and left to whoever took over meanwhile', () => {
    const made = world();
    made.run(3 * SETTLE_MS);
    const [holder] = made.duty();
    if (!holder) throw new Error('nobody');
    made.link(holder, false);
    made.run(VALID_MS + 2 * SETTLE_MS);
    expect(made.duty()).toHaveLength(2);
    made.link(holder, true);
    made.run(500);
    expect(made.duty()).toHaveLength(1);
    expect(holder.state.mode).toBe('observer');
    expect(made.longest).toBeLessThanOrEqual(SETTLE_MS);
  });

  it('is not taken by an observer without a broker, not even by hand', () => {
    const made = world();
    made.run(3 * SETTLE_MS);
    const other = made.nodes.find(({ state }) => state.mode === 'observer');
    if (!other) throw new Error('nobody');
    made.link(other, false);
    made.give(other, { kind: 'take' });
    made.run(10 * VALID_MS);
    expect(other.state.mode).toBe('observer');
  });

  it('goes on with the duty of its last run until it hears of another', () => {
    const held = newDutyMachine('new', { machine: 'old', term: 4 });
    expect(held).toMatchObject({ mode: 'duty', term: 4 });
    const lease = { machine: 'old', name: '', term: 4, until: 1 };
    expect(dutyStep(held, { kind: 'heard', lease }, 0).state.mode).toBe('duty');
    const other = { machine: 'x', name: '', term: 5, until: 1 };
    expect(dutyStep(held, { kind: 'heard', lease: other }, 0).state.mode).toBe('observer');
  });

  it('never has two that both believe for longer than the settle time while connected, and ends with one', () => {
    const event = fc.record({
      wait: fc.integer({ min: 1, max: 450 }),
      node: fc.nat({ max: 2 }),
      does: fc.constantFrom('cut', 'link', 'link', 'take', 'lose-kept', 'wait'),
    });
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1e9, max: 1e9 }), { minLength: 2, maxLength: 3 }),
        fc.array(event, { maxLength: 25 }),
        fc.infiniteStream(fc.integer({ min: 0, max: LONGEST_DELAY })),
        (skews, events, delays) => {
          const made = new World(skews, () => delays.next().value ?? 0);
          for (const { wait, node: index, does } of events) {
            const node = made.nodes[index % made.nodes.length];
            if (!node) continue;
            if (does === 'cut') made.link(node, false);
            if (does === 'link') made.link(node, true);
            if (does === 'take') made.give(node, { kind: 'take' });
            if (does === 'lose-kept') made.kept = null;
            made.run(wait * 100);
          }
          for (const node of made.nodes) made.link(node, true);
          made.run(VALID_MS + RENEW_MS + 4 * SETTLE_MS);
          expect(made.longest).toBeLessThanOrEqual(SETTLE_MS);
          expect(made.duty()).toHaveLength(1);
        },
      ),
      { numRuns: 150 },
    );
  });
});
