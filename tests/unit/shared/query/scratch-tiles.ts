import { type Column, NO_COORDINATE, NONE, type Table } from '../../../../shared/columns/column.ts';
import { TABLES, type TableName } from '../../../../shared/model/tables.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';
export function tiled(n: number) {
  const y = generateSample('y', 1);
  const across = Math.ceil(Math.sqrt(n));
  const dx = Math.round((y.bounds[2] - y.bounds[0]) * 1e7),
    dy = Math.round((y.bounds[3] - y.bounds[1]) * 1e7);
  const tables: any = {};
  const order = new Map<string, { tile: Uint32Array; row: Uint32Array }>();
  for (const [name, t] of Object.entries(y.tables) as [TableName, Table][]) {
    if (
      ![
        'buildings',
        'entrances',
        'homes',
        'residents',
        'vehicles',
        'devices',
        'cameras',
        'facilities',
        'workers',
        'grids',
        'compounds',
      ].includes(name)
    ) {
      tables[name] = t;
      continue;
    }
    const tile: number[] = [],
      row: number[] = [];
    const link = name === 'residents' || name === 'vehicles' ? (t.columns['home'] as any).values : null;
    for (const pass of [0, 1])
      for (let k = 0; k < n; k++)
        for (let r = 0; r < t.rows; r++)
          if ((link && link[r] === NONE ? 1 : 0) === pass && (name !== 'devices' || r % 20 === 0)) {
            tile.push(k);
            row.push(r);
          }
    const rows = tile.length;
    const columns: Record<string, Column> = {};
    for (const [cn, c] of Object.entries(t.columns)) {
      const spec = TABLES[name].columns[cn] as any;
      if (c.kind === 'number') {
        const values = new (c.values.constructor as any)(rows);
        const parent = spec?.link ? y.tables[spec.link as TableName]!.rows : cn === 'household' ? 4000 : 0;
        const shift = (spec?.link && spec.link !== 'areas') || cn === 'household';
        for (let i = 0; i < rows; i++) {
          const v = c.values[row[i]];
          values[i] =
            shift && v !== NONE
              ? v + tile[i] * parent
              : cn === 'lng' && v !== NO_COORDINATE
                ? v + dx * (tile[i] % across)
                : cn === 'lat' && v !== NO_COORDINATE
                  ? v + dy * Math.floor(tile[i] / across)
                  : v;
        }
        columns[cn] = { ...c, values };
      } else if (c.kind === 'dict')
        columns[cn] = { ...c, codes: (c.codes as any).constructor.from(row, (r: number) => c.codes[r]) };
      else if (c.kind === 'tags') {
        const lanes = c.masks.length / t.rows;
        const masks = new Uint32Array(lanes * rows);
        for (let l = 0; l < lanes; l++)
          for (let i = 0; i < rows; i++) masks[l * rows + i] = c.masks[l * t.rows + row[i]];
        columns[cn] = { ...c, masks };
      } else if (c.kind === 'text') {
        const offsets = new Uint32Array(rows + 1);
        for (let i = 0; i < rows; i++)
          offsets[i + 1] = offsets[i] + c.offsets[row[i] + 1] - c.offsets[row[i]];
        const bytes = new Uint8Array(offsets[rows]);
        for (let i = 0; i < rows; i++)
          bytes.set(c.bytes.subarray(c.offsets[row[i]], c.offsets[row[i] + 1]), offsets[i]);
        columns[cn] = { kind: 'text', bytes, offsets };
      }
    }
    tables[name] = { name, rows, columns };
  }
  const b = y.tables.buildings!.rows,
    g = y.tables.grids!.rows;
  const gridOfBuilding = new Uint16Array(b * n);
  for (let k = 0; k < n; k++)
    for (let r = 0; r < b; r++) {
      const v = y.plan.gridOfBuilding[r];
      gridOfBuilding[k * b + r] = v === 0xffff ? v : v + k * g;
    }
  return {
    ...y,
    tables,
    plan: { id: 'p', gridOfBuilding },
    bounds: [y.bounds[0], y.bounds[1], y.bounds[0] + (dx * across) / 1e7, y.bounds[1] + (dy * across) / 1e7],
  } as typeof y;
}
