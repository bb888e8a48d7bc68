/**
 * Which files make up a Shapefile: the chosen one and those beside it of the same name, or every set in a ZIP archive. Owns the
 * matching of names only.
 */
import { FormatError } from './format-error.ts';
import { readHead, type SourceFile } from './source-file.ts';
import { isZip, openZip } from './zip-reader.ts';

export interface ShapefileParts {
  name: string;
  shp?: SourceFile;
  shx?: SourceFile;
  dbf?: SourceFile;
  prj?: SourceFile;
  cpg?: SourceFile;
  /** `<name>.linli.json`. */
  sidecar?: SourceFile;
}

const EXTENSIONS = {
  shp: 'shp',
  shx: 'shx',
  dbf: 'dbf',
  prj: 'prj',
  cpg: 'cpg',
  'linli.json': 'sidecar',
} as const;

/** The sets of files; at least one has a .shp or a .dbf. Throws FormatError: missing-part, and those of ZIP. */
export async function shapefileParts(file: SourceFile): Promise<ShapefileParts[]> {
  const zipped = isZip(await readHead(file, 4));
  const files = zipped ? await openZip(file) : [file, ...(file.companions ?? [])];
  const sets = group(files.filter(({ name }) => !/(?:^|\/)(?:__MACOSX\/|\.)/.test(name)));
  if (zipped) {
    const found = [...sets.values()].filter(({ shp, dbf }) => shp || dbf);
    if (found.length === 0) throw new FormatError('missing-part', {}, { name: '.shp' });
    return nameSets(found);
  }
  const own = sets.get(split(file.name)?.base.toLowerCase() ?? '');
  if (!own || (!own.shp && !own.dbf)) {
    const name = file.name.replace(/\.[^.]*$/, '.shp');
    throw new FormatError('missing-part', {}, { name });
  }
  return nameSets([own]);
}

function split(name: string): { base: string; part: keyof ShapefileParts } | null {
  const match = /^(.*)\.(shp|shx|dbf|prj|cpg|linli\.json)$/i.exec(name);
  if (!match) return null;
  return { base: match[1], part: EXTENSIONS[match[2].toLowerCase() as keyof typeof EXTENSIONS] };
}

function group(files: readonly SourceFile[]): Map<string, ShapefileParts> {
  const sets = new Map<string, ShapefileParts>();
  for (const file of files) {
    const found = split(file.name);
    if (!found) continue;
    const key = found.base.toLowerCase();
    const set: ShapefileParts = sets.get(key) ?? { name: found.base };
    if (found.part !== 'name') set[found.part] ??= file;
    sets.set(key, set);
  }
  return sets;
}

/** Layers are named without their folder, unless two would be alike. */
function nameSets(sets: ShapefileParts[]): ShapefileParts[] {
  const short = sets.map(({ name }) => name.replace(/^.*\//, ''));
  return sets.map((set, index) => {
    const alone = short.filter((name) => name === short[index]).length === 1;
    return { ...set, name: alone ? short[index] : set.name };
  });
}
