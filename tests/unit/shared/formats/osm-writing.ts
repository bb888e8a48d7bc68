/**
 * A small writer of OSM PBF for the tests: nodes, ways and relations in blocks, plain or dense, deflated or not.
 */
import { zlibSync } from 'fflate';
import { PbfWriter } from 'pbf';

type Tags = Record<string, string>;

export interface WrittenNode {
  id: number;
  lng: number;
  lat: number;
  tags?: Tags;
}

export interface WrittenWay {
  id: number;
  refs: number[];
  tags?: Tags;
}

export interface WrittenRelation {
  id: number;
  members: { kind: 'node' | 'way' | 'relation'; id: number; role: string }[];
  tags?: Tags;
}

export interface OsmContent {
  nodes: WrittenNode[];
  ways?: WrittenWay[];
  relations?: WrittenRelation[];
}

export interface OsmWriting {
  dense?: boolean;
  /** Nanodegrees. */
  granularity?: number;
  compression?: 'zlib' | 'raw' | 'lzma' | 'zstd';
  required?: string[];
  /** Elements of a block. */
  block?: number;
  /** Raw size that a blob declares instead of its own. */
  rawSize?: number;
  bounds?: [number, number, number, number];
}

class Strings {
  readonly list = [''];
  private readonly known = new Map([['', 0]]);
  of(text: string): number {
    let index = this.known.get(text);
    if (index === undefined) {
      index = this.list.push(text) - 1;
      this.known.set(text, index);
    }
    return index;
  }
}

/** The bytes of a file. */
export function writeOsm(content: OsmContent, writing: OsmWriting = {}): Uint8Array {
  const blobs = [frame('OSMHeader', header(writing), writing)];
  const size = writing.block ?? 8000;
  const parts = <T>(list: T[]) =>
    Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));
  for (const nodes of parts(content.nodes)) {
    blobs.push(
      block(writing, (pbf, strings) =>
        writing.dense === false
          ? plainNodes(pbf, nodes, strings, writing)
          : denseNodes(pbf, nodes, strings, writing),
      ),
    );
  }
  for (const ways of parts(content.ways ?? [])) {
    blobs.push(
      block(writing, (pbf, strings) => {
        for (const { id, refs, tags } of ways) {
          pbf.writeMessage(
            3,
            (_, way) => {
              way.writeVarintField(1, id);
              writeTags(way, tags, strings);
              way.writePackedSVarint(8, steps(refs));
            },
            null,
          );
        }
      }),
    );
  }
  for (const relations of parts(content.relations ?? [])) {
    blobs.push(
      block(writing, (pbf, strings) => {
        for (const { id, members, tags } of relations) {
          pbf.writeMessage(
            4,
            (_, relation) => {
              relation.writeVarintField(1, id);
              writeTags(relation, tags, strings);
              relation.writePackedVarint(
                8,
                members.map(({ role }) => strings.of(role)),
              );
              relation.writePackedSVarint(9, steps(members.map((member) => member.id)));
              relation.writePackedVarint(
                10,
                members.map(({ kind }) => ['node', 'way', 'relation'].indexOf(kind)),
              );
            },
            null,
          );
        }
      }),
    );
  }
  return joined(blobs);
}

/** One blob with its frame; `type` and `bytes` as they are. */
export function frame(type: string, bytes: Uint8Array, writing: OsmWriting = {}): Uint8Array {
  const { compression = 'zlib' } = writing;
  const blob = new PbfWriter();
  if (compression === 'raw') blob.writeBytesField(1, bytes);
  else {
    blob.writeVarintField(2, writing.rawSize ?? bytes.length);
    blob.writeBytesField({ zlib: 3, lzma: 4, zstd: 7 }[compression], zlibSync(bytes));
  }
  const body = blob.finish();
  const head = new PbfWriter();
  head.writeStringField(1, type);
  head.writeVarintField(3, body.length);
  const start = head.finish();
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, start.length);
  return joined([length, start, body]);
}

export function joined(parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function header({ required = ['OsmSchema-V0.6', 'DenseNodes'], bounds }: OsmWriting): Uint8Array {
  const pbf = new PbfWriter();
  if (bounds) {
    const [left, bottom, right, top] = bounds.map((degrees) => Math.round(degrees * 1e9));
    pbf.writeMessage(
      1,
      (_, box) => {
        for (const [index, side] of [left, right, top, bottom].entries()) {
          box.writeTag(index + 1, 0);
          box.writeSVarint(side);
        }
      },
      null,
    );
  }
  for (const feature of required) pbf.writeStringField(4, feature);
  return pbf.finish();
}

function block(writing: OsmWriting, group: (pbf: PbfWriter, strings: Strings) => void): Uint8Array {
  const strings = new Strings();
  const inner = new PbfWriter();
  group(inner, strings);
  const pbf = new PbfWriter();
  pbf.writeMessage(
    1,
    (_, table) => {
      for (const text of strings.list) table.writeStringField(1, text);
    },
    null,
  );
  pbf.writeBytesField(2, inner.finish());
  if (writing.granularity) pbf.writeVarintField(17, writing.granularity);
  return frame('OSMData', pbf.finish(), writing);
}

const units = (degrees: number, { granularity = 100 }: OsmWriting) =>
  Math.round((degrees * 1e9) / granularity);

function plainNodes(pbf: PbfWriter, nodes: WrittenNode[], strings: Strings, writing: OsmWriting): void {
  for (const { id, lng, lat, tags } of nodes) {
    pbf.writeMessage(
      1,
      (_, node) => {
        node.writeTag(1, 0);
        node.writeSVarint(id);
        writeTags(node, tags, strings);
        node.writeTag(8, 0);
        node.writeSVarint(units(lat, writing));
        node.writeTag(9, 0);
        node.writeSVarint(units(lng, writing));
      },
      null,
    );
  }
}

function denseNodes(pbf: PbfWriter, nodes: WrittenNode[], strings: Strings, writing: OsmWriting): void {
  pbf.writeMessage(
    2,
    (_, dense) => {
      dense.writePackedSVarint(1, steps(nodes.map(({ id }) => id)));
      dense.writePackedSVarint(8, steps(nodes.map(({ lat }) => units(lat, writing))));
      dense.writePackedSVarint(9, steps(nodes.map(({ lng }) => units(lng, writing))));
      dense.writePackedVarint(
        10,
        nodes.flatMap(({ tags = {} }) => [
          ...Object.entries(tags).flatMap(([key, value]) => [strings.of(key), strings.of(value)]),
          0,
        ]),
      );
    },
    null,
  );
}

function writeTags(pbf: PbfWriter, tags: Tags = {}, strings: Strings): void {
  pbf.writePackedVarint(
    2,
    Object.keys(tags).map((key) => strings.of(key)),
  );
  pbf.writePackedVarint(
    3,
    Object.values(tags).map((value) => strings.of(value)),
  );
}

function steps(values: number[]): number[] {
  return values.map((value, index) => value - (values[index - 1] ?? 0));
}
