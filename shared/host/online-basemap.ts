/**
 * An online basemap as an administrator sets it: an address with places for the tile (XYZ, or WMTS in either spelling), whose
 * coordinates, whose name stands on the map. Owns what an address may be and how it becomes the address of one tile; fetching is the
 * host's, and whether a machine may be asked at all its address policy.
 */
import * as v from 'valibot';

/** Why an address is refused; message `error.basemap-address-<code>`. */
export type AddressFault =
  | 'form'
  | 'scheme'
  | 'plain'
  | 'credentials'
  | 'host'
  | 'tile'
  | 'unknown'
  | 'subdomains'
  | 'matrix';

/** Zoom, column and row: XYZ's letters and WMTS's words; `-y` counts rows from the south (TMS). */
const PLACES: Record<string, 'z' | 'x' | 'y' | '-y' | 's'> = {
  z: 'z',
  tilematrix: 'z',
  x: 'x',
  tilecol: 'x',
  y: 'y',
  tilerow: 'y',
  '-y': '-y',
  s: 's',
};
const PLACE = /\{([^{}]*)\}/g;

/** Names of tile matrix sets that are Web Mercator; others would stand in the wrong place, so they are refused. */
const MERCATOR = /^(w|.*(3857|900913|googlemaps|webmercator).*)$/i;

const Subdomain = v.pipe(v.string(), v.regex(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/i));

const plainFields = {
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)),
  /** Shown on the map as long as the basemap is. */
  attribution: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
  minZoom: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(22)),
  maxZoom: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(22)),
  /** 'gcj02': tiles are shifted and are put back, tile by tile. CGCS2000 counts as WGS84. */
  datum: v.picklist(['wgs84', 'gcj02']),
};

export const OnlineBasemapSchema = v.pipe(
  v.strictObject({
    ...plainFields,
    address: v.pipe(v.string(), v.trim(), v.maxLength(1000)),
    subdomains: v.pipe(v.array(Subdomain), v.maxLength(10)),
    /** Unencrypted addresses were allowed in so many words. */
    plainHttp: v.boolean(),
  }),
  v.check(({ minZoom, maxZoom }) => minZoom <= maxZoom, 'zoom'),
  v.check((basemap) => addressFault(basemap) === null, 'address'),
);
export type OnlineBasemap = v.InferOutput<typeof OnlineBasemapSchema>;

/** What every page may know: never the address, which may carry a key. */
export const BasemapStatusSchema = v.strictObject({
  basemap: v.nullable(
    v.strictObject({
      ...plainFields,
      /** Changes with the settings: part of the tiles' own addresses. */
      version: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
      /** The machine that is asked. */
      host: v.string(),
    }),
  ),
  /** 'waiting': nothing was asked yet. 'cached': the machine cannot be reached, tiles kept earlier are shown. */
  state: v.picklist(['waiting', 'fine', 'cached', 'refused']),
  /** Why it is not fine; message `basemap.why.<code>`. */
  why: v.picklist([
    '',
    'unreachable',
    'timeout',
    'private',
    'scheme',
    'redirects',
    'denied',
    'failed',
    'kind',
    'size',
  ]),
});
export type BasemapStatus = v.InferOutput<typeof BasemapStatusSchema>;
export type BasemapTrouble = Exclude<BasemapStatus['why'], ''>;

interface Addressed {
  address: string;
  subdomains: readonly string[];
  plainHttp: boolean;
}

/** What is wrong with an address; null when it can be asked. Says nothing of where the machine is. */
export function addressFault({ address, subdomains, plainHttp }: Addressed): AddressFault | null {
  const places = [...address.matchAll(PLACE)].map(([, word]) => PLACES[word.toLowerCase()]);
  if (places.includes(undefined as never)) return 'unknown';
  let url: URL;
  try {
    url = new URL(address.replace(PLACE, (_, word) => (PLACES[word.toLowerCase()] === 's' ? 's' : '0')));
  } catch {
    return 'form';
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'scheme';
  if (url.protocol === 'http:' && !plainHttp) return 'plain';
  if (url.username !== '' || url.password !== '') return 'credentials';
  // The machine is fixed but for the subdomain: a tile number must not choose it.
  const authority = /^[a-z]+:\/\/([^/?#]*)/i.exec(address)?.[1] ?? '';
  if (authority === '' || /\{(?!s\})/i.test(authority)) return 'host';
  const has = (place: string) => places.some((each) => each === place);
  if (!has('z') || !has('x') || !(has('y') || has('-y'))) return 'tile';
  if (has('s') && subdomains.length === 0) return 'subdomains';
  const set = matrixSet(url);
  return set !== null && !MERCATOR.test(set) ? 'matrix' : null;
}

/** The tile matrix set a WMTS address (key-value form) names; null: none. */
function matrixSet(url: URL): string | null {
  for (const [key, value] of url.searchParams) if (key.toLowerCase() === 'tilematrixset') return value;
  return null;
}

/** The address of one tile. The subdomain follows from the tile, so that it is the same each time. */
export function tileAddress(
  { address, subdomains }: Pick<Addressed, 'address' | 'subdomains'>,
  z: number,
  x: number,
  y: number,
): string {
  return address.replace(PLACE, (_, word) => {
    switch (PLACES[word.toLowerCase()]) {
      case 'z':
        return String(z);
      case 'x':
        return String(x);
      case 'y':
        return String(y);
      case '-y':
        return String(2 ** z - 1 - y);
      default:
        return subdomains[(x + y) % subdomains.length] ?? '';
    }
  });
}

/** The machine as shown to people, `{s}` left out. */
export function hostOf({ address }: Pick<Addressed, 'address'>): string {
  return (/^[a-z]+:\/\/([^/?#]*)/i.exec(address)?.[1] ?? '')
    .replace(/(^|\.)\{s\}\./gi, '$1')
    .replace(/\{s\}/gi, '');
}
