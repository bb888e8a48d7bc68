/** The stand-in's session: keeps the locks that the product puts on it, so that a test can try the doors. */
import { EventEmitter } from 'node:events';
import type { Session, WebRequest } from 'electron';
import type { CallLog } from './contents.ts';

type Handler<Name extends keyof Session> = Session[Name] extends (
  handler: infer H,
  ...rest: never[]
) => unknown
  ? NonNullable<H>
  : never;

export interface StandinSession {
  readonly electron: ReturnType<typeof createElectronSession>;
  permissionRequest: Handler<'setPermissionRequestHandler'> | null;
  permissionCheck: Handler<'setPermissionCheckHandler'> | null;
  device: Handler<'setDevicePermissionHandler'> | null;
  displayMedia: Handler<'setDisplayMediaRequestHandler'> | null;
  certificate: Handler<'setCertificateVerifyProc'> | null;
  beforeRequest: ((details: { url: string; resourceType: string }) => { cancel?: boolean }) | null;
  spellChecker: boolean;
}

export function createStandinSession(log: CallLog): StandinSession {
  const session: StandinSession = {
    electron: undefined as never,
    permissionRequest: null,
    permissionCheck: null,
    device: null,
    displayMedia: null,
    certificate: null,
    beforeRequest: null,
    spellChecker: true,
  };
  return Object.assign(session, { electron: createElectronSession(session, log) });
}

function createElectronSession(session: StandinSession, log: CallLog) {
  const onBeforeRequest = (
    listener: (
      details: { url: string; resourceType: string },
      answer: (response: { cancel?: boolean }) => void,
    ) => void,
  ): void => {
    log.push('webRequest.onBeforeRequest');
    session.beforeRequest = (details) => {
      let response: { cancel?: boolean } = {};
      listener(details, (given) => {
        response = given;
      });
      return response;
    };
  };
  return Object.assign(new EventEmitter(), {
    webRequest: { onBeforeRequest } satisfies Partial<Record<keyof WebRequest, unknown>>,
    setPermissionRequestHandler: (handler) => {
      session.permissionRequest = handler;
    },
    setPermissionCheckHandler: (handler) => {
      session.permissionCheck = handler;
    },
    setDevicePermissionHandler: (handler) => {
      session.device = handler;
    },
    setDisplayMediaRequestHandler: (handler) => {
      session.displayMedia = handler;
    },
    setCertificateVerifyProc: (handler) => {
      session.certificate = handler;
    },
    setSpellCheckerEnabled: (enable) => {
      session.spellChecker = enable;
    },
  } satisfies Partial<Omit<Session, 'webRequest'>> & Record<'webRequest', unknown>);
}
