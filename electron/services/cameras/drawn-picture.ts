/** A made-up picture of a camera as PNG: the scene is shared/sample/camera-scene.ts, the container is here. */
import { deflateSync } from 'node:zlib';
import { crc32 } from '../../../shared/formats/crc32.ts';
import { drawScene, SCENE_COLOURS, SCENE_HEIGHT, SCENE_WIDTH } from '../../../shared/sample/camera-scene.ts';
import type { Picture } from './camera-fetch.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export function drawnPicture(camera: string, at: number): Picture {
  const pixels = drawScene(camera, at);
  // Each row begins with its filter: none.
  const rows = Buffer.alloc((SCENE_WIDTH + 1) * SCENE_HEIGHT);
  for (let y = 0; y < SCENE_HEIGHT; y++)
    rows.set(pixels.subarray(y * SCENE_WIDTH, (y + 1) * SCENE_WIDTH), y * (SCENE_WIDTH + 1) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SCENE_WIDTH, 0);
  header.writeUInt32BE(SCENE_HEIGHT, 4);
  // Eight bits a pixel, by a palette.
  header.set([8, 3, 0, 0, 0], 8);
  const bytes = Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(SCENE_COLOURS.flat())),
    chunk('IDAT', deflateSync(rows, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return { type: 'image/png', bytes: new Uint8Array(bytes) };
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  whole.set(body, 4);
  whole.writeUInt32BE(crc32(body, 0), body.length + 4);
  return whole;
}
