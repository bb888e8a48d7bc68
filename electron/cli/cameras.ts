/**
 * `linli cameras`: made-up cameras on this machine, so that the allow-list and the pictures can be tried with nothing but a terminal. Any id is a
 * camera. Owns its arguments and the server; what is drawn is shared/sample/camera-scene.ts.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { drawnPicture } from '../services/cameras/drawn-picture.ts';
import { type CliCommand, CliError, type CliIo } from './command.ts';

const ADDRESS = '127.0.0.1';
const BOUNDARY = 'linli-camera';

export const camerasCommand: CliCommand = {
  name: 'cameras',
  summary: 'serve made-up cameras, as snapshots and as streams',
  usage: `  linli cameras [--port N] [--rate N] [--seconds N]
  --port N      default: 8554; 0: any free one
  --rate N      pictures a second of a stream (default: 4)
  --seconds N   ends after so long (default: when interrupted)
  http://${ADDRESS}:PORT/ID/snapshot  one picture
  http://${ADDRESS}:PORT/ID/stream    pictures without end (multipart/x-mixed-replace)`,
  run: async (args, io) => {
    const option = { type: 'string' } as const;
    const { values } = parseArgs({
      args: [...args],
      options: { port: option, rate: option, seconds: option },
    });
    await serveCameras(
      {
        port: numberOf('port', values.port, 8554),
        rate: numberOf('rate', values.rate, 4),
        seconds: numberOf('seconds', values.seconds, Number.POSITIVE_INFINITY),
      },
      io,
    );
    return 0;
  },
};

function numberOf(name: string, text: string | undefined, absent: number): number {
  const number = text === undefined ? absent : Number(text);
  if (Number.isNaN(number) || number < 0) throw new CliError(`--${name} wants a number`);
  return number;
}

async function serveCameras(
  { port, rate, seconds }: { port: number; rate: number; seconds: number },
  io: CliIo,
): Promise<void> {
  const server = createServer((request, response) => {
    const match = /^\/([A-Za-z0-9][A-Za-z0-9._:-]{0,79})\/(snapshot|stream)$/.exec(request.url ?? '');
    if (!match || request.method !== 'GET') {
      response.writeHead(404).end();
      return;
    }
    if (match[2] === 'stream') return stream(response, match[1], rate);
    const { type, bytes } = drawnPicture(match[1], Date.now());
    response.writeHead(200, { 'content-type': type, 'content-length': bytes.length }).end(bytes);
  });
  await new Promise<void>((ready, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      fail(error.code === 'EADDRINUSE' ? new CliError(`port ${port} is in use`) : error),
    );
    server.listen(port, ADDRESS, ready);
  });
  io.out(`http://${ADDRESS}:${(server.address() as AddressInfo).port}\n`);
  await new Promise<void>((done) => {
    const end = () => {
      process.off('SIGINT', end);
      clearTimeout(timer);
      done();
    };
    process.on('SIGINT', end);
    // An infinite time is no timer; the server keeps the process.
    const timer = Number.isFinite(seconds) ? setTimeout(end, seconds * 1_000) : undefined;
  });
  server.close();
  server.closeAllConnections();
}

function stream(response: ServerResponse, camera: string, rate: number): void {
  response.writeHead(200, { 'content-type': `multipart/x-mixed-replace; boundary=${BOUNDARY}` });
  const send = () => {
    const { type, bytes } = drawnPicture(camera, Date.now());
    response.write(`--${BOUNDARY}\r\ncontent-type: ${type}\r\ncontent-length: ${bytes.length}\r\n\r\n`);
    response.write(bytes);
    response.write('\r\n');
  };
  send();
  const timer = setInterval(send, 1_000 / Math.max(0.1, rate));
  response.on('close', () => clearInterval(timer));
}
