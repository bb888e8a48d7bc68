/**
 * The category of a record for colouring marks: the word of a dictionary column, the band of a number or of an age,
 * the first label. Owns the categories and the number of them; the colours are the page's. Categories are stable for a
 * community, so that panning does not recolour.
 */
import { tagsAt } from '../columns/cell.ts';
import type { DictColumn, NumberColumn, TagsColumn } from '../columns/column.ts';
import type { TableName } from '../model/tables.ts';
import { type Community, rowCount } from './community.ts';
import { UNKNOWN_AGE } from './population.ts';

export const NO_CATEGORY = 255;
const NUMBER_BANDS = 6;
/** Children, working age, 60-79, 80 and more: the bands of the field. */
const AGE_BANDS: readonly [number, string][] = [
  [14, '0-14'],
  [59, '15-59'],
  [79, '60-79'],
  [254, '80+'],
];

export interface Colouring {
  words: readonly string[];
  categoryOf(row: number): number;
}

const PLAIN: Colouring = { words: [], categoryOf: () => NO_CATEGORY };

/** A column that is absent or has no categories colours nothing. */
export function colouringOf(community: Community, table: TableName, name: string | undefined): Colouring {
  if (!name) return PLAIN;
  if (table === 'residents' && name === 'age') return ageColouring(community);
  const column = community.tables[table]?.columns[name];
  switch (column?.kind) {
    case 'dict':
      return wordColouring(column);
    case 'number':
      return numberColouring(column);
    case 'tags':
      return tagColouring(column, rowCount(community, table));
    default:
      return PLAIN;
  }
}

function ageColouring(community: Community): Colouring {
  const { age } = community.population;
  // A table by age: this is asked for every resident at district zoom.
  const bands = Uint8Array.from({ length: 256 }, (_, years) =>
    years === UNKNOWN_AGE ? NO_CATEGORY : AGE_BANDS.findIndex(([most]) => years <= most),
  );
  return { words: AGE_BANDS.map(([, word]) => word), categoryOf: (row) => bands[age[row]] };
}

/** Word 0 is not known; words past the 254th share the last category. */
function wordColouring({ codes, words }: DictColumn): Colouring {
  return {
    words: words.slice(1, NO_CATEGORY),
    categoryOf: (row) => (codes[row] === 0 ? NO_CATEGORY : Math.min(codes[row], NO_CATEGORY - 1) - 1),
  };
}

function numberColouring({ values, missing }: NumberColumn): Colouring {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value === missing || Number.isNaN(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return PLAIN;
  const step = (high - low) / NUMBER_BANDS || 1;
  const round = (value: number) => Number(value.toPrecision(4));
  return {
    words: Array.from(
      { length: NUMBER_BANDS },
      (_, band) => `${round(low + band * step)}-${round(low + (band + 1) * step)}`,
    ),
    categoryOf: (row) => {
      const value = values[row];
      if (value === missing || Number.isNaN(value)) return NO_CATEGORY;
      return Math.min(NUMBER_BANDS - 1, Math.floor((value - low) / step));
    },
  };
}

function tagColouring(column: TagsColumn, rows: number): Colouring {
  return {
    words: column.names.slice(0, NO_CATEGORY),
    categoryOf: (row) => {
      const first = tagsAt(column, row, rows)[0];
      return first === undefined ? NO_CATEGORY : Math.min(NO_CATEGORY - 1, column.names.indexOf(first));
    },
  };
}

/** Tallies categories of one aggregated mark and names the most frequent; ties go to the lower category. */
export class Tally {
  private readonly counts = new Uint32Array(NO_CATEGORY);

  add(category: number): void {
    if (category < NO_CATEGORY) this.counts[category]++;
  }

  /** The most frequent category, NO_CATEGORY for none; empties the tally. */
  take(categories: number): number {
    let best = NO_CATEGORY;
    let most = 0;
    for (let c = 0; c < categories; c++)
      if (this.counts[c] > most) {
        most = this.counts[c];
        best = c;
      }
    this.counts.fill(0, 0, categories);
    return best;
  }
}
