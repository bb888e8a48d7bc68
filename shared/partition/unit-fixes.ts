/**
 * Which unit each cell goes to where the drawn units leave gaps, lie over each other or have splinters cut off: by rule, and by what
 * a person chose. Rules are data. Owns the deciding; laying them on one map is laid-grids.ts.
 */
import { NO_OWNER } from './dissolve.ts';
import { isReal, overlapRegions } from './grid-check.ts';
import { type Finding, FindingMaker } from './grid-findings.ts';
import type { LaidGrids } from './laid-grids.ts';
import { placeInside } from './narrow.ts';
import { outlineOf } from './outline.ts';
import { OUTSIDE, type PlanarMap, rightOf } from './planar-map.ts';
import { type Region, regionsOf } from './regions.ts';
import { placeInRings } from './ring-places.ts';

export interface UnitRules {
  /** To the neighbour with the longest common border, or to nobody: a hole in the partition. */
  gap: 'longest-border' | 'nobody';
  /** To the unit whose rest has the longest border with it, to the first or the last in the file. */
  overlap: 'longest-border' | 'first' | 'last';
  /** A splinter of a unit that is elsewhere too: to the neighbour with the longest common border, or left where it is. */
  part: 'longest-border' | 'keep';
}

export const USUAL_RULES: UnitRules = {
  gap: 'longest-border',
  overlap: 'longest-border',
  part: 'longest-border',
};

export interface UnitProblem extends Finding {
  /** The same for the same file: what a choice names. */
  id: string;
  /** Units that may have it, rising. */
  candidates: number[];
  /** The unit that gets it; NO_OWNER: nobody. */
  to: number;
}

/** By problem id: the unit, or NO_OWNER for nobody. A choice that is no candidate is not followed. */
export type UnitChoices = ReadonlyMap<string, number>;

export interface SettledUnits {
  /** By cell of the laid map: its unit, NO_OWNER for none. */
  owner: Int32Array;
  /** What was there to decide, largest first in each kind: overlaps, gaps, parts. */
  problems: UnitProblem[];
}

/** Decides for every cell. A unit that lies wholly under others keeps its largest stretch: no unit is lost to a rule. */
export function settleUnits(
  laid: LaidGrids,
  names: readonly string[],
  rules: UnitRules = USUAL_RULES,
  choices: UnitChoices = new Map(),
): SettledUnits {
  const settling = new Settling(laid, names, rules, choices);
  settling.overlaps();
  settling.gaps();
  settling.parts();
  return { owner: settling.owner, problems: settling.problems };
}

class Settling {
  readonly owner: Int32Array;
  readonly problems: UnitProblem[] = [];
  private readonly laid: LaidGrids;
  private readonly rules: UnitRules;
  private readonly choices: UnitChoices;
  private readonly maker: FindingMaker;
  private readonly lengths: Float64Array;

  constructor(laid: LaidGrids, names: readonly string[], rules: UnitRules, choices: UnitChoices) {
    this.laid = laid;
    this.rules = rules;
    this.choices = choices;
    this.maker = new FindingMaker(laid.lattice, laid.map, laid.covers, names);
    this.owner = Int32Array.from(laid.covers, (own) => (own.length === 1 ? own[0] : NO_OWNER));
    this.lengths = arcLengths(laid.map);
  }

  overlaps(): void {
    const { map, covers } = this.laid;
    const held = new Set(this.owner);
    this.each('overlap', overlapRegions(map, covers), ({ cells }) => {
      const candidates = [...covers[cells[0]]];
      const bare = candidates.find((unit) => !held.has(unit));
      const to = this.choice('overlap', cells, candidates) ?? bare ?? this.overlapWinner(cells, candidates);
      held.add(to);
      return { candidates, to };
    });
  }

  private overlapWinner(cells: readonly number[], candidates: readonly number[]): number {
    if (this.rules.overlap === 'first') return candidates[0];
    if (this.rules.overlap === 'last') return candidates[candidates.length - 1];
    const own = this.borders(cells).filter(([unit]) => candidates.includes(unit));
    return own[0]?.[0] ?? candidates[0];
  }

  gaps(): void {
    const { map, covers, within } = this.laid;
    const keys = covers.map((own, cell) => (own.length === 0 && within[cell] ? [0] : []));
    this.each('gap', regionsOf(map, keys), ({ cells }) => {
      const borders = this.borders(cells);
      const candidates = borders.map(([unit]) => unit).sort((a, b) => a - b);
      const usual = this.rules.gap === 'nobody' ? NO_OWNER : (borders[0]?.[0] ?? NO_OWNER);
      return { candidates, to: this.choice('gap', cells, [...candidates, NO_OWNER]) ?? usual };
    });
  }

  /** Splinters of units that are elsewhere too, and what is too thin to hold a place at all. */
  parts(): void {
    const { map } = this.laid;
    const byUnit = new Map<number, Region[]>();
    const keys = Array.from(this.owner, (unit) => (unit === NO_OWNER ? [] : [unit]));
    for (const region of regionsOf(map, keys)) {
      const known = byUnit.get(region.key);
      if (known) known.push(region);
      else byUnit.set(region.key, [region]);
    }
    const splinters: Region[] = [];
    for (const [unit, regions] of byUnit) {
      const sized = regions
        .map((region) => ({ region, finding: this.maker.region('part', region.cells, [unit]) }))
        .sort((a, b) => b.finding.area - a.finding.area);
      sized.forEach(({ region, finding }, at) => {
        if (at > 0 ? finding.sliver : !holdsPlace(map, region.cells)) splinters.push(region);
      });
    }
    this.each('part', splinters, ({ cells, key }) => {
      const borders = this.borders(cells).filter(([unit]) => unit !== key);
      const candidates = [key, ...borders.map(([unit]) => unit)].sort((a, b) => a - b);
      const usual = this.rules.part === 'keep' && holdsPlace(map, cells) ? key : (borders[0]?.[0] ?? key);
      return { candidates, to: this.choice('part', cells, candidates) ?? usual };
    });
  }

  /** Decides region by region, the largest first; what the lattice made itself is decided but not listed. */
  private each(
    kind: 'gap' | 'overlap' | 'part',
    regions: readonly Region[],
    decide: (region: Region) => { candidates: number[]; to: number },
  ): void {
    const { covers } = this.laid;
    const found = regions
      .map((region) => {
        const around = kind === 'gap' ? this.maker.gridsAround(region.cells) : covers[region.cells[0]];
        return {
          region,
          finding: this.maker.region(kind, region.cells, kind === 'part' ? [region.key] : around),
        };
      })
      .sort((a, b) => b.finding.area - a.finding.area || a.region.cells[0] - b.region.cells[0]);
    for (const { region, finding } of found) {
      const { candidates, to } = decide(region);
      for (const cell of region.cells) this.owner[cell] = to;
      if (isReal(finding))
        this.problems.push({ ...finding, id: problemId(kind, region.cells), candidates, to });
    }
  }

  private choice(kind: string, cells: readonly number[], candidates: readonly number[]): number | undefined {
    const chosen = this.choices.get(problemId(kind, cells));
    return chosen !== undefined && candidates.includes(chosen) ? chosen : undefined;
  }

  /** Units across the border with the length of it, longest first. */
  private borders(cells: readonly number[]): [unit: number, length: number][] {
    const { map } = this.laid;
    const own = new Set(cells);
    const lengths = new Map<number, number>();
    for (const cell of cells)
      for (const ring of map.cells[cell])
        for (const ref of ring) {
          const other = rightOf(map, ref);
          if (other === OUTSIDE || own.has(other) || this.owner[other] === NO_OWNER) continue;
          lengths.set(this.owner[other], (lengths.get(this.owner[other]) ?? 0) + this.lengths[ref >> 1]);
        }
    return [...lengths].sort(([a, la], [b, lb]) => lb - la || a - b);
  }
}

const problemId = (kind: string, cells: readonly number[]): string => `${kind}:${Math.min(...cells)}`;

function holdsPlace(map: PlanarMap, cells: readonly number[]): boolean {
  const [part] = outlineOf(map, cells).parts;
  return placeInRings([part.outer, ...part.holes], ...placeInside(part)) === 1;
}

/** Millimetres. */
function arcLengths({ arcFrom, arcStart, coords }: PlanarMap): Float64Array {
  return Float64Array.from(arcFrom, (_, arc) => {
    let length = 0;
    for (let at = 2 * arcStart[arc]; at + 3 < 2 * arcStart[arc + 1]; at += 2)
      length += Math.hypot(coords[at + 2] - coords[at], coords[at + 3] - coords[at + 1]);
    return length;
  });
}
