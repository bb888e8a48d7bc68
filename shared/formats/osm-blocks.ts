/**
 * The nodes, ways and relations of one inflated block. Owns the protobuf fields of OSM PBF, the string table and the
 * coordinates as whole 1e-7 degrees; which elements are wanted is the caller's.
 */
import { PbfReader } from 'pbf';
import { FormatError } from './format-error.ts';

export type OsmTags = ReadonlyMap<string, string>;

export interface OsmMember {
  kind: 'node' | 'way' | 'relation';
  id: number;
  role: string;
}

/** What a pass over a block wants to see. Tags are null where no key is wanted. Positions in whole 1e-7 degrees. */
export interface BlockVisitor {
  /** Nodes with at least one wanted key. */
  taggedNode?(id: number, x: number, y: number, tags: OsmTags): void;
  /** Every node. */
  node?(id: number, x: number, y: number): void;
  way?(id: number, tags: OsmTags | null, refs: () => number[]): void;
  relation?(id: number, tags: OsmTags, members: () => OsmMember[]): void;
}

/** Which elements a block holds: later passes leave out those without any of theirs. */
export interface BlockKinds {
  nodes: boolean;
  ways: boolean;
  relations: boolean;
}

const NODES = 1;
const DENSE = 2;
const WAYS = 3;
const RELATIONS = 4;
const MEMBER_KINDS = ['node', 'way', 'relation'] as const;

interface Range {
  from: number;
  to: number;
}

/** Degrees times 1e7 from nanodegrees in steps of the granularity. */
interface Grid {
  step: number;
  x: number;
  y: number;
}

/** The strings of a block, decoded when first asked for. */
class StringTable {
  private readonly ranges: Range[] = [];
  private readonly texts: (string | undefined)[] = [];
  /** 0: not looked at, 1: a wanted key, 2: another. */
  private wanted = new Uint8Array(0);
  private readonly bytes: Uint8Array;
  private readonly keys: ReadonlySet<string>;
  private readonly decoder = new TextDecoder();

  constructor(bytes: Uint8Array, keys: ReadonlySet<string>) {
    this.bytes = bytes;
    this.keys = keys;
  }

  read(pbf: PbfReader, end: number): void {
    for (let field = pbf.nextField(end); field; field = pbf.nextField(end)) {
      if (field === 1) {
        const range = lengthRange(pbf);
        this.ranges.push(range);
        pbf.pos = range.to;
      }
    }
    this.wanted = new Uint8Array(this.ranges.length);
  }

  text(index: number): string {
    const known = this.texts[index];
    if (known !== undefined) return known;
    const range = this.ranges[index];
    if (range === undefined) throw new FormatError('damaged', {}, { place: 'string table' });
    const text = this.decoder.decode(this.bytes.subarray(range.from, range.to));
    this.texts[index] = text;
    return text;
  }

  isWanted(index: number): boolean {
    if (this.wanted[index] === 0) this.wanted[index] = this.keys.has(this.text(index)) ? 1 : 2;
    return this.wanted[index] === 1;
  }
}

/** Reads a block and shows its elements to the visitor. Throws FormatError `damaged`, or whatever PbfReader throws. */
export function readBlock(bytes: Uint8Array, keys: ReadonlySet<string>, visitor: BlockVisitor): BlockKinds {
  const pbf = new PbfReader(bytes);
  const strings = new StringTable(bytes, keys);
  const groups: Range[] = [];
  const grid: Grid = { step: 100, x: 0, y: 0 };
  for (let field = pbf.nextField(); field; field = pbf.nextField()) {
    if (field === 1) strings.read(pbf, enter(pbf));
    else if (field === 2) {
      const range = lengthRange(pbf);
      groups.push(range);
      pbf.pos = range.to;
    } else if (field === 17) grid.step = pbf.readVarint();
    else if (field === 19) grid.y = pbf.readVarint(true);
    else if (field === 20) grid.x = pbf.readVarint(true);
  }
  const kinds: BlockKinds = { nodes: false, ways: false, relations: false };
  for (const { from, to } of groups)
    readGroup(new PbfReader(bytes.subarray(from, to)), { strings, grid, visitor, kinds });
  return kinds;
}

interface Reading {
  strings: StringTable;
  grid: Grid;
  visitor: BlockVisitor;
  kinds: BlockKinds;
}

function readGroup(pbf: PbfReader, reading: Reading): void {
  const { visitor, kinds } = reading;
  for (let field = pbf.nextField(); field; field = pbf.nextField()) {
    if (field > RELATIONS) continue;
    const range = lengthRange(pbf);
    if (field === NODES) {
      kinds.nodes = true;
      if (visitor.node || visitor.taggedNode) readNode(pbf, range.to, reading);
    } else if (field === DENSE) {
      kinds.nodes = true;
      if (visitor.node || visitor.taggedNode) readDense(pbf, range.to, reading);
    } else if (field === WAYS) {
      kinds.ways = true;
      if (visitor.way) readWay(pbf, range.to, reading);
    } else {
      kinds.relations = true;
      if (visitor.relation) readRelation(pbf, range.to, reading);
    }
    pbf.pos = range.to;
  }
}

function readNode(pbf: PbfReader, end: number, { strings, grid, visitor }: Reading): void {
  let id = 0;
  let x = 0;
  let y = 0;
  let keys: number[] = [];
  let values: number[] = [];
  for (let field = pbf.nextField(end); field; field = pbf.nextField(end)) {
    if (field === 1) id = pbf.readSVarint();
    else if (field === 2) keys = packed(pbf, keys);
    else if (field === 3) values = packed(pbf, values);
    else if (field === 8) y = pbf.readSVarint();
    else if (field === 9) x = pbf.readSVarint();
  }
  const placeX = degrees(x, grid.x, grid.step);
  const placeY = degrees(y, grid.y, grid.step);
  visitor.node?.(id, placeX, placeY);
  const tags = visitor.taggedNode ? tagsOf(keys, values, strings) : null;
  if (tags) visitor.taggedNode?.(id, placeX, placeY, tags);
}

/** Ids, latitudes, longitudes and tags of many nodes stand in four lists side by side. */
function readDense(pbf: PbfReader, end: number, { strings, grid, visitor }: Reading): void {
  const lists = new Map<number, Range>();
  for (let field = pbf.nextField(end); field; field = pbf.nextField(end)) {
    if (field !== 1 && field !== 8 && field !== 9 && field !== 10) continue;
    const range = lengthRange(pbf);
    lists.set(field, range);
    pbf.pos = range.to;
  }
  const list = (field: number) => {
    const range = lists.get(field) ?? { from: 0, to: 0 };
    return new PbfReader(pbf.buf.subarray(range.from, range.to));
  };
  const [ids, latitudes, longitudes, tags] = [list(1), list(8), list(9), list(10)];
  const tagged = visitor.taggedNode !== undefined && tags.length > 0;
  let id = 0;
  let x = 0;
  let y = 0;
  while (ids.pos < ids.length) {
    id += ids.readSVarint();
    x += longitudes.readSVarint();
    y += latitudes.readSVarint();
    const placeX = degrees(x, grid.x, grid.step);
    const placeY = degrees(y, grid.y, grid.step);
    visitor.node?.(id, placeX, placeY);
    const found = tagged ? denseTags(tags, strings) : null;
    if (found) visitor.taggedNode?.(id, placeX, placeY, found);
  }
}

/** Key and value indexes up to the next 0; null when no key is wanted. */
function denseTags(tags: PbfReader, strings: StringTable): OsmTags | null {
  let keys: number[] | null = null;
  let values: number[] | null = null;
  while (tags.pos < tags.length) {
    const key = tags.readVarint();
    if (key === 0) break;
    if (!keys || !values) {
      keys = [];
      values = [];
    }
    keys.push(key);
    values.push(tags.readVarint());
  }
  return keys && values ? tagsOf(keys, values, strings) : null;
}

function readWay(pbf: PbfReader, end: number, { strings, visitor }: Reading): void {
  let id = 0;
  let keys: number[] = [];
  let values: number[] = [];
  const places: Range[] = [];
  for (let field = pbf.nextField(end); field; field = pbf.nextField(end)) {
    if (field === 1) id = pbf.readVarint(true);
    else if (field === 2) keys = packed(pbf, keys);
    else if (field === 3) values = packed(pbf, values);
    else if (field === 8) {
      const range = lengthRange(pbf);
      places.push(range);
      pbf.pos = range.to;
    }
  }
  visitor.way?.(id, tagsOf(keys, values, strings), () => {
    const refs: number[] = [];
    let ref = 0;
    for (const { from, to } of places) {
      const list = new PbfReader(pbf.buf.subarray(from, to));
      while (list.pos < list.length) refs.push((ref += list.readSVarint()));
    }
    return refs;
  });
}

function readRelation(pbf: PbfReader, end: number, { strings, visitor }: Reading): void {
  let id = 0;
  let keys: number[] = [];
  let values: number[] = [];
  let roles: number[] = [];
  let kinds: number[] = [];
  const steps: number[] = [];
  for (let field = pbf.nextField(end); field; field = pbf.nextField(end)) {
    if (field === 1) id = pbf.readVarint(true);
    else if (field === 2) keys = packed(pbf, keys);
    else if (field === 3) values = packed(pbf, values);
    else if (field === 8) roles = packed(pbf, roles);
    else if (field === 9) {
      const range = lengthRange(pbf);
      while (pbf.pos < range.to) steps.push(pbf.readSVarint());
    } else if (field === 10) kinds = packed(pbf, kinds);
  }
  const tags = tagsOf(keys, values, strings);
  if (tags === null) return;
  visitor.relation?.(id, tags, () => {
    let member = 0;
    return steps.map((step, index) => {
      member += step;
      const kind = MEMBER_KINDS[kinds[index] ?? -1];
      if (kind === undefined) throw new FormatError('damaged', {}, { place: `relation ${id}` });
      return { kind, id: member, role: strings.text(roles[index] ?? 0) };
    });
  });
}

function tagsOf(keys: number[], values: number[], strings: StringTable): OsmTags | null {
  if (!keys.some((key) => strings.isWanted(key))) return null;
  const tags = new Map<string, string>();
  for (let index = 0; index < Math.min(keys.length, values.length); index++)
    tags.set(strings.text(keys[index]), strings.text(values[index]));
  return tags;
}

/** The range of a length-delimited value; the reader stands at its start. Never beyond the message. */
function lengthRange(pbf: PbfReader): Range {
  if (pbf.type !== 2) throw new FormatError('damaged', {}, { place: `field type ${pbf.type}` });
  const length = pbf.readVarint();
  const to = pbf.pos + length;
  if (to > pbf.length) throw new FormatError('damaged', {}, { place: `length ${length}` });
  return { from: pbf.pos, to };
}

function enter(pbf: PbfReader): number {
  return lengthRange(pbf).to;
}

/** Appends a packed list, or the one value of a list that is not packed. */
function packed(pbf: PbfReader, out: number[]): number[] {
  if (pbf.type === 0) {
    out.push(pbf.readVarint());
    return out;
  }
  const { to } = lengthRange(pbf);
  while (pbf.pos < to) out.push(pbf.readVarint());
  return out;
}

function degrees(value: number, offset: number, step: number): number {
  return Math.round((offset + value * step) / 100);
}
