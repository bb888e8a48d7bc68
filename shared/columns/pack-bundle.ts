/**
 * Makes those text columns of a bundle small that the table specs mark so: once everything is read or generated, before
 * it is stored and opened. Owns the choice of columns; the layout is packed-text.ts.
 */
import type { CommunityBundle } from '../model/bundle.ts';
import { TABLES, type TableName } from '../model/tables.ts';
import type { Column, Table } from './column.ts';
import { packText } from './packed-text.ts';

/** The bundle with the same cells; what is small already stays. One second for a million residents. */
export function packBundle(bundle: CommunityBundle): CommunityBundle {
  const tables: CommunityBundle['tables'] = {};
  for (const [name, table] of Object.entries(bundle.tables) as [TableName, Table][])
    tables[name] = packTable(name, table);
  return { ...bundle, tables };
}

function packTable(name: TableName, table: Table): Table {
  const columns: Record<string, Column> = {};
  for (const [column, values] of Object.entries(table.columns)) {
    const spec = TABLES[name].columns[column];
    const small = spec?.kind === 'text' && spec.packed && values.kind === 'text';
    columns[column] = small ? packText(values) : values;
  }
  return { ...table, columns };
}
