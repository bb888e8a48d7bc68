/**
 * Opens OSM PBF: buildings, roads, water, green, land, barriers and points of interest as layers, multipolygons
 * assembled. Owns the passes over the file: which relations are wanted, which nodes their ways and the others need,
 * where those lie, then the records.
 */
import { FieldTypes } from './field-types.ts';
import { FormatError } from './format-error.ts';
import { LayerSummary } from './layer-summary.ts';
import type {
  DeclaredCrs,
  FileProblem,
  LayerGeometry,
  LayerInfo,
  OpenedFile,
  OpenOptions,
} from './opened-file.ts';
import { type BlobPlace, blobAt, blobBytes, FileWindow, guarded } from './osm-blobs.ts';
import { type BlockKinds, type BlockVisitor, type OsmTags, readBlock } from './osm-blocks.ts';
import { type OsmHeader, readOsmHeader } from './osm-header.ts';
import {
  nodeClaims,
  OSM_LAYERS,
  type OsmClaim,
  type OsmLayer,
  osmFields,
  WANTED_KEYS,
} from './osm-layers.ts';
import type { Assembled } from './osm-multipolygon.ts';
import { OsmShapes } from './osm-shapes.ts';
import type { SourceFile } from './source-file.ts';
import { cutRaw, type ReadBatch, type SourceRecord, type UnreadRecord } from './source-record.ts';

/** Up to this size all is read once at opening: exact bounds, and broken shapes are counted. */
const MEASURED_SIZE = 16 * 1024 * 1024;
const WGS84: DeclaredCrs = { kind: 'epsg', code: 4326 };
const FORM_GEOMETRY = { area: 'polygon', line: 'line', point: 'point' } as const;

interface DataBlock extends BlobPlace, BlockKinds {}

/** What an element became, in one of its layers. */
type Put = (layer: OsmLayer, record: SourceRecord | UnreadRecord) => void;

/**
 * Throws `empty-file`, `damaged`, `truncated`, `too-large`, `unsupported-version` (history files, compressions other than
 * zlib) or `no-records`. The system is always WGS84 degrees. A shape that does not close is unread; one that lacks
 * nodes, as at the edge of an extract, is kept if an area is left, with their number in the field `missingNodes`.
 */
export async function openOsmPbf(file: SourceFile, _options: OpenOptions): Promise<OpenedFile> {
  if (file.size === 0) throw new FormatError('empty-file');
  const reading = new OsmReading(file);
  await reading.survey();
  const measured = file.size <= MEASURED_SIZE;
  const { layers, problems } = measured ? await measure(reading) : { layers: reading.guess(), problems: [] };
  if (layers.length === 0) throw new FormatError('no-records');
  let open = true;
  return {
    layers,
    problems,
    encoding: null,
    async *read(name) {
      const layer = OSM_LAYERS.find((known) => known === name);
      if (open && layer !== undefined) yield* batches(reading, layer);
    },
    close() {
      open = false;
      reading.close();
    },
  };
}

async function* batches(reading: OsmReading, wanted: OsmLayer): AsyncGenerator<ReadBatch> {
  let batch: ReadBatch = { records: [], unread: [], bytes: 0 };
  let count = 0;
  const put: Put = (_layer, record) => {
    record.line = ++count;
    if ('reason' in record) batch.unread.push(record);
    else batch.records.push(record);
  };
  for await (const bytes of reading.walk(new Set([wanted]), put)) {
    batch.bytes = bytes;
    yield batch;
    batch = { records: [], unread: [], bytes };
  }
}

/** All layers as they really come out. */
async function measure(reading: OsmReading): Promise<{ layers: LayerInfo[]; problems: FileProblem[] }> {
  const summaries = new Map<OsmLayer, LayerSummary>();
  let unread = 0;
  let cut = 0;
  const put: Put = (layer, record) => {
    let summary = summaries.get(layer);
    if (!summary) summaries.set(layer, (summary = new LayerSummary()));
    if ('reason' in record) {
      unread++;
      summary.addUnread();
    } else {
      if ('missingNodes' in record.fields) cut++;
      summary.add(record.geometry, record.fields);
    }
  };
  for await (const _bytes of reading.walk(new Set(OSM_LAYERS), put));
  const layers = OSM_LAYERS.flatMap((name) => summaries.get(name)?.info(name, WGS84) ?? []);
  const problems: FileProblem[] = [];
  if (unread > 0)
    problems.push({ code: 'unread-records', message: 'Shapes that cannot be read.', count: unread });
  if (cut > 0)
    problems.push({ code: 'cut-shapes', message: 'Shapes with nodes outside of the file.', count: cut });
  return { layers: layers.map((layer) => ({ ...layer, crs: WGS84 })), problems };
}

/** What the tags alone say of a layer. */
interface Guess {
  features: number;
  forms: Set<OsmClaim['form']>;
  fields: FieldTypes;
}

/** One file being read: where its blocks lie, what relations want, and once asked for, where nodes are. */
class OsmReading {
  private readonly file: SourceFile;
  private readonly window: FileWindow;
  private blocks: DataBlock[] = [];
  private readonly guesses = new Map<OsmLayer, Guess>();
  private header: OsmHeader = { bounds: null };
  private shapes = new OsmShapes();
  private located = false;

  constructor(file: SourceFile) {
    this.file = file;
    this.window = new FileWindow(file);
  }

  close(): void {
    this.blocks = [];
    this.shapes = new OsmShapes();
    this.located = true;
  }

  /** The first pass: where the blocks are and what they hold, the wanted relations, and what the tags say. */
  async survey(): Promise<void> {
    const visitor: BlockVisitor = {
      taggedNode: (_id, _x, _y, tags) => this.guessOf(tags, nodeClaims(tags)),
      way: (id, tags, refs) => {
        if (tags !== null) this.guessOf(tags, this.shapes.wayClaims(id, tags, refs()));
      },
      relation: (id, tags, members) => this.shapes.addRelation(id, tags, members),
    };
    let headed = false;
    for (let at = 0; at < this.file.size; ) {
      const blob = await blobAt(this.window, at);
      if (!headed && blob.type !== 'OSMHeader') throw new FormatError('damaged', {}, { place: 'OSMHeader' });
      if (blob.type === 'OSMHeader') {
        const bytes = await blobBytes(this.window, blob);
        this.header = guarded(at, () => readOsmHeader(bytes));
        headed = true;
      } else if (blob.type === 'OSMData') {
        const bytes = await blobBytes(this.window, blob);
        const kinds = guarded(at, () => readBlock(bytes, WANTED_KEYS, visitor));
        this.blocks.push({ ...blob, ...kinds });
      }
      at = blob.to;
    }
    for (const { tags, claims } of this.shapes.relations) this.guessOf(tags, claims);
  }

  /** The layers by their tags: bounds are those of the header. */
  guess(): LayerInfo[] {
    return OSM_LAYERS.flatMap((name) => {
      const guess = this.guesses.get(name);
      if (!guess) return [];
      const forms = [...guess.forms].map((form) => FORM_GEOMETRY[form]);
      const geometry: LayerGeometry = forms.length === 1 ? forms[0] : 'mixed';
      const { features, fields } = guess;
      return [{ name, geometry, features, fields: fields.list(), bounds: this.header.bounds, crs: WGS84 }];
    });
  }

  /** Puts the records of these layers in the order of the file; yields the bytes passed. */
  async *walk(wanted: ReadonlySet<OsmLayer>, put: Put): AsyncGenerator<number> {
    await this.locate();
    const { shapes } = this;
    const shape = (id: string, tags: OsmTags, claim: OsmClaim, make: () => Assembled) => {
      if (wanted.has(claim.layer)) put(claim.layer, recordOf(id, tags, claim, make()));
    };
    const visitor: BlockVisitor = {
      way: (id, tags, refs) => {
        if (tags === null) return;
        const nodes = refs();
        for (const claim of shapes.wayClaims(id, tags, nodes))
          shape(`way/${id}`, tags, claim, () => shapes.ofWay(nodes, claim.form));
      },
    };
    const points = wanted.has('pois') || wanted.has('barriers');
    if (points)
      visitor.taggedNode = (id, x, y, tags) => {
        const coordinates = [x / 1e7, y / 1e7];
        for (const claim of nodeClaims(tags))
          shape(`node/${id}`, tags, claim, () => ({
            ok: true,
            geometry: { type: 'Point', coordinates },
            missing: 0,
          }));
      };
    for (const block of this.blocks) {
      if (!block.ways && !(points && block.nodes)) continue;
      await this.visit(block, visitor);
      yield block.to;
    }
    for (const relation of shapes.relations) {
      for (const claim of relation.claims)
        shape(`relation/${relation.id}`, relation.tags, claim, () => shapes.ofRelation(relation));
    }
    yield this.file.size;
  }

  /** The second and third pass, once: the nodes that are needed and where they lie. */
  private async locate(): Promise<void> {
    if (this.located) return;
    this.located = true;
    const { shapes } = this;
    for (const block of this.blocks) {
      if (block.ways) await this.visit(block, { way: (id, tags, refs) => shapes.addWay(id, tags, refs) });
    }
    const places = shapes.needed();
    for (const block of this.blocks) {
      if (block.nodes) await this.visit(block, { node: (id, x, y) => places.fill(id, x, y) });
    }
  }

  private async visit(block: DataBlock, visitor: BlockVisitor): Promise<void> {
    const bytes = await blobBytes(this.window, block);
    guarded(block.from, () => readBlock(bytes, WANTED_KEYS, visitor));
  }

  private guessOf(tags: OsmTags, claims: readonly OsmClaim[]): void {
    // Small files are measured afterwards: what the tags say is not needed.
    if (this.file.size <= MEASURED_SIZE) return;
    for (const { layer, form, kind } of claims) {
      let guess = this.guesses.get(layer);
      if (!guess)
        this.guesses.set(layer, (guess = { features: 0, forms: new Set(), fields: new FieldTypes() }));
      guess.features++;
      guess.forms.add(form);
      guess.fields.add(osmFields(tags, kind));
    }
  }
}

function recordOf(
  id: string,
  tags: OsmTags,
  { kind }: OsmClaim,
  shape: Assembled,
): SourceRecord | UnreadRecord {
  const raw = () => cutRaw(JSON.stringify({ id, tags: Object.fromEntries(tags) }));
  if (!shape.ok) {
    const params = { id, what: shape.what };
    return { line: 1, column: 1, place: id, reason: 'broken-geometry', params, raw: raw() };
  }
  const fields = osmFields(tags, kind);
  if (shape.missing > 0) fields['missingNodes'] = shape.missing;
  return { line: 1, id, geometry: shape.geometry, fields, raw };
}
