/**
 * Looks through cameras: who may, the audit entry first, then pictures of the allow-list alone. Hands out tickets for one camera and one person; a page
 * never learns an address. A made-up community is shown made-up pictures.
 */
import { randomBytes } from 'node:crypto';
import { auditEvent } from '../../../shared/access/audit.ts';
import type { CameraTrouble } from '../../../shared/cameras/camera-source.ts';
import { CASE_ROLES_OF } from '../../../shared/cases/case-actor.ts';
import type { Args, Directory, Handlers, Result } from '../../../shared/host/contract.ts';
import { HostError } from '../../../shared/host/host-error.ts';
import type { Desk } from '../desk.ts';
import { CAMERA_LIMITS, CameraError, type CameraLimits, fetchPicture, type Picture } from './camera-fetch.ts';
import type { CameraSources } from './camera-sources.ts';
import { drawnPicture } from './drawn-picture.ts';
import { Film } from './film.ts';
import { StreamPump } from './stream-pump.ts';

/** A look ends after so long; the page asks again, and that is written down again. */
const TICKET_MS = 15 * 60_000;
const MOST_TICKETS = 200;

export type CameraHandlers = Pick<
  Handlers,
  'cameras.list' | 'cameras.save' | 'cameras.remove' | 'camera.view'
>;

export interface CameraDeskParts {
  desk: Pick<Desk, 'status' | 'personOf' | 'appendAudit' | 'demandAdministrator'>;
  sources: CameraSources;
  directory(): Directory | null;
  now(): number;
  limits?: CameraLimits;
}

interface Ticket {
  camera: string;
  session: string | null;
  until: number;
  demo: boolean;
  film: Film | null;
}

export interface ServedPicture extends Picture {
  /** Number of it in its stream. */
  n: number;
}

export class CameraDesk {
  private readonly parts: CameraDeskParts;
  private readonly limits: CameraLimits;
  private readonly tickets = new Map<string, Ticket>();
  private readonly pumps = new Map<string, StreamPump>();
  private readonly aborter = new AbortController();

  constructor(parts: CameraDeskParts) {
    this.parts = parts;
    this.limits = parts.limits ?? CAMERA_LIMITS;
  }

  handlers(): CameraHandlers {
    return {
      'cameras.list': (asked) => this.list(asked),
      'cameras.save': async ({ session, camera, secret }) => {
        await this.administer(session, 'save', camera.id);
        await this.parts.sources.save(camera, secret);
        this.forget(camera.id);
        return null;
      },
      'cameras.remove': async ({ session, id }) => {
        await this.administer(session, 'remove', id);
        await this.parts.sources.remove(id);
        this.forget(id);
        return null;
      },
      'camera.view': (asked) => this.view(asked),
    };
  }

  /** The newest picture after number `after`. Rejects with CameraError. */
  async picture(id: string, after: number): Promise<ServedPicture> {
    const ticket = this.ticketOf(id);
    if (ticket.demo) return { ...drawnPicture(ticket.camera, this.parts.now()), n: after + 1 };
    const source = this.parts.sources.find(ticket.camera);
    if (!source) throw new CameraError('notListed');
    const secret = await this.secretOf(ticket.camera);
    if (source.kind === 'snapshot')
      return { ...(await fetchPicture(source.url, secret, this.limits, this.aborter.signal)), n: after + 1 };
    if (source.kind === 'hls') throw new CameraError('kind');
    let pump = this.pumps.get(ticket.camera);
    if (!pump || pump.over) {
      pump = new StreamPump(source.url, secret, this.limits);
      this.pumps.set(ticket.camera, pump);
      // A new stream counts anew.
      return this.numbered(pump, 0);
    }
    return this.numbered(pump, after);
  }

  /** The playlist (null) or a piece of a film. Rejects with CameraError. */
  async film(id: string, piece: number | null): Promise<Picture> {
    const ticket = this.ticketOf(id);
    const source = this.parts.sources.find(ticket.camera);
    if (source?.kind !== 'hls') throw new CameraError('notListed');
    const secret = await this.secretOf(ticket.camera);
    ticket.film ??= new Film({ url: source.url, secret }, this.limits, this.aborter.signal);
    return ticket.film.read(piece);
  }

  close(): void {
    this.aborter.abort();
    for (const pump of this.pumps.values()) pump.stop();
    this.pumps.clear();
    this.tickets.clear();
  }

  private async list({ session }: Args<'cameras.list'>): Promise<Result<'cameras.list'>> {
    const { desk, sources } = this.parts;
    desk.demandAdministrator(session);
    const known = (id: string) =>
      sources.secretOf(id).then(
        (secret) => secret !== null,
        // Sealed, and the core class is closed.
        () => null,
      );
    return {
      cameras: await Promise.all(
        sources.list().map(async (camera) => ({ camera, secret: await known(camera.id) })),
      ),
    };
  }

  private async view({ session, camera, caseId }: Args<'camera.view'>): Promise<Result<'camera.view'>> {
    const { desk, sources, directory, now } = this.parts;
    const refuse = (why: CameraTrouble) => ({ ok: false as const, why });
    const source = sources.find(camera);
    const demo = !source && directory()?.demo === true;
    if (desk.status().state !== 'none') {
      if (session === null) throw new HostError('session-over');
      const { role } = desk.personOf(session);
      // Who has no part in cases looks through no camera, whatever a list says.
      if (CASE_ROLES_OF[role].length === 0) return refuse('role');
      if (source && !source.roles.includes(role)) return refuse('role');
    }
    if (!source && !demo) return refuse('notListed');
    if (session !== null) {
      const detail = { camera, case: caseId };
      await desk.appendAudit(session, [auditEvent('camera.viewed', { count: 1, detail })]);
    }
    const ticket = randomBytes(24).toString('base64url');
    for (const [id, { until }] of this.tickets) if (until <= now()) this.tickets.delete(id);
    while (this.tickets.size >= MOST_TICKETS) this.tickets.delete(this.tickets.keys().next().value as string);
    this.tickets.set(ticket, { camera, session, until: now() + TICKET_MS, demo, film: null });
    return { ok: true, ticket, how: demo ? 'demo' : source?.kind === 'hls' ? 'film' : 'pictures' };
  }

  private async administer(session: string | null, act: string, id: string): Promise<void> {
    const { desk } = this.parts;
    desk.demandAdministrator(session);
    const detail = { what: 'camera', act, camera: id };
    if (session) await desk.appendAudit(session, [auditEvent('desk.configured', { count: 1, detail })]);
  }

  /** Throws CameraError 'over': it ran out, or whoever had it is not here any more. */
  private ticketOf(id: string): Ticket {
    const ticket = this.tickets.get(id);
    if (!ticket || ticket.until <= this.parts.now()) throw new CameraError('over');
    if (ticket.session !== null) {
      try {
        this.parts.desk.personOf(ticket.session);
      } catch {
        throw new CameraError('over');
      }
    }
    return ticket;
  }

  private secretOf(camera: string) {
    return this.parts.sources.secretOf(camera).catch((): never => {
      throw new CameraError('locked');
    });
  }

  private async numbered(pump: StreamPump, after: number): Promise<ServedPicture> {
    const { picture, n } = await pump.next(after);
    return { ...picture, n };
  }

  /** Looks that are open go on with what the list says now. */
  private forget(camera: string): void {
    this.pumps.get(camera)?.stop();
    this.pumps.delete(camera);
    for (const [id, ticket] of this.tickets) if (ticket.camera === camera) this.tickets.delete(id);
  }
}
