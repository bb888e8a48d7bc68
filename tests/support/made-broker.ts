/** An MQTT 3.1.1 broker in this process, which tells what was acknowledged to it. */
import { createServer, type Server } from 'node:net';
import { Aedes, type AedesPublishPacket } from 'aedes';

export interface MadeBroker {
  url: string;
  port: number;
  aedes: Aedes;
  /** Sends QoS 1 to whoever has subscribed. */
  publish(topic: string, payload: string | Uint8Array): Promise<void>;
  /** How many messages each client acknowledged. */
  acknowledged: Map<string, number>;
  /** Called with every payload that a client acknowledged. */
  onAcknowledged(listener: (payload: string) => void): void;
  close(): Promise<void>;
}

export async function madeBroker(port = 0): Promise<MadeBroker> {
  const aedes = await Aedes.createBroker();
  const server: Server = createServer(aedes.handle);
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const acknowledged = new Map<string, number>();
  const listeners: ((payload: string) => void)[] = [];
  aedes.on('ack', (packet, client) => {
    acknowledged.set(client.id, (acknowledged.get(client.id) ?? 0) + 1);
    if (packet && 'payload' in packet) for (const listener of listeners) listener(String(packet.payload));
  });
  return {
    ...{ url: `mqtt://127.0.0.1:${address.port}`, port: address.port, aedes, acknowledged },
    onAcknowledged: (listener) => void listeners.push(listener),
    publish: (topic, payload) =>
      new Promise((done, fail) => {
        const packet = {
          cmd: 'publish',
          qos: 1,
          topic,
          payload: Buffer.from(payload),
          retain: false,
          dup: false,
        };
        aedes.publish(packet as AedesPublishPacket, (error) => (error ? fail(error) : done()));
      }),
    close: () =>
      new Promise((done) => {
        aedes.close(() => server.close(() => done()));
      }),
  };
}
