/**
 * Turns what Electron's `protocol.handle` gives (the web's Request) into what the app handler takes, and back.
 * Owns the two rules of the custom scheme: exactly our origin, and the error page beside the manifest's files.
 */
import { type AppHandler, type AppRequest, type AppResponse, plain } from './app-handler.ts';
import { crashResponse } from './crash-page.ts';
import { isOwnUrl } from './policy.ts';

/** Never rejects: a stream that breaks later breaks the response's body. */
export function createSchemeHandler(handle: AppHandler): (request: Request) => Promise<Response> {
  return async (request) => {
    if (!isOwnUrl(request.url)) return toResponse(plain(404, 'not found'));
    const url = new URL(request.url);
    const stopped = request.method === 'GET' ? crashResponse(url) : null;
    return toResponse(stopped ?? (await handle(toAppRequest(request, url))));
  };
}

function toAppRequest(request: Request, url: URL): AppRequest {
  const result: AppRequest = {
    method: request.method,
    url: `${url.pathname}${url.search}`,
    headers: Object.fromEntries(request.headers),
  };
  if (request.body) result.body = chunks(request.body);
  return result;
}

/** By hand, since the web's ReadableStream type does not promise to be async-iterable. */
async function* chunks(stream: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // An early end (too many bytes) tells the sender to stop.
    await reader.cancel();
  }
}

function toResponse(response: AppResponse): Response {
  return new Response(bodyOf(response.body), { status: response.status, headers: response.headers });
}

function bodyOf(body: AppResponse['body']): BodyInit | null {
  if (body === null) return null;
  if (body instanceof Uint8Array) return new Uint8Array(body);
  const iterator = body[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
