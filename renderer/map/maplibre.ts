/**
 * The one place that loads MapLibre: the build of it that needs no inline worker, so that the content policy
 * `worker-src 'self'` suffices. Owns the worker's address and nothing of the map.
 */
import * as namespace from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-csp-worker.js?url';

type Library = typeof namespace;

/** The policy build is a UMD file: bundlers hand it over as a namespace or as its default. */
export const maplibre: Library = 'Map' in namespace ? namespace : (namespace as { default: Library }).default;

maplibre.setWorkerUrl(workerUrl);
