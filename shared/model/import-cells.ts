/**
 * Blocks of cells straight into the columns of residents: what import-rows.ts does a row at a time, done a column at a time, for the
 * lists of a million people. Owns only what is plain; a row with anything to mend, refuse or note is handed back, to go the long
 * way. Both ways lead to the same table: import-cells.test.ts holds them together.
 */
import type { TextKeys } from '../columns/text-keys.ts';
import type { CellBlock } from '../formats/cell-block.ts';
import { BirthCells, type CellColumn, TagCells, TextCells, WordCells } from './import-cell-columns.ts';
import type { LayerCollector } from './import-collect.ts';
import type { LayerPlan } from './import-plan.ts';
import { ROLES } from './import-roles.ts';
import { readIdNumber } from './import-values.ts';
import { TABLES } from './tables.ts';

const PLAIN_TYPES: readonly string[] = ['text', 'word', 'birth', 'tags', 'link'];

export class ResidentCells {
  private readonly names: readonly string[];
  private readonly columns: CellColumn[] = [];
  private readonly texts = new Map<string, TextCells>();
  private readonly sex: WordCells;
  private readonly birth: BirthCells;
  /** Appends rows to the columns that no cell of the file goes to. */
  private readonly pushUnknown: (count: number) => void;
  private readonly stated: boolean;
  private hard = new Uint8Array(0);

  private constructor(
    layer: LayerPlan,
    { builder, links, source }: LayerCollector,
    names: readonly string[],
  ) {
    this.names = names;
    const { fields } = ROLES.residents;
    const choice = new Map(
      layer.choices.map((each) => [each.target.to === 'field' ? each.target.field : '', each]),
    );
    const columnOf = (field: string) => names.indexOf(choice.get(field)?.name ?? '\0');
    const text = (field: string, targets: string[]) => {
      const builders = targets.map((name) => builder.column(name, 'text'));
      const link = links[field];
      const verbatim = fields[field].verbatim ?? false;
      const cells = new TextCells(link ? [link, ...builders] : builders, columnOf(field), verbatim);
      this.texts.set(field, cells);
      this.columns.push(cells);
    };
    const word = (field: string, blank = '') => {
      const chosen = choice.get(field)?.words;
      const words = chosen?.length ? new Map(chosen.map(({ value, word }) => [value, word])) : undefined;
      const cells = new WordCells(
        builder.column(field, 'dict'),
        columnOf(field),
        fields[field],
        words,
        blank,
      );
      this.columns.push(cells);
      return cells;
    };
    this.birth = new BirthCells(
      ['birthYear', 'birthMonth', 'birthDay'].map((name) => builder.column(name, 'number')),
      columnOf('birth'),
    );
    this.columns.push(this.birth, new TagCells(builder.column('tags', 'tags'), columnOf('tags')));
    const stated = choice.has('rawAddress');
    this.stated = stated;
    for (const [field, { type }] of Object.entries(fields)) {
      if (type === 'text' && field !== 'rawAddress') text(field, [field]);
      else if (type === 'link') text(field, field === 'address' && !stated ? ['rawAddress'] : []);
      else if (type === 'word' && field !== 'sex') word(field, field === 'sources' ? source : '');
    }
    if (stated) text('rawAddress', ['rawAddress']);
    this.sex = word('sex');
    this.pushUnknown = unknownPusher(layer, builder);
  }

  /** null: the plan asks for more than is plain here. */
  static of(
    layer: LayerPlan,
    collector: LayerCollector | null,
    names: readonly string[],
  ): ResidentCells | null {
    if (layer.role !== 'residents' || !collector) return null;
    const { fields } = ROLES.residents;
    const taken = layer.choices.flatMap(({ target }) =>
      target.to === 'field' && fields[target.field] ? [target.field] : [],
    );
    const plain = taken.every((field) => PLAIN_TYPES.includes(fields[field].type));
    return plain && new Set(taken).size === taken.length ? new ResidentCells(layer, collector, names) : null;
  }

  /** The file still has the columns this was made for. */
  fits(block: CellBlock): boolean {
    return block.names === this.names;
  }

  /**
   * Takes the rows of a block in order: plain ones into the columns, with their ids into `seen`; `long` is called for each of the others.
   * Returns how many were plain.
   */
  take(block: CellBlock, seen: TextKeys, long: (row: number) => void): number {
    this.hard = this.hard.length < block.rows ? new Uint8Array(block.rows) : this.hard.fill(0, 0, block.rows);
    for (const column of this.columns) column.read(block, this.hard);
    this.derive(block);
    const id = this.cells('id');
    let good = 0;
    let from = 0;
    for (let row = 0; row < block.rows; row++) {
      if (this.hard[row] === 0 && (id.isBlank(block, row) || this.isNew(id, block, row, seen))) continue;
      good += this.push(block, from, row);
      long(row);
      from = row + 1;
    }
    return good + this.push(block, from, block.rows);
  }

  private cells(field: string): TextCells {
    return this.texts.get(field) as TextCells;
  }

  private isNew(id: TextCells, block: CellBlock, row: number, seen: TextKeys): boolean {
    const before = seen.size;
    id.addTo(seen, block, row);
    return seen.size > before;
  }

  /** What the citizen number says where the file says nothing; rows without any name go the long way. */
  private derive(block: CellBlock): void {
    const { hard, birth, sex } = this;
    const [id, name, idNumber] = [this.cells('id'), this.cells('name'), this.cells('idNumber')];
    const [address, raw] = [this.cells('address'), this.texts.get('rawAddress')];
    const [male, female] = [sex.codeOf('male'), sex.codeOf('female')];
    for (let row = 0; row < block.rows; row++) {
      const numbered = !idNumber.isBlank(block, row);
      if (!numbered && name.isBlank(block, row) && id.isBlank(block, row)) hard[row] = 1;
      if (this.stated && raw?.isBlank(block, row) && !address.isBlank(block, row)) hard[row] = 1;
      if (!numbered || (birth.years[row] !== 0 && sex.codes[row] !== 0)) continue;
      const told = readIdNumber(idNumber.text(block, row));
      if (!told) continue;
      if (birth.years[row] === 0) birth.set(row, told.birth);
      if (sex.codes[row] === 0) sex.codes[row] = told.sex === 'male' ? male : female;
    }
  }

  private push(block: CellBlock, from: number, to: number): number {
    if (to <= from) return 0;
    for (const column of this.columns) column.push(block, from, to);
    this.pushUnknown(to - from);
    return to - from;
  }
}

/** Appends rows to every column that no field of the file goes to. */
function unknownPusher(layer: LayerPlan, builder: LayerCollector['builder']): (count: number) => void {
  const { fields, table } = ROLES[layer.role];
  const filled = new Set(['birthYear', 'birthMonth', 'birthDay', 'tags', 'rawAddress']);
  for (const [field, { type }] of Object.entries(fields))
    if (type === 'text' || type === 'word') filled.add(field);
  const pushers = Object.entries(TABLES[table].columns)
    .filter(([name]) => !filled.has(name))
    .map(([name, { kind }]) => {
      if (kind === 'number') {
        const column = builder.column(name, 'number');
        return (count: number) => column.pushUnknown(count);
      }
      if (kind === 'text') {
        const column = builder.column(name, 'text');
        return (count: number) => column.pushEmpty(count);
      }
      const column = builder.column(name, 'dict');
      return (count: number) => column.pushCodes(new Uint32Array(count));
    });
  return (count) => {
    for (const push of pushers) push(count);
  };
}
