/** The shapes of a geodata file on the disk, for commands that measure. Owns the opening; what is read is shared/model/drawn-shapes.ts. */
import { openFile } from '../../shared/formats/open-file.ts';
import { drawnShapes, type ShapeFile, type ShapeWish } from '../../shared/model/drawn-shapes.ts';
import { diskFile } from '../services/disk-file.ts';
import { loadSqliteWasm } from './sqlite-wasm.ts';

/** Throws FormatError, CrsError 'crs-unknown' and Node's errors. */
export async function readShapes(path: string, wish: ShapeWish): Promise<ShapeFile> {
  const source = await openFile(await diskFile(path), {}, loadSqliteWasm);
  try {
    return await drawnShapes(source, wish);
  } finally {
    source.close();
  }
}
