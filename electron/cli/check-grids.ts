/**
 * `linli check-grids FILE [--buildings FILE] [--boundary FILE]`: gaps, overlaps and faults of grids as JSON on stdout. Owns the arguments, which
 * column counts households and the exit codes; the check is shared/partition.
 */
import { parseArgs } from 'node:util';
import type { Crs } from '../../shared/geo/crs.ts';
import { resolveCrs } from '../../shared/geo/crs-resolve.ts';
import { type Shape, shapeIn } from '../../shared/model/drawn-shapes.ts';
import { DEFAULT_LOCAL_PROFILE } from '../../shared/model/local-profile.ts';
import { checkGrids } from '../../shared/partition/grid-check.ts';
import { SLIVER_WIDTH } from '../../shared/partition/narrow.ts';
import { SNAP } from '../../shared/partition/noding.ts';
import { PartitionError } from '../../shared/partition/partition-error.ts';
import { type CliCommand, CliError } from './command.ts';
import { describeError } from './inspect.ts';
import { readShapes } from './shape-file.ts';

export const checkGridsCommand: CliCommand = {
  name: 'check-grids',
  summary: 'list gaps, overlaps and faults of grids, as JSON',
  usage: [
    '  linli check-grids FILE [--buildings FILE] [--boundary FILE] [--from CRS] [--layer NAME]',
    '',
    '  --buildings FILE   buildings in no grid or in two; a column households, homes or 户数 gives the balance',
    '  --boundary FILE    what the grids must fill; without it a gap is an enclosed hole',
    '  --from CRS         system of FILE where it does not say',
    '  --layer NAME       layer of FILE (default: grids, else all)',
    '',
    '  Lines nearer than 1.5 mm are one. A sliver is narrower than 0.5 m: no circle of that width fits in.',
    '  Exit codes: 0 clean, 1 something is listed, 2 unreadable (JSON with the reason).',
  ].join('\n'),
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        buildings: { type: 'string' },
        boundary: { type: 'string' },
        from: { type: 'string' },
        layer: { type: 'string' },
      },
    });
    const [file, ...more] = positionals;
    if (!file || more.length > 0) throw new CliError('FILE is needed');
    const from = values.from === undefined ? undefined : namedCrs(values.from);
    try {
      const result = await check({ ...values, file, from });
      io.out(`${JSON.stringify(result, null, 2)}\n`);
      return result.clean ? 0 : 1;
    } catch (error) {
      io.out(`${JSON.stringify({ error: describeError(error) }, null, 2)}\n`);
      return 2;
    }
  },
};

function namedCrs(text: string): Crs {
  const found = resolveCrs({ kind: 'wkt', text });
  if (!found) throw new CliError(`--from: the coordinate system "${text.slice(0, 80)}" is not known`);
  return found;
}

interface Wish {
  file: string;
  from: Crs | undefined;
  layer?: string | undefined;
  buildings?: string | undefined;
  boundary?: string | undefined;
}

async function check({ file, from, layer, buildings, boundary }: Wish) {
  const drawn = await readShapes(file, {
    usual: 'grids',
    ...(layer ? { layer } : {}),
    ...(from ? { from } : {}),
  });
  const grids = drawn.shapes.filter(({ polygons, point }) => polygons.length > 0 || point === null);
  if (!grids.some(({ polygons }) => polygons.length > 0))
    throw noPolygons(`${file}${layer ? `, layer ${layer}` : ''}`);
  const limits = boundary === undefined ? null : await shapesIn(drawn.crs, boundary, 'areas');
  if (limits && !limits.some(({ polygons }) => polygons.length > 0)) throw noPolygons(String(boundary));
  const result = checkGrids({
    crs: drawn.crs,
    grids,
    unreadable: drawn.unreadable,
    boundary: limits,
    buildings:
      buildings === undefined
        ? null
        : (await shapesIn(drawn.crs, buildings, 'buildings')).map(withHouseholds),
    target: DEFAULT_LOCAL_PROFILE.gridTarget,
  });
  const { format, crs, axesSwapped } = drawn;
  return {
    file,
    format,
    crs: crs.id,
    axesSwapped,
    /** Metres. */
    tolerance: SNAP / 1000,
    sliverWidth: SLIVER_WIDTH / 1000,
    ...result,
  };
}

function noPolygons(where: string): PartitionError {
  return new PartitionError('no-polygons', `there is no polygon in ${where}`);
}

/** The shapes of another file in the system of the grids. */
async function shapesIn(crs: Crs, path: string, usual: string): Promise<Shape[]> {
  const file = await readShapes(path, { usual });
  return file.shapes.map((shape) => shapeIn(shape, file.crs, crs));
}

const HOUSEHOLD_COLUMNS = ['households', 'homes', '户数', '住户数', 'household_count', 'home_count'];

function withHouseholds(shape: Shape): Shape & { households: number | null } {
  const keys = new Map(Object.keys(shape.fields).map((key) => [key.trim().toLowerCase(), key]));
  for (const column of HOUSEHOLD_COLUMNS) {
    const key = keys.get(column);
    const value = key === undefined ? undefined : shape.fields[key];
    const count = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof count === 'number' && Number.isFinite(count) && count >= 0)
      return { ...shape, households: count };
  }
  return { ...shape, households: null };
}
