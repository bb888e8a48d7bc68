/**
 * `linli convert IN OUT [--from CRS] [--to CRS] [--layer NAME]`: a geodata file in another format or coordinate system. Owns the arguments and
 * what becomes of each layer; reading, conversion and writing are shared/. What has places goes out in one system that the file then names;
 * nothing is guessed and nothing is shifted twice.
 */
import { rename, rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { parseArgs } from 'node:util';
import { FormatError } from '../../shared/formats/format-error.ts';
import { META_TABLE } from '../../shared/formats/geopackage-writer.ts';
import { type OpenedSource, openFile } from '../../shared/formats/open-file.ts';
import type { LayerInfo } from '../../shared/formats/opened-file.ts';
import type { RawGeometry } from '../../shared/formats/source-record.ts';
import { type Crs, CrsError, WGS84 } from '../../shared/geo/crs.ts';
import { resolveCrs } from '../../shared/geo/crs-resolve.ts';
import { transformer, transformGeometry } from '../../shared/geo/crs-transform.ts';
import { commonCrs, exportTransform, keptTag } from '../../shared/geo/datum-tag.ts';
import { diskFile } from '../services/disk-file.ts';
import { type CliCommand, CliError } from './command.ts';
import { CONVERT_ENDINGS, type ConvertedLayer, writeConverted } from './convert-writers.ts';
import { writeChunks } from './sample.ts';
import { loadSqliteWasm } from './sqlite-wasm.ts';

export const convertCommand: CliCommand = {
  name: 'convert',
  summary: 'write a geodata file in another format or coordinate system',
  usage: [
    '  linli convert IN OUT [--from CRS] [--to CRS] [--layer NAME]',
    '',
    `  OUT            its ending says the format: ${CONVERT_ENDINGS.join(' ')}`,
    '  --from CRS     system of IN; needed when the file does not say, refused when it says another one',
    '  --to CRS       system of OUT (default EPSG:4326); GeoJSON holds degrees only, CSV and XLSX do not name their system',
    '  --layer NAME   only this layer',
    '',
    '  CRS is EPSG:4526, GCJ02, BD09, a proj4 string or WKT. Exit codes: 0 written, 2 refused (JSON with the reason).',
  ].join('\n'),
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { from: { type: 'string' }, to: { type: 'string' }, layer: { type: 'string' } },
    });
    const [input, output, ...more] = positionals;
    if (!input || !output || more.length > 0) throw new CliError('IN and OUT are needed');
    const ending = output.toLowerCase().endsWith('.shp.zip') ? '.zip' : extname(output).toLowerCase();
    if (!CONVERT_ENDINGS.includes(ending))
      throw new CliError(`OUT ends in none of ${CONVERT_ENDINGS.join(' ')}`);
    const from = values.from === undefined ? null : namedCrs(values.from, '--from');
    const to = values.to === undefined ? WGS84 : namedCrs(values.to, '--to');
    try {
      const source = await openFile(await diskFile(input), {}, loadSqliteWasm);
      try {
        io.out(
          `${JSON.stringify(await convert(source, output, { ending, from, to, only: values.layer }), null, 2)}\n`,
        );
        return 0;
      } finally {
        source.close();
      }
    } catch (error) {
      io.out(`${JSON.stringify({ error: refusal(error) }, null, 2)}\n`);
      return 2;
    }
  },
};

interface Wish {
  ending: string;
  from: Crs | null;
  to: Crs;
  only: string | undefined;
}

function namedCrs(text: string, option: string): Crs {
  const found = resolveCrs({ kind: 'wkt', text });
  if (!found) throw new CliError(`${option}: the coordinate system "${text.slice(0, 80)}" is not known`);
  return found;
}

async function convert(source: OpenedSource, output: string, { ending, from, to, only }: Wish) {
  const infos = source.layers.filter(({ name }) =>
    only === undefined ? name !== META_TABLE : name === only,
  );
  if (infos.length === 0) throw new FormatError('missing-part', {}, { name: only ?? '' });
  const systems = infos
    .filter(({ geometry }) => geometry !== 'none')
    .map((info) => systemOf(source, info, from));
  const stored =
    systems.length === 0 ? (from ?? WGS84) : commonCrs(systems.map((crs) => keptTag('declared', crs)));
  const layers = infos.map((info) => new LayerConversion(source, info, stored, to));
  // The file appears whole or not at all.
  const temporary = `${output}.part`;
  try {
    await writeChunks(temporary, writeConverted(ending, layers, to, loadSqliteWasm));
    await rename(temporary, output);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return {
    out: output,
    from: stored.id,
    to: to.id,
    warnings: [...new Set([...stored.warnings, ...to.warnings])],
    layers: layers.map(({ name, rows, unread, failed }) => ({ name, rows, unread, unplaced: failed })),
  };
}

/** The system a layer is in: what the file says and what the person says must agree. Throws CrsError. */
function systemOf({ format }: OpenedSource, info: LayerInfo, from: Crs | null): Crs {
  // RFC 7946 leaves nothing to declare, but files in shifted degrees are about: a person may say so.
  const standard = /json/.test(format) && format !== 'cityjson' ? (from ?? WGS84) : null;
  const declared = info.crs ? resolveCrs(info.crs) : standard;
  if (declared && from && declared.id !== from.id)
    throw new CrsError('crs-mixed', `the layer ${info.name} says it is in ${declared.id}, not ${from.id}`);
  const system = declared ?? from;
  if (!system)
    throw new CrsError(
      'crs-unknown',
      `the layer ${info.name} does not say its coordinate system: give it with --from`,
    );
  return system;
}

/** One layer on its way: counts what could not be read or has no place in the new system. */
class LayerConversion implements ConvertedLayer {
  readonly name: string;
  readonly geometry: LayerInfo['geometry'];
  readonly fields: LayerInfo['fields'];
  rows = 0;
  unread = 0;
  failed = 0;
  private readonly source: OpenedSource;
  private readonly place: (geometry: RawGeometry) => RawGeometry | null;

  constructor(source: OpenedSource, info: LayerInfo, from: Crs, to: Crs) {
    this.source = source;
    this.name = info.name;
    this.geometry = info.geometry;
    this.fields = info.fields;
    // Through WGS84 under its tag: a shifted datum is taken back once on the way in and put on once on the way out.
    const tag = { how: 'declared', crs: from, state: 'converted' } as const;
    const same = from.id === to.id;
    const enter = transformer(from, WGS84);
    const leave = exportTransform(tag, to);
    this.place = (geometry) => {
      if (same) return geometry;
      const inside = transformGeometry(enter, geometry);
      const { geometry: out, failed } = transformGeometry(leave, inside.geometry);
      if (inside.failed + failed === 0) return out;
      this.failed++;
      return null;
    };
  }

  async *each() {
    this.rows = 0;
    this.unread = 0;
    this.failed = 0;
    for await (const batch of this.source.read(this.name)) {
      this.unread += batch.unread.length;
      for (const { geometry, fields } of batch.records) {
        this.rows++;
        yield { geometry: geometry && this.place(geometry), fields };
      }
    }
  }
}

function refusal(error: unknown): { code: string; message: string } {
  const cause = error instanceof Error ? error : new Error(String(error));
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : 'internal';
  return { code: code === 'ENOENT' ? 'not-found' : code, message: cause.message };
}
