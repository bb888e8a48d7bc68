/**
 * Opens KML, and KMZ (a ZIP with KML in it). Owns folders as layers, their fields and bounds; cutting is kml-walk.ts, one
 * placemark kml-placemark.ts. Nothing a document links to is ever fetched.
 */
import { FormatError } from './format-error.ts';
import { joinShapes } from './geometry-parts.ts';
import { type KmlValue, placemarkFields, placemarkShapes } from './kml-placemark.ts';
import { folderPath, gatheredKml, type KmlGathered, type KmlPlacemark, kmlPlacemarks } from './kml-walk.ts';
import type { FieldType, FileProblem, LayerGeometry, LayerInfo, OpenedFile } from './opened-file.ts';
import { readHead, type SourceFile } from './source-file.ts';
import { cutRaw, type RawGeometry, type ReadBatch } from './source-record.ts';
import { isZip, openZip } from './zip-reader.ts';

interface KmlLayer {
  info: LayerInfo;
  file: SourceFile;
  /** Of its folder in the document. */
  folder: number;
  schemas: KmlGathered['schemas'];
  fields: Map<string, FieldType>;
}

/** The id a placemark has, its fields and geometries; or where it is broken. */
interface ReadPlacemark {
  id: string;
  fields: Map<string, KmlValue>;
  geometries: (RawGeometry | null)[];
  broken: string | null;
}

/**
 * Opens a .kml or .kmz; every folder with placemarks is a layer, named by its path. A placemark that mixes points, lines and
 * polygons becomes one record for each. Problems: network-link, overlay-skipped, end-missing. Throws FormatError: damaged
 * {place: DOCTYPE} when entities are declared, not-recognised, missing-part (a KMZ without KML), those of ZIP.
 */
export async function openKml(file: SourceFile): Promise<OpenedFile> {
  if (file.size === 0) throw new FormatError('empty-file');
  const documents = await kmlDocuments(file);
  const layers: KmlLayer[] = [];
  const problems: FileProblem[] = [];
  for (const [index, document] of documents.entries()) {
    const gathered = gatheredKml();
    const found = await survey(document, gathered);
    nameLayers(found, gathered, document, index > 0, layers);
    addProblems(problems, gathered);
  }
  return {
    layers: layers.map(({ info }) => info),
    problems,
    encoding: null,
    read: (name) => readLayer(layers.find(({ info }) => info.name === name)),
    close: () => undefined,
  };
}

/** The document itself; in a KMZ the first .kml and then the others. */
async function kmlDocuments(file: SourceFile): Promise<SourceFile[]> {
  if (!isZip(await readHead(file, 4))) return [file];
  const entries = await openZip(file);
  const documents = entries.filter(
    ({ name }) => /\.kml$/i.test(name) && !/(?:^|\/)(?:__MACOSX\/|\.)/.test(name),
  );
  if (documents.length === 0) throw new FormatError('missing-part', {}, { name: 'doc.kml' });
  return documents;
}

async function survey(file: SourceFile, gathered: KmlGathered): Promise<Map<number, KmlLayer>> {
  const found = new Map<number, KmlLayer>();
  for await (const placemarks of kmlPlacemarks(file, gathered)) {
    for (const placemark of placemarks) {
      const folder = placemark.folder.index;
      let layer = found.get(folder);
      if (!layer) {
        const crs = { kind: 'epsg', code: 4326 } as const;
        const info: LayerInfo = { name: '', geometry: 'none', features: 0, fields: [], bounds: null, crs };
        layer = { info, file, folder, schemas: gathered.schemas, fields: new Map() };
        found.set(folder, layer);
      }
      count(layer, readPlacemark(placemark, gathered.schemas));
    }
  }
  for (const { info, fields } of found.values()) {
    info.fields = [...fields].map(([name, type]) => ({ name, type }));
    if (info.geometry === 'none') info.crs = null;
  }
  return found;
}

function count({ info, fields }: KmlLayer, { geometries, fields: values, broken }: ReadPlacemark): void {
  info.features = (info.features ?? 0) + Math.max(1, geometries.length);
  for (const [name, value] of values) {
    const type = value === null ? null : typeOf(value);
    const known = fields.get(name);
    if (known === undefined) fields.set(name, type ?? 'text');
    else if (type !== null && type !== known) {
      const numbers = [type, known].every((one) => one === 'number' || one === 'integer');
      fields.set(name, numbers ? 'number' : 'mixed');
    }
  }
  if (broken !== null) return;
  for (const geometry of geometries) {
    if (!geometry) continue;
    const kind = kindOf(geometry.type);
    info.geometry = info.geometry === 'none' || info.geometry === kind ? kind : 'mixed';
    info.bounds = stretched(info.bounds, geometry.coordinates);
  }
}

function typeOf(value: string | number | boolean): FieldType {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'boolean';
  return Number.isInteger(value) ? 'integer' : 'number';
}

function kindOf(type: string): LayerGeometry {
  if (type.endsWith('Polygon')) return 'polygon';
  return type.endsWith('Point') ? 'point' : 'line';
}

function stretched(bounds: LayerInfo['bounds'], coordinates: unknown): LayerInfo['bounds'] {
  if (!Array.isArray(coordinates)) return bounds;
  const [x, y]: unknown[] = coordinates;
  if (typeof x !== 'number' || typeof y !== 'number') {
    return coordinates.reduce<LayerInfo['bounds']>((box, part: unknown) => stretched(box, part), bounds);
  }
  if (!bounds) return [x, y, x, y];
  return [Math.min(bounds[0], x), Math.min(bounds[1], y), Math.max(bounds[2], x), Math.max(bounds[3], y)];
}

/** Unique in the file: by the path of the folder, else by the name of the file. */
function nameLayers(
  found: Map<number, KmlLayer>,
  gathered: KmlGathered,
  document: SourceFile,
  further: boolean,
  layers: KmlLayer[],
): void {
  const base = document.name.replace(/^.*\//, '').replace(/\.[^.]*$/, '');
  for (const layer of [...found.values()].toSorted((a, b) => a.folder - b.folder)) {
    const path = folderPath(gathered.folders[layer.folder]);
    const wanted = further ? `${base}${path && '/'}${path}` : path || base;
    let name = wanted;
    for (let count = 2; layers.some(({ info }) => info.name === name); count++) name = `${wanted} (${count})`;
    layer.info.name = name;
    layers.push(layer);
  }
}

function addProblems(problems: FileProblem[], { networkLinks, overlays, unclosed }: KmlGathered): void {
  const add = (code: string, message: string, count: number) => {
    const known = problems.find((problem) => problem.code === code);
    if (known) known.count += count;
    else if (count > 0) problems.push({ code, message, count });
  };
  add('network-link', 'links to other files, which are not fetched', networkLinks);
  add('overlay-skipped', 'pictures laid over the map, which are not read', overlays);
  add('end-missing', 'the end of the document is missing', unclosed ? 1 : 0);
}

function readPlacemark({ element, whole }: KmlPlacemark, schemas: KmlGathered['schemas']): ReadPlacemark {
  const id = element.attributes.get('id') ?? '';
  const fields = placemarkFields(element, schemas);
  if (whole !== 'yes') return { id, fields, geometries: [], broken: whole };
  const read = placemarkShapes(element);
  if ('broken' in read) return { id, fields, geometries: [], broken: read.broken };
  const geometries = joinShapes(read.shapes);
  return { id, fields, geometries: geometries.length > 0 ? geometries : [null], broken: null };
}

async function* readLayer(layer: KmlLayer | undefined): AsyncGenerator<ReadBatch> {
  if (!layer) throw new FormatError('no-records');
  let bytes = 0;
  const counted: SourceFile = {
    name: layer.file.name,
    size: layer.file.size,
    slice: (from, to) => layer.file.slice(from, to),
    async *open() {
      for await (const chunk of layer.file.open()) {
        bytes += chunk.length;
        yield chunk;
      }
    },
  };
  for await (const placemarks of kmlPlacemarks(counted, gatheredKml())) {
    const batch: ReadBatch = { records: [], unread: [], bytes };
    for (const placemark of placemarks) {
      if (placemark.folder.index === layer.folder) addRecords(batch, placemark, layer);
    }
    yield batch;
  }
}

function addRecords(batch: ReadBatch, placemark: KmlPlacemark, layer: KmlLayer): void {
  const { line, column } = placemark;
  const read = readPlacemark(placemark, layer.schemas);
  const fields: Record<string, unknown> = Object.create(null);
  for (const name of layer.fields.keys()) fields[name] = read.fields.get(name) ?? null;
  const raw = () => cutRaw(JSON.stringify(Object.fromEntries(read.fields)));
  if (read.broken === 'crossed' || read.broken === 'unclosed') {
    const reason = read.broken === 'crossed' ? 'broken-record' : 'unexpected-end';
    batch.unread.push({ line, column, place: 'Placemark', reason, params: {}, raw: raw() });
    return;
  }
  if (read.broken !== null) {
    batch.unread.push({
      line,
      column,
      place: read.broken,
      reason: 'broken-geometry',
      params: {},
      raw: raw(),
    });
    return;
  }
  read.geometries.forEach((geometry, index) => {
    const id = index === 0 || read.id === '' ? read.id : `${read.id}#${index + 1}`;
    batch.records.push({ line, id, geometry, fields, raw });
  });
}
