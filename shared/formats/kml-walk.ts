/**
 * Goes through a KML document (OGC 12-007r2) and cuts out its placemarks, with the folder each stands in. Owns nesting and the
 * way back after tags that do not match; what a placemark says is kml-placemark.ts. Links are counted, never followed.
 */
import { FormatError } from './format-error.ts';
import type { SourceFile } from './source-file.ts';
import { type XmlToken, xmlTokens } from './xml-tokens.ts';

/** An element inside a placemark or schema; names without their prefix. */
export interface KmlElement {
  name: string;
  attributes: Map<string, string>;
  children: KmlElement[];
  text: string;
}

export interface KmlFolder {
  /** In the order of the document. */
  index: number;
  parent: KmlFolder | null;
  name: string;
}

export interface KmlPlacemark {
  folder: KmlFolder;
  element: KmlElement;
  line: number;
  column: number;
  /** Its tags match and it is closed. */
  whole: 'yes' | 'crossed' | 'unclosed';
}

export interface KmlSchema {
  /** Type as written, by field. */
  types: Map<string, string>;
}

/** Gathered while walking; complete at the end. */
export interface KmlGathered {
  folders: KmlFolder[];
  schemas: Map<string, KmlSchema>;
  networkLinks: number;
  overlays: number;
  /** The document ends inside an element. */
  unclosed: boolean;
}

const DEPTH = 200;
const ELEMENTS = 1_000_000;
/** Characters of one element: ten million vertices. */
const TEXT = 256 * 1024 * 1024;
const CONTAINERS = ['Folder', 'Document', 'kml'];
const OVERLAYS = ['GroundOverlay', 'ScreenOverlay', 'PhotoOverlay'];

export function gatheredKml(): KmlGathered {
  return { folders: [], schemas: new Map(), networkLinks: 0, overlays: 0, unclosed: false };
}

/** Every placemark in order. Throws FormatError: `not-recognised` when the root is not KML, `damaged` when nested too deep. */
export async function* kmlPlacemarks(
  file: SourceFile,
  gathered: KmlGathered,
): AsyncGenerator<KmlPlacemark[]> {
  const walk = new KmlWalk(file.name, gathered);
  for await (const tokens of xmlTokens(file)) yield walk.push(tokens);
  yield walk.end();
}

interface Open {
  name: string;
  folder: KmlFolder | null;
  element: KmlElement | null;
}

class KmlWalk {
  private readonly fileName: string;
  private readonly gathered: KmlGathered;
  private readonly stack: Open[] = [];
  private out: KmlPlacemark[] = [];
  private placemark: KmlPlacemark | null = null;
  /** Position in the stack of the placemark or schema that is being put together. */
  private start = -1;
  private elements = 0;
  private rooted = false;

  constructor(fileName: string, gathered: KmlGathered) {
    this.fileName = fileName;
    this.gathered = gathered;
  }

  push(tokens: XmlToken[]): KmlPlacemark[] {
    this.out = [];
    for (const token of tokens) {
      if (token.type === 'text') this.addText(token.text);
      else if (token.type === 'close') this.close(localName(token.name));
      else {
        this.open(token);
        if (token.empty) this.close(localName(token.name));
      }
    }
    return this.out;
  }

  end(): KmlPlacemark[] {
    this.out = [];
    if (!this.rooted) throw new FormatError('not-recognised', {}, { name: this.fileName });
    this.gathered.unclosed = this.stack.length > 0;
    if (this.placemark) this.out.push({ ...this.placemark, whole: 'unclosed' });
    return this.out;
  }

  private open(token: Extract<XmlToken, { type: 'open' }>): void {
    const name = localName(token.name);
    if (!this.rooted) {
      if (!CONTAINERS.includes(name) && name !== 'Placemark') {
        throw new FormatError('not-recognised', {}, { name: this.fileName });
      }
      this.rooted = true;
    }
    if (this.stack.length >= DEPTH) throw tooDeep(token.line, token.column);
    const entry: Open = { name, folder: null, element: null };
    if (this.start >= 0) this.addElement(entry, token);
    else if (CONTAINERS.includes(name)) entry.folder = this.addFolder();
    else if (name === 'Placemark') this.startPlacemark(entry, token);
    else if (name === 'Schema') this.startElement(entry, token);
    else if (name === 'NetworkLink') this.gathered.networkLinks++;
    else if (OVERLAYS.includes(name)) this.gathered.overlays++;
    this.stack.push(entry);
  }

  private addElement(entry: Open, { attributes, line, column }: Extract<XmlToken, { type: 'open' }>): void {
    if (++this.elements > ELEMENTS) throw tooDeep(line, column);
    if (entry.name === 'Placemark' && this.placemark) this.placemark.whole = 'crossed';
    entry.element = { name: entry.name, attributes, children: [], text: '' };
    this.stack.at(-1)?.element?.children.push(entry.element);
  }

  private addFolder(): KmlFolder {
    const parent = this.stack.findLast(({ folder }) => folder !== null)?.folder ?? null;
    const folder: KmlFolder = { index: this.gathered.folders.length, parent, name: '' };
    this.gathered.folders.push(folder);
    return folder;
  }

  private startElement(entry: Open, { attributes }: Extract<XmlToken, { type: 'open' }>): KmlElement {
    entry.element = { name: entry.name, attributes, children: [], text: '' };
    this.start = this.stack.length;
    this.elements = 0;
    return entry.element;
  }

  private startPlacemark(entry: Open, token: Extract<XmlToken, { type: 'open' }>): void {
    const element = this.startElement(entry, token);
    const folder = this.stack.findLast((open) => open.folder !== null)?.folder ?? this.addFolder();
    this.placemark = { folder, element, line: token.line, column: token.column, whole: 'yes' };
  }

  private addText(text: string): void {
    const top = this.stack.at(-1);
    if (top?.element) {
      top.element.text += text;
      if (top.element.text.length > TEXT) throw new FormatError('part-too-large', { place: top.name });
    }
    // The name of a folder is its direct child.
    else if (top?.name === 'name') {
      const folder = this.stack.at(-2)?.folder;
      if (folder) folder.name += text;
    }
  }

  private close(name: string): void {
    const at = this.stack.findLastIndex((open) => open.name === name);
    if (at < this.stack.length - 1 && this.placemark) this.placemark.whole = 'crossed';
    if (at < 0) return;
    // A tag that was never opened inside the placemark must not close what is around it, unless it closes the folder.
    if (this.start >= 0 && at < this.start && !CONTAINERS.includes(name)) return;
    if (this.start >= at) this.finish();
    this.stack.length = at;
  }

  private finish(): void {
    const { element } = this.stack[this.start];
    this.start = -1;
    if (this.placemark) this.out.push(this.placemark);
    else if (element) this.addSchema(element);
    this.placemark = null;
  }

  private addSchema({ attributes, children }: KmlElement): void {
    const types = new Map<string, string>();
    for (const field of children) {
      const name = field.attributes.get('name');
      if (/^Simple(?:Array)?Field$/.test(field.name) && name)
        types.set(name, field.attributes.get('type') ?? '');
    }
    for (const key of [attributes.get('id'), attributes.get('name')]) {
      if (key) this.gathered.schemas.set(key, { types });
    }
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function tooDeep(line: number, column: number): FormatError {
  return new FormatError('damaged', { line, column, place: 'depth' }, { place: 'KML' });
}

/** Names from the outermost folder on, joined by `/`; '' when none has a name. */
export function folderPath(folder: KmlFolder): string {
  const names: string[] = [];
  for (let at: KmlFolder | null = folder; at; at = at.parent) {
    const name = at.name.trim().replace(/\s+/g, ' ');
    if (name !== '') names.unshift(name);
  }
  return names.join('/');
}
