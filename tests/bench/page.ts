/**
 * The bench's page: `window.linliBench` names the cases and runs one. Cases of data run in a module worker, cases of
 * frames and memory here. Owns the list alone.
 */
import 'maplibre-gl/dist/maplibre-gl.css';
import '@fontsource-variable/noto-sans-sc/index.css';
import * as Comlink from 'comlink';
import { frameBasemap } from './cases/frame-basemap.ts';
import { frameLayers } from './cases/frame-layers.ts';
import { gridsDrag, gridsEdit } from './cases/grids-edit.ts';
import type { ImportSpan } from './cases/import.ts';
import { importStall } from './cases/import-beside.ts';
import { memoryResident } from './cases/memory-resident.ts';
import type { BenchWorker } from './data.worker.ts';
import type { BenchResult } from './result.ts';

declare global {
  interface Window {
    linliBench: {
      names(): string[];
      run(name: string, scale: number): Promise<BenchResult[]>;
      importAlone(scale: number): Promise<ImportSpan>;
    };
  }
}

const worker = new Worker(new URL('./data.worker.ts', import.meta.url), { type: 'module' });
const data = Comlink.wrap<BenchWorker>(worker);

const IN_WORKER = [
  'query.polygon',
  'query.filter',
  'cache',
  'table.sort',
  'tags.recompute',
  'grids.balance',
  'grids.outline',
  'grids.proof',
  'import.csv',
  'import.geojson',
];
const IN_PAGE: Record<string, (scale: number) => Promise<BenchResult[]>> = {
  'frame.basemap': (scale) => frameBasemap(data, scale),
  'frame.district': (scale) => frameLayers('district', data, scale),
  'frame.street': (scale) => frameLayers('street', data, scale),
  'frame.lane': (scale) => frameLayers('lane', data, scale),
  'grids.edit': (scale) => gridsEdit(data, scale),
  'grids.drag': (scale) => gridsDrag(data, scale),
  'import.stall': (scale) => importStall(() => data.importAlone(scale)),
  'memory.resident': (scale) => memoryResident(() => data.residentsPart(scale)),
};

window.linliBench = {
  names: () => [...IN_WORKER, ...Object.keys(IN_PAGE)],
  importAlone: (scale) => data.importAlone(scale),
  run: (name, scale) => IN_PAGE[name]?.(scale) ?? data.run(name, scale),
};
