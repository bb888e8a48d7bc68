/**
 * Puts a table together row by row from its spec (shared/model/tables.ts). Owns only the evenness of the columns;
 * each value's layout is its column builder's. For millions of rows push to `column(name)` directly.
 */
import { type ColumnSpec, TABLES, type TableName } from '../model/tables.ts';
import { HOME_TAGS, RESIDENT_TAGS, WORDS } from '../model/words.ts';
import type { Column, Table } from './column.ts';
import { DictBuilder, NumberBuilder, TagsBuilder, TextBuilder } from './column-builder.ts';
import { ColumnError } from './column-error.ts';
import { GeometryBuilder } from './geometry-builder.ts';
import type { Ring } from './ring.ts';

export type CellInput = number | string | readonly string[] | readonly Ring[] | null | undefined;

interface AnyBuilder {
  length: number;
  push(value: unknown): void;
  finish(): Column;
}

type BuilderOf = {
  number: NumberBuilder;
  dict: DictBuilder;
  text: TextBuilder;
  tags: TagsBuilder;
  geometry: GeometryBuilder;
};

export class TableBuilder {
  readonly name: string;
  rows = 0;
  private readonly names: string[];
  private readonly builders: AnyBuilder[];
  private readonly specs: Record<string, ColumnSpec>;

  /** `specs`: columns of another shape than the table's own, for layers that bring their own columns. */
  constructor(name: TableName, specs: Record<string, ColumnSpec> = TABLES[name].columns) {
    this.name = name;
    this.specs = specs;
    this.names = Object.keys(specs);
    this.builders = this.names.map((column) => builderFor(name, column, specs[column]) as AnyBuilder);
  }

  /** Appends one row; a column that `values` leaves out is not known. Returns the row's number. */
  add(values: Record<string, CellInput>): number {
    for (let i = 0; i < this.names.length; i++) this.builders[i].push(values[this.names[i]]);
    return this.rows++;
  }

  /** One column's builder. Whoever pushes here pushes to every column; `finish` checks it. */
  column<K extends keyof BuilderOf>(name: string, kind: K): BuilderOf[K] {
    const index = this.names.indexOf(name);
    if (index < 0) throw new ColumnError('unknown-column', this.name, name);
    if (this.specs[name].kind !== kind) throw new ColumnError('wrong-kind', this.name, name, kind);
    return this.builders[index] as unknown as BuilderOf[K];
  }

  /** Throws ColumnError 'unequal-length' naming the first column that is longer or shorter than the first. */
  finish(): Table {
    const rows = this.builders.length > 0 ? this.builders[0].length : this.rows;
    const columns: Record<string, Column> = {};
    for (let i = 0; i < this.names.length; i++) {
      if (this.builders[i].length !== rows) {
        const detail = `${this.builders[i].length} of ${rows} rows`;
        throw new ColumnError('unequal-length', this.name, this.names[i], detail);
      }
      columns[this.names[i]] = this.builders[i].finish();
    }
    return { name: this.name, rows, columns };
  }
}

function builderFor(table: TableName, column: string, spec: ColumnSpec) {
  switch (spec.kind) {
    case 'number':
      return new NumberBuilder(table, column, spec.type, spec.missing);
    case 'dict':
      return new DictBuilder(spec.words ? WORDS[spec.words as keyof typeof WORDS] : []);
    case 'text':
      return new TextBuilder(table, column);
    case 'tags':
      return new TagsBuilder(table === 'residents' ? RESIDENT_TAGS : table === 'homes' ? HOME_TAGS : []);
    case 'geometry':
      return new GeometryBuilder(spec.shape);
  }
}
