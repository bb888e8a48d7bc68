/**
 * The allow-list of cameras: which ones this desk may look through, where the picture of each comes from, and which roles may look. An
 * administrator writes it; what a register says of addresses is never fetched from. Credentials are apart, so that the list can be shown.
 */
import * as v from 'valibot';
import { ROLE_IDS } from '../access/roles.ts';

/** As the register names it; national ids have twenty figures. */
export const CameraIdSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,79}$/));

/** `snapshot`: one picture at each request; `mjpeg`: pictures without end; `hls`: a list of pieces of film. */
export const CAMERA_KINDS = ['snapshot', 'mjpeg', 'hls'] as const;

const Address = v.pipe(
  v.string(),
  v.maxLength(2_000),
  v.check((text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, username, password } = new URL(text);
    return (protocol === 'http:' || protocol === 'https:') && username === '' && password === '';
  }, 'address'),
);

export const CameraSourceSchema = v.strictObject({
  id: CameraIdSchema,
  kind: v.picklist(CAMERA_KINDS),
  url: Address,
  /** Who may look through it; nobody signs in where there is no vault, and then whoever sits there may. */
  roles: v.pipe(v.array(v.picklist(ROLE_IDS)), v.maxLength(ROLE_IDS.length)),
});
export type CameraSource = v.InferOutput<typeof CameraSourceSchema>;

/** Sent along with each request (HTTP Basic); '' both: none. */
export const CameraSecretSchema = v.strictObject({
  user: v.pipe(v.string(), v.maxLength(200), v.regex(/^[^:\r\n]*$/)),
  password: v.pipe(v.string(), v.maxLength(1_000), v.regex(/^[^\r\n]*$/)),
});
export type CameraSecret = v.InferOutput<typeof CameraSecretSchema>;

/** Why there is no picture; shown as `cases.cameras.trouble.<why>`. */
export const CAMERA_TROUBLES = [
  'notListed',
  'role',
  'over',
  'locked',
  'silent',
  'unreachable',
  'denied',
  'redirect',
  'tooLarge',
  'kind',
  'private',
] as const;
export type CameraTrouble = (typeof CAMERA_TROUBLES)[number];

/** What a look comes as: pictures to be fetched one by one, or a film; `demo`: drawn by this program. */
export const VIEW_KINDS = ['pictures', 'film', 'demo'] as const;
