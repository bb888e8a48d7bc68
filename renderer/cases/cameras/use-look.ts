/**
 * One look through a camera: asks for a ticket (the host writes the look down), fetches picture after picture, and says why when none comes. Owns
 * the order of pictures and the wait before another try.
 */
import { useEffect, useState } from 'react';
import { CAMERA_TROUBLES } from '../../../shared/cameras/camera-source.ts';
import { viewCamera } from '../../app/case-session.ts';
import { codeOf } from '../../app/error-code.ts';

type Trouble = (typeof CAMERA_TROUBLES)[number] | 'host';

export type Look =
  | { state: 'asking' }
  /** `url`: the picture as an address of this page; `at`: when it came. */
  | { state: 'picture'; url: string; at: number; demo: boolean }
  | { state: 'film'; url: string }
  | { state: 'none'; why: Trouble };

/** Between two pictures, and before another try after none came. */
const NEXT_MS = 250;
const AGAIN_MS = 4_000;
/** The host answers sooner, whatever the camera does. */
const WAIT_MS = 9_000;

export function useLook(camera: string, caseId: string): Look {
  const [look, setLook] = useState<Look>({ state: 'asking' });
  useEffect(() => {
    const aborter = new AbortController();
    let shown = '';
    setLook({ state: 'asking' });
    const show = (next: Look) => {
      if (aborter.signal.aborted) return;
      const before = shown;
      shown = next.state === 'picture' ? next.url : '';
      setLook(next);
      // The one before is on the screen until this one is.
      if (before !== '') setTimeout(() => URL.revokeObjectURL(before), 1_000);
    };
    void follow(camera, caseId, aborter.signal, show);
    return () => {
      aborter.abort();
      if (shown !== '') URL.revokeObjectURL(shown);
    };
  }, [camera, caseId]);
  return look;
}

async function follow(camera: string, caseId: string, signal: AbortSignal, show: (look: Look) => void) {
  while (!signal.aborted) {
    try {
      const view = await viewCamera(camera, caseId);
      if (!view.ok) return show({ state: 'none', why: view.why });
      const base = `/camera/${view.ticket}`;
      if (view.how === 'film') return show({ state: 'film', url: `${base}/film` });
      await pictures(base, view.how === 'demo', signal, show);
    } catch (error) {
      if (signal.aborted) return;
      const code = codeOf(error);
      show({ state: 'none', why: code === 'not-allowed' || code === 'session-over' ? 'role' : 'host' });
      await rest(AGAIN_MS, signal);
    }
  }
}

/** Until the ticket runs out. */
async function pictures(base: string, demo: boolean, signal: AbortSignal, show: (look: Look) => void) {
  for (let n = 0; !signal.aborted; ) {
    const each = AbortSignal.any([signal, AbortSignal.timeout(WAIT_MS)]);
    const response = await fetch(`${base}/picture?at=${n}`, { signal: each });
    if (response.status === 200) {
      n = Number(response.headers.get('x-picture'));
      show({ state: 'picture', url: URL.createObjectURL(await response.blob()), at: Date.now(), demo });
      await rest(NEXT_MS, signal);
      continue;
    }
    const trouble = response.headers.get('x-trouble');
    if (trouble === 'over') return;
    n = 0;
    show({ state: 'none', why: CAMERA_TROUBLES.find((why) => why === trouble) ?? 'host' });
    await rest(AGAIN_MS, signal);
  }
}

function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        done();
      },
      { once: true },
    );
  });
}
