/**
 * Carries a set of owners down the chain of place: area, compound or grid -> building -> home -> resident. Runs of
 * rows make it cheap. A record without the owner is never in the result.
 */
import { Bitset } from '../columns/bitset.ts';
import { NONE } from '../columns/column.ts';
import { linkAt, linkValues } from './column-access.ts';
import { type Community, rowCount } from './community.ts';
import type { FieldLevel } from './expression-fields.ts';

/** Tables that a filter can be asked for directly. */
export type Subject = 'residents' | 'homes' | 'buildings';

/** Owners of level `from` as the rows of `subject` that belong to them. The set given is not changed. */
export function spread(community: Community, from: FieldLevel, set: Bitset, subject: Subject): Bitset {
  if (from === subject) return set;
  switch (from) {
    case 'residents':
      throw new RangeError(`no way down from residents to ${subject}`);
    case 'households':
      return householdsToResidents(community, set);
    case 'homes':
      return runsBelow(set, community.residentStarts, rowCount(community, 'residents'));
    case 'buildings':
      return spread(
        community,
        'homes',
        runsBelow(set, community.homeStarts, rowCount(community, 'homes')),
        subject,
      );
    case 'grids':
      return spread(community, 'buildings', buildingsOfGrids(community, set), subject);
    case 'compounds':
      return spread(community, 'buildings', buildingsByLink(community, 'compound', set), subject);
    case 'areas':
      return spread(community, 'buildings', buildingsByLink(community, 'area', set), subject);
  }
}

/** Can a value of this level be asked of the rows of the subject? */
export function reaches(from: FieldLevel, subject: Subject): boolean {
  if (subject === 'residents' || from === subject) return true;
  if (from === 'residents' || from === 'households') return false;
  return subject === 'homes' || from !== 'homes';
}

function runsBelow(owners: Bitset, starts: Uint32Array, rows: number): Bitset {
  const below = new Bitset(rows);
  owners.forEachRun((from, to) => {
    below.fill(starts[from], starts[to]);
  });
  return below;
}

function householdsToResidents(community: Community, households: Bitset): Bitset {
  const { household } = community.population;
  const residents = new Bitset(household.length);
  const { words: wanted, size } = households;
  const { words } = residents;
  for (let word = 0, from = 0; word < words.length; word++, from += 32) {
    const to = Math.min(household.length, from + 32);
    let bits = 0;
    for (let row = from; row < to; row++) {
      const of = household[row];
      if (of < size) bits |= ((wanted[of >>> 5] >>> (of & 31)) & 1) << (row & 31);
    }
    words[word] = bits;
  }
  return residents;
}

function buildingsOfGrids(community: Community, grids: Bitset): Bitset {
  const { gridOfBuilding } = community.plan;
  const buildings = new Bitset(gridOfBuilding.length);
  for (let row = 0; row < gridOfBuilding.length; row++)
    if (gridOfBuilding[row] < grids.size && grids.has(gridOfBuilding[row])) buildings.add(row);
  return buildings;
}

function buildingsByLink(community: Community, column: string, owners: Bitset): Bitset {
  const links = linkValues(community.tables.buildings, column);
  const buildings = new Bitset(links.length);
  for (let row = 0; row < links.length; row++)
    if (links[row] < owners.size && owners.has(links[row])) buildings.add(row);
  return buildings;
}

/** The owner of level `to` of one row, for a single value; NONE: it has none. */
export function ownerOf(community: Community, subject: Subject, row: number, to: FieldLevel): number {
  if (subject === to || row === NONE) return row;
  if (to === 'households') return community.population.household[row];
  const { tables } = community;
  if (subject === 'residents') return ownerOf(community, 'homes', linkAt(tables.residents, 'home', row), to);
  if (subject === 'homes') return ownerOf(community, 'buildings', linkAt(tables.homes, 'building', row), to);
  if (to === 'grids') {
    const grid = community.plan.gridOfBuilding[row];
    return grid < rowCount(community, 'grids') ? grid : NONE;
  }
  return linkAt(tables.buildings, to === 'compounds' ? 'compound' : 'area', row);
}
