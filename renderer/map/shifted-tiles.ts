/**
 * Puts tiles that are drawn in GCJ-02 back where they belong: each of our tiles is pieced together from up to four of theirs, moved by
 * the shift at its middle. Within one tile of street zooms the shift changes by less than a pixel. Owns the arithmetic and the piecing.
 */
import { gcj02FromWgs84 } from '../../shared/geo/china-offset.ts';

/** One of their tiles and where its upper left corner falls in ours, in parts of a tile. */
export interface Piece {
  x: number;
  y: number;
  left: number;
  top: number;
}

/** Column and row with fractions of a place in Web Mercator. */
function tilePlace(lng: number, lat: number, z: number): [number, number] {
  const sine = Math.sin((lat * Math.PI) / 180);
  const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  return [((lng + 180) / 360) * 2 ** z, y * 2 ** z];
}

function degreesAt(x: number, y: number, z: number): [number, number] {
  const n = Math.PI * (1 - (2 * y) / 2 ** z);
  return [(x / 2 ** z) * 360 - 180, (Math.atan(Math.sinh(n)) * 180) / Math.PI];
}

/** Their tiles that cover ours; outside China ours itself, whole. */
export function piecesOf(z: number, x: number, y: number): Piece[] {
  const middle = degreesAt(x + 0.5, y + 0.5, z);
  const shifted = [0, 0];
  gcj02FromWgs84(middle[0], middle[1], shifted, 0);
  const [fromX, fromY] = tilePlace(middle[0], middle[1], z);
  const [toX, toY] = tilePlace(shifted[0], shifted[1], z);
  const west = x + toX - fromX;
  const north = y + toY - fromY;
  const side = 2 ** z;
  const pieces: Piece[] = [];
  for (let row = Math.floor(north); row < north + 1; row++)
    for (let column = Math.floor(west); column < west + 1; column++)
      if (row >= 0 && row < side && column >= 0 && column < side)
        pieces.push({ x: column, y: row, left: column - west, top: row - north });
  return pieces;
}

const SIZE = 256;

/** A tile in its right place as PNG; empty where none of theirs is. `fetchTile` gives one of theirs, empty for none. */
export async function shiftedTile(
  fetchTile: (z: number, x: number, y: number) => Promise<Uint8Array>,
  z: number,
  x: number,
  y: number,
): Promise<Uint8Array> {
  const pieces = await Promise.all(
    piecesOf(z, x, y).map(async (piece) => ({ piece, bytes: await fetchTile(z, piece.x, piece.y) })),
  );
  const there = pieces.filter(({ bytes }) => bytes.length > 0);
  if (there.length === 0) return new Uint8Array(0);
  const canvas = new OffscreenCanvas(SIZE, SIZE);
  const context = canvas.getContext('2d');
  if (!context) return new Uint8Array(0);
  for (const { piece, bytes } of there) {
    const picture = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>]));
    context.drawImage(picture, piece.left * SIZE, piece.top * SIZE, SIZE, SIZE);
    picture.close();
  }
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return new Uint8Array(await blob.arrayBuffer());
}
