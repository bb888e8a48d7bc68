/** How far this window has followed the host's journal. Owns waiting for it only; following is open-session.ts. */
import { type Session, useSession } from './session.ts';

/** Resolves once this window has applied the journal up to there, or is no longer open. */
export async function applied(last: number): Promise<void> {
  await new Promise<void>((done) => {
    const settled = ({ journalSeq, phase }: Session) => journalSeq >= last || phase.name !== 'ready';
    if (settled(useSession.getState())) return done();
    const stop = useSession.subscribe((session) => {
      if (!settled(session)) return;
      stop();
      done();
    });
  });
}
