/**
 * One open stream of a camera, however many look: keeps the newest picture and hands it to whoever waits for a newer one. Ends when nobody has asked
 * for a while, or when the camera falls silent.
 */
import type { CameraSecret } from '../../../shared/cameras/camera-source.ts';
import { CameraError, type CameraLimits, openCamera, type Picture, troubleOf } from './camera-fetch.ts';
import { boundaryOf, picturesOf } from './mjpeg.ts';

/** Nobody looks any more. */
const UNWATCHED_MS = 10_000;

export class StreamPump {
  private readonly limits: CameraLimits;
  private readonly aborter = new AbortController();
  private newest: Picture | null = null;
  private count = 0;
  private ended: CameraError | null = null;
  private waiting: { done: (picture: Picture) => void; fail: (error: CameraError) => void }[] = [];
  private silence: NodeJS.Timeout | null = null;
  private unwatched: NodeJS.Timeout | null = null;

  constructor(address: string, secret: CameraSecret | null, limits: CameraLimits) {
    this.limits = limits;
    this.hear(limits.pictureMs);
    void this.run(address, secret);
  }

  get over(): boolean {
    return this.ended !== null;
  }

  /** The newest picture after number `after` (0: any). Rejects with CameraError. */
  next(after: number): Promise<{ picture: Picture; n: number }> {
    this.watch();
    if (this.ended) return Promise.reject(this.ended);
    if (this.newest && this.count > after) return Promise.resolve({ picture: this.newest, n: this.count });
    return new Promise((done, fail) => {
      this.waiting.push({ done: (picture) => done({ picture, n: this.count }), fail });
    });
  }

  stop(): void {
    this.end(new CameraError('over'));
  }

  private async run(address: string, secret: CameraSecret | null): Promise<void> {
    const { signal } = this.aborter;
    try {
      const response = await openCamera(address, secret, 'multipart/x-mixed-replace', signal);
      const boundary = boundaryOf(response.headers['content-type']);
      if (boundary === null) throw new CameraError('kind');
      for await (const picture of picturesOf(response, boundary, this.limits.pictureBytes)) {
        this.hear(this.limits.silentMs);
        this.newest = picture;
        this.count++;
        for (const { done } of this.waiting.splice(0)) done(picture);
      }
      this.end(new CameraError('unreachable'));
    } catch (error) {
      this.end(troubleOf(error, signal));
    }
  }

  private hear(ms: number): void {
    if (this.silence) clearTimeout(this.silence);
    this.silence = setTimeout(() => this.end(new CameraError('silent')), ms);
  }

  private watch(): void {
    if (this.unwatched) clearTimeout(this.unwatched);
    this.unwatched = setTimeout(() => this.stop(), UNWATCHED_MS);
  }

  private end(why: CameraError): void {
    if (this.ended) return;
    this.ended = why;
    for (const timer of [this.silence, this.unwatched]) if (timer) clearTimeout(timer);
    this.aborter.abort();
    for (const { fail } of this.waiting.splice(0)) fail(why);
  }
}
