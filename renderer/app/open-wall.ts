/** Opens the wall display: a window of its own under Electron, a tab in the browser host. */
import { currentHost } from './open-session.ts';
import { useSession } from './session.ts';

export async function openWall(): Promise<void> {
  if (useSession.getState().capabilities?.openWindow)
    await currentHost().call('window.open', { page: 'wall' });
  else window.open('/wall', '_blank', 'noopener');
}
