/**
 * The small parts of an XLSX workbook: which sheets there are and where, the date system, and what each cell style makes of
 * a number. Owns relationships (external ones are never followed) and styles; rows are read in sheet-xlsx-rows.ts.
 */
import { builtInKind, formatKind, type NumberKind } from './sheet-number-format.ts';
import type { XmlHandler, XmlTag } from './sheet-xml.ts';

export interface Relationship {
  /** Last word of the type's address: `worksheet`, `sharedStrings`, `styles`, `officeDocument`. */
  type: string;
  /** Path in the archive. */
  target: string;
}

/** The relationships of a part in the folder `base`, by id. */
export class RelationshipsHandler implements XmlHandler {
  capturing = false;
  readonly byId = new Map<string, Relationship>();
  private readonly base: string;

  constructor(base: string) {
    this.base = base;
  }

  open(name: string, tag: XmlTag): void {
    if (name !== 'Relationship' || tag.attribute('TargetMode') === 'External') return;
    const id = tag.attribute('Id');
    const target = tag.attribute('Target');
    if (id === undefined || target === undefined) return;
    const type = (tag.attribute('Type') ?? '').split('/').at(-1) ?? '';
    this.byId.set(id, { type, target: resolvePath(this.base, target) });
  }

  close(): void {}

  text(): void {}
}

/** A path in the archive, from the folder of the part that names it. It only ever looks up, so `..` cannot leave. */
function resolvePath(base: string, target: string): string {
  const parts = target.startsWith('/') ? [] : base.split('/').filter((part) => part !== '');
  for (const part of target.replaceAll('\\', '/').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

export interface SheetEntry {
  name: string;
  hidden: boolean;
  relationship: string;
}

export class WorkbookHandler implements XmlHandler {
  capturing = false;
  readonly sheets: SheetEntry[] = [];
  date1904 = false;

  open(name: string, tag: XmlTag): void {
    if (name === 'workbookPr') {
      const value = tag.attribute('date1904');
      this.date1904 = value === '1' || value === 'true';
    } else if (name === 'sheet') {
      const state = tag.attribute('state') ?? 'visible';
      this.sheets.push({
        name: tag.attribute('name') ?? '',
        hidden: state !== 'visible',
        relationship: tag.attribute(':id') ?? '',
      });
    }
  }

  close(): void {}

  text(): void {}
}

/** Collects `kinds`, one per cell style (`cellXfs`). */
export class StylesHandler implements XmlHandler {
  capturing = false;
  readonly kinds: NumberKind[] = [];
  private readonly formats = new Map<number, NumberKind>();
  private inCells = false;

  open(name: string, tag: XmlTag): void {
    if (name === 'numFmt') {
      this.formats.set(Number(tag.attribute('numFmtId')), formatKind(tag.attribute('formatCode') ?? ''));
    } else if (name === 'cellXfs') {
      this.inCells = true;
    } else if (name === 'xf' && this.inCells) {
      const id = Number(tag.attribute('numFmtId') ?? 0);
      this.kinds.push(this.formats.get(id) ?? builtInKind(id));
    }
  }

  close(name: string): void {
    if (name === 'cellXfs') this.inCells = false;
  }

  text(): void {}
}
