/** What the host would hold of plans, by token; stands in for `renderer/host.ts` in the tests of the worker. */
export const host = new Map<string, Uint8Array<ArrayBuffer>>();

export const putBulk = async (token: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> =>
  void host.set(token, bytes);

export const getBulk = async (token: string): Promise<Uint8Array<ArrayBuffer> | undefined> => host.get(token);
