/** The contract's methods of cameras: the allow-list, and a look through one. Pictures travel over /camera/<ticket>/. */
import * as v from 'valibot';
import {
  CAMERA_TROUBLES,
  CameraIdSchema,
  CameraSecretSchema,
  CameraSourceSchema,
  VIEW_KINDS,
} from '../cameras/camera-source.ts';
import { CaseIdSchema } from '../cases/case-command.ts';
import { SessionToken } from './access-schemas.ts';
import { Sitting } from './case-schemas.ts';

const KB = 1024;
const nothing = v.null();

export const CAMERA_METHODS = {
  /** The allow-list, with whether credentials are set; by an administrator where there is a vault. */
  'cameras.list': {
    args: v.object({ session: v.nullable(SessionToken) }),
    result: v.object({
      cameras: v.array(v.object({ camera: CameraSourceSchema, secret: v.nullable(v.boolean()) })),
    }),
    limit: KB,
  },
  /** Adds or changes one. `secret`: absent: as it was. By an administrator, and audited; so with removing. */
  'cameras.save': {
    args: v.object({
      session: v.nullable(SessionToken),
      camera: CameraSourceSchema,
      secret: v.optional(CameraSecretSchema),
    }),
    result: nothing,
    limit: 8 * KB,
  },
  'cameras.remove': {
    args: v.object({ session: v.nullable(SessionToken), id: CameraIdSchema }),
    result: nothing,
    limit: KB,
  },
  /**
   * A look through one camera for a case ('': for none), written into the audit before it begins. `ticket`: good for this camera and this
   * person for a while; the pictures are fetched with it.
   */
  'camera.view': {
    args: v.object({
      ...Sitting,
      camera: CameraIdSchema,
      caseId: v.union([v.literal(''), CaseIdSchema]),
    }),
    result: v.variant('ok', [
      v.object({ ok: v.literal(true), ticket: v.string(), how: v.picklist(VIEW_KINDS) }),
      v.object({ ok: v.literal(false), why: v.picklist(CAMERA_TROUBLES) }),
    ]),
    limit: KB,
  },
} as const;
