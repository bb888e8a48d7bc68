/**
 * The geometry of wanted ways and relations: which nodes they need, where those lie, and what comes of it. Owns that
 * between the passes over a file; memory is 16 bytes per node needed, and the ways of wanted relations.
 */
import type { Position } from './face-outline.ts';
import { FormatError } from './format-error.ts';
import type { OsmMember, OsmTags } from './osm-blocks.ts';
import { type OsmClaim, type OsmLayer, shapeClaims } from './osm-layers.ts';
import { type Assembled, assemblePolygons, closedWayPolygon, type MemberWay } from './osm-multipolygon.ts';
import { NodeIds, type NodePlaces } from './osm-nodes.ts';

interface OsmRelation {
  id: number;
  tags: OsmTags;
  claims: OsmClaim[];
  ways: { id: number; role: string }[];
}

/** Nodes needed at most: a file with more is a country, not a city. 1.6 GB of places. */
const NODE_LIMIT = 100_000_000;

export class OsmShapes {
  readonly relations: OsmRelation[] = [];
  private ids: NodeIds | null = new NodeIds();
  private places: NodePlaces | null = null;
  /** Node ids of the ways of wanted relations; null until the way is met. */
  private readonly members = new Map<number, number[] | null>();
  /** Outer ways of relations: in these layers the relation stands for them. */
  private readonly standIns = new Map<number, Set<OsmLayer>>();

  /** First pass. Only multipolygons with a layer are kept. */
  addRelation(id: number, tags: OsmTags, members: () => OsmMember[]): void {
    if (tags.get('type') !== 'multipolygon') return;
    const claims = shapeClaims(tags, true, false);
    if (claims.length === 0) return;
    const ways = members().filter(({ kind }) => kind === 'way');
    this.relations.push({ id, tags, claims, ways });
    for (const way of ways) {
      this.members.set(way.id, null);
      if (way.role === 'inner') continue;
      const layers = this.standIns.get(way.id) ?? new Set();
      for (const { layer } of claims) layers.add(layer);
      this.standIns.set(way.id, layers);
    }
  }

  /** Layers of a way; those left out in which a relation stands for it. */
  wayClaims(id: number, tags: OsmTags | null, refs: readonly number[]): OsmClaim[] {
    if (tags === null) return [];
    const closed = refs.length > 3 && refs[0] === refs.at(-1);
    const claims = shapeClaims(tags, closed, true);
    const standIns = this.standIns.get(id);
    return standIns === undefined
      ? claims
      : claims.filter(({ layer, form }) => form !== 'area' || !standIns.has(layer));
  }

  /** Second pass. */
  addWay(id: number, tags: OsmTags | null, refs: () => number[]): void {
    const member = this.members.has(id);
    if (tags === null && !member) return;
    const nodes = refs();
    if (!member && this.wayClaims(id, tags, nodes).length === 0) return;
    if (member) this.members.set(id, nodes);
    for (const node of nodes) this.ids?.add(node);
    if ((this.ids?.size ?? 0) > NODE_LIMIT) throw new FormatError('too-large', {}, { what: 'nodes' });
  }

  /** Third pass: the places of the nodes needed, to be filled. */
  needed(): NodePlaces {
    this.places ??= (this.ids ?? new NodeIds()).places();
    this.ids = null;
    return this.places;
  }

  /** The geometry of a way; a line is cut to pieces where its nodes are not in the file. */
  ofWay(refs: readonly number[], form: OsmClaim['form']): Assembled {
    if (form === 'area') return closedWayPolygon(refs, this.at);
    const pieces: Position[][] = [[]];
    for (const ref of refs) {
      const place = this.at(ref);
      if (place) pieces.at(-1)!.push(place);
      else if (pieces.at(-1)!.length > 0) pieces.push([]);
    }
    const lines = pieces.filter((piece) => piece.length > 1);
    if (lines.length === 0) return { ok: false, what: 'no nodes' };
    const geometry =
      lines.length === 1
        ? { type: 'LineString', coordinates: lines[0] }
        : { type: 'MultiLineString', coordinates: lines };
    return { ok: true, geometry, missing: 0 };
  }

  ofRelation({ ways }: OsmRelation): Assembled {
    const members: MemberWay[] = [];
    for (const { id, role } of ways) {
      const refs = this.members.get(id);
      if (!refs) return { ok: false, what: `way ${id} is missing` };
      members.push({ id, role, refs });
    }
    return assemblePolygons(members, this.at);
  }

  private readonly at = (id: number): Position | null => this.places?.at(id) ?? null;
}
