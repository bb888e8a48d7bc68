/**
 * `linli sample --community y|zjl|gusu|cun [--seed N] --out DIR [--format F]`: writes a sample community in the exchange layout: one file per table
 * (geojson, csv), or one file of all (gpkg, xlsx, shp), and community.json about it. Owns the arguments and the files' names.
 */
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type CommunityBundle, NO_GRID, type SampleId } from '../../shared/model/bundle.ts';
import {
  EXCHANGE_FORMATS,
  type ExchangeFormat,
  textEntries,
  writeExchange,
} from '../../shared/model/exchange-files.ts';
import { exchangeTables } from '../../shared/model/exchange-rows.ts';
import { TABLE_NAMES } from '../../shared/model/tables.ts';
import { generateSample } from '../../shared/sample/sample.ts';
import { loadSqliteWasm } from './sqlite-wasm.ts';

const SAMPLES: readonly SampleId[] = ['y', 'zjl', 'gusu', 'cun'];
export const SAMPLE_USAGE =
  'linli sample --community y|zjl|gusu|cun [--seed N] --out DIR [--format geojson|csv|xlsx|gpkg|shp]';
const ENDINGS = { gpkg: 'gpkg', xlsx: 'xlsx', shp: 'zip' } as const;

interface Wish {
  community: SampleId;
  seed: number;
  out: string;
  format: ExchangeFormat;
}

/** Writes the files, prints {community, seed, out, format, files} as JSON and returns 0; a wrong call prints {error} and gives 2. */
export async function runSample(argv: string[]): Promise<number> {
  const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  const wish = readWish(argv);
  if (!wish) {
    print({ error: { code: 'usage', message: SAMPLE_USAGE } });
    return 2;
  }
  try {
    print({ ...wish, files: await writeSample(wish) });
    return 0;
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error));
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : 'internal';
    print({ error: { code, message: cause.message } });
    return 2;
  }
}

function readWish(argv: string[]): Wish | undefined {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        community: { type: 'string' },
        seed: { type: 'string' },
        out: { type: 'string' },
        format: { type: 'string' },
      },
    });
    const community = SAMPLES.find((id) => id === values.community);
    const format = EXCHANGE_FORMATS.find((each) => each === (values.format ?? 'geojson'));
    const seed = values.seed === undefined ? 1 : Number(values.seed);
    if (!community || !format || !values.out || !Number.isSafeInteger(seed)) return undefined;
    return { community, seed, out: values.out, format };
  } catch {
    // parseArgs throws for options it does not know.
    return undefined;
  }
}

async function writeSample({ community, seed, out, format }: Wish): Promise<string[]> {
  const bundle = generateSample(community, seed);
  await mkdir(out, { recursive: true });
  const choice = { tables: TABLE_NAMES, personal: true };
  const files: string[] = [];
  if (format === 'csv' || format === 'geojson') {
    for (const { name, chunks } of textEntries(exchangeTables(bundle, choice), format)) {
      await writeChunks(join(out, name), chunks);
      files.push(name);
    }
  } else {
    const name = `${community}.${ENDINGS[format]}`;
    // A sample's files are the same whenever they are written: its own day is the day of the export.
    const at = bundle.asOfDay * 86_400_000;
    await writeChunks(join(out, name), writeExchange(bundle, { ...choice, format, at }, loadSqliteWasm));
    files.push(name);
  }
  await writeFile(join(out, 'community.json'), `${JSON.stringify(aboutSample(bundle), null, 1)}\n`);
  return [...files, 'community.json'];
}

function aboutSample({ name, source, asOfDay, bounds, plan }: CommunityBundle) {
  const gridOfBuilding = Array.from(plan.gridOfBuilding, (grid) => (grid === NO_GRID ? null : grid));
  return { name, source, asOfDay, bounds, plan: { id: plan.id, gridOfBuilding } };
}

/** The chunks as a file of the disk; closed when this settles, so that whoever takes away half a file finds all of it. */
export async function writeChunks(
  path: string,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> {
  const file = await open(path, 'w');
  try {
    for await (const chunk of chunks) await file.writeFile(chunk);
  } finally {
    await file.close();
  }
}
