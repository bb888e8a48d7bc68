/**
 * The file that lies on the desk of a grid plan: opened once, its layers read when they are asked for. Owns what is kept of it; nothing is laid
 * onto a plan here.
 */
import { type OpenedSource, openFile } from '../../shared/formats/open-file.ts';
import type { LayerInfo } from '../../shared/formats/opened-file.ts';
import type { SourceRecord } from '../../shared/formats/source-record.ts';
import { BD09, type Crs, CrsError, GCJ02 } from '../../shared/geo/crs.ts';
import { crsOfCode } from '../../shared/geo/crs-registry.ts';
import { resolveCrs } from '../../shared/geo/crs-resolve.ts';
import { drawnShapes, type Shape, type ShapeFile, shapeIn } from '../../shared/model/drawn-shapes.ts';
import { fieldText } from '../../shared/partition/files/area-fields.ts';
import { countColumns } from '../../shared/partition/files/unit-plan.ts';
import { PlanError } from '../../shared/partition/plan-error.ts';
import type { NamedSystem, PlanFileLayer, PlanFileLook } from './plan-file-api.ts';
import { sourceFile } from './source-file.ts';
import { loadSqliteWasm } from './sqlite-wasm.ts';

/** A street has some hundreds of grids and ten thousand buildings; a county some ten thousand blocks. */
const MOST_RECORDS = 200_000;

interface Desk {
  name: string;
  source: OpenedSource;
  records: Map<string, SourceRecord[]>;
}

/** Areas of a layer that have polygons, in the system they are in. */
export interface DeskAreas extends Pick<ShapeFile, 'axesSwapped'> {
  crs: Crs;
  areas: Shape[];
  /** Records that could not be read, or have no polygon. */
  unreadable: number;
}

export class PlanFileDesk {
  private desk: Desk | null = null;

  async look(files: readonly File[]): Promise<PlanFileLook> {
    this.leave();
    const [main, ...companions] = files.map(sourceFile);
    const source = await openFile({ ...main, companions }, {}, loadSqliteWasm);
    this.desk = { name: main.name, source, records: new Map() };
    const layers: PlanFileLayer[] = [];
    for (const info of source.layers) layers.push(await this.layer(info));
    const notes = source.problems.map(({ code, count }) => ({ code, count }));
    return { name: main.name, format: source.format, layers, notes };
  }

  leave(): void {
    this.desk?.source.close();
    this.desk = null;
  }

  /** All records of a layer, read once. */
  async records(layer: string): Promise<SourceRecord[]> {
    const { source, records } = this.open();
    const known = records.get(layer);
    if (known) return known;
    const read: SourceRecord[] = [];
    for await (const batch of source.read(layer)) {
      for (const record of batch.records) read.push(record);
      if (read.length > MOST_RECORDS) throw new PlanError('plan-file-rows');
    }
    records.set(layer, read);
    return read;
  }

  /** `crs`: of a file that does not say. */
  async areas(layer: string, crs: string | null): Promise<DeskAreas> {
    const { source } = this.open();
    const from = crs === null ? undefined : systemOf(crs);
    const file = await drawnShapes(source, { usual: layer, layer, ...(from ? { from } : {}) });
    const areas = file.shapes.filter(({ polygons }) => polygons.length > 0);
    const unreadable = file.unreadable.length + file.shapes.length - areas.length;
    return { crs: file.crs, areas, unreadable, axesSwapped: file.axesSwapped };
  }

  private async layer(info: LayerInfo): Promise<PlanFileLayer> {
    const records = await this.records(info.name);
    const columns = [...new Set(records.slice(0, 1000).flatMap(({ fields }) => Object.keys(fields)))];
    const polygons = records.some(({ geometry }) => geometry?.type.endsWith('Polygon'));
    const areas = records.map((record) => ({
      name: '',
      row: record.line,
      polygons: [],
      fields: record.fields,
    }));
    const declared = info.crs && resolveCrs(info.crs);
    return {
      name: info.name,
      polygons,
      rows: records.length,
      columns,
      counts: polygons ? countColumns(areas).map(({ name }) => name) : [],
      crs: declared ? named(declared) : await this.told(info, polygons),
      building: columnCalled(columns, BUILDING),
      entrance: columnCalled(columns, ENTRANCE),
      grid: columnCalled(columns, GRID),
    };
  }

  /** The system of a layer whose format has it by its nature (GeoJSON, KML). */
  private async told(info: LayerInfo, polygons: boolean): Promise<NamedSystem | null> {
    if (!polygons || info.crs) return null;
    try {
      return named((await this.areas(info.name, null)).crs);
    } catch (error) {
      if (error instanceof CrsError) return null;
      throw error;
    }
  }

  private open(): Desk {
    if (!this.desk) throw new PlanError('plan-file-missing');
    return this.desk;
  }
}

/** Areas with their places in another system. */
export function areasIn({ crs, areas }: DeskAreas, to: Crs): Shape[] {
  return areas.map((area) => shapeIn(area, crs, to));
}

export const named = ({ id, name }: Crs): NamedSystem => ({ id, name: { zh: name.zh, en: name.en } });

/** Throws CrsError 'crs-unknown'. */
export function systemOf(id: string): Crs {
  const code = Number(/^EPSG:(\d+)$/.exec(id)?.[1] ?? Number.NaN);
  const found = [GCJ02, BD09].find((crs) => crs.id === id) ?? (Number.isNaN(code) ? null : crsOfCode(code));
  if (!found) throw new CrsError('crs-unknown', id.slice(0, 40));
  return found;
}

const BUILDING = [
  'building',
  'building_id',
  '楼栋',
  '楼栋编号',
  '楼栋编码',
  '楼栋id',
  '楼号',
  '建筑编号',
  'id',
];
const ENTRANCE = ['entrance', '单元', '单元号', '出入口'];
const GRID = ['grid', 'grid_code', '网格', '网格编码', '网格编号', '网格代码', '所属网格', 'code'];

/** The first of these names that is a column; '' for none. */
function columnCalled(columns: readonly string[], names: readonly string[]): string {
  return fieldText(Object.fromEntries(columns.map((column) => [column, column])), names);
}
