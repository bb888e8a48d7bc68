/** A server of map tiles on this machine, for tests: one colour a tile, and every way a real one misbehaves. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deflateSync } from 'node:zlib';

export interface TileServer {
  /** `http://127.0.0.1:<port>` */
  origin: string;
  /** Paths asked so far. */
  asked: string[];
  close(): Promise<void>;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc(body));
  return Buffer.concat([head, body, sum]);
}

function crc(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return (value ^ 0xffffffff) >>> 0;
}

/** A PNG of 256 x 256 pixels in one colour. */
export function colourTile(red: number, green: number, blue: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(256, 0);
  header.writeUInt32BE(256, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.alloc(1 + 256 * 3);
  for (let x = 0; x < 256; x++) row.set([red, green, blue], 1 + x * 3);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: 256 }, () => row)));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

type Misbehaviour = (response: ServerResponse) => void;

function answers(): Record<string, Misbehaviour> {
  const send = (response: ServerResponse, status: number, body: string | Buffer, headers = {}) => {
    response.writeHead(status, headers);
    response.end(body);
  };
  return {
    none: (response) => send(response, 404, 'no such tile'),
    denied: (response) => send(response, 403, 'a key is needed'),
    broken: (response) => send(response, 500, 'oops'),
    html: (response) => send(response, 200, '<html>', { 'content-type': 'image/png' }),
    large: (response) => send(response, 200, Buffer.alloc(3 * 1024 * 1024, 1)),
    slow: () => {
      // Never answers.
    },
    away: (response) => send(response, 302, '', { location: 'http://10.0.0.1/tile.png' }),
    file: (response) => send(response, 302, '', { location: 'file:///etc/passwd' }),
    round: (response) => send(response, 302, '', { location: '/round/0/0/0' }),
    moved: (response) => send(response, 302, '', { location: '/tiles/1/1/1' }),
  };
}

export async function startTileServer(): Promise<TileServer> {
  const asked: string[] = [];
  const odd = answers();
  const tile = colourTile(40, 160, 90);
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    asked.push(path);
    const misbehave = odd[path.split('/')[1]];
    if (misbehave) return misbehave(response);
    response.writeHead(200, { 'content-type': 'image/png' });
    response.end(tile);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
