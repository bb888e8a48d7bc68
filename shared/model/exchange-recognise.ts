/**
 * Whether a layer of a file is one of the exchange layout, and what its columns are then: known, not guessed. Owns the recognition by the
 * layer's name and all of its columns; any stranger among them and the layer is looked at like any other.
 */
import { ABOUT_LAYER, exchangeLayerNamed } from './exchange-layout.ts';
import { guessChoices } from './import-mapping.ts';
import type { ColumnChoice, FoundColumn } from './import-plan.ts';
import { type ImportRole, ROLES } from './import-roles.ts';

/** Columns that hold a place where a table has no geometry of its own. */
const PLACE_FIELDS = ['lng', 'lat', 'wkt'];
/** What formats add of their own. */
const OWN = new Set([...PLACE_FIELDS, 'fid', 'FID']);

/** 'about': the table about the export, no records. null: it is something else. */
export function recogniseExchange(
  name: string,
  columns: readonly FoundColumn[],
): { role: ImportRole; choices: ColumnChoice[] } | 'about' | null {
  const base = name.replace(/^.*[\\/]/, '').replace(/\.(?:csv|geojson|json|shp|dbf|zip)$/i, '');
  const names = columns.map((column) => column.name);
  if (base === ABOUT_LAYER) return 'about';
  const layer = exchangeLayerNamed(base.replace(/_(?:\d+|point|line|polygon)$/, ''));
  if (!layer) return null;
  const { role } = layer;
  const fieldOf = new Map<string, string>();
  for (const field of layer.fields) fieldOf.set(field.name, field.name).set(field.short, field.name);
  for (const place of PLACE_FIELDS) if (Object.hasOwn(ROLES[role].fields, place)) fieldOf.set(place, place);
  if (!names.some((each) => fieldOf.has(each))) return null;
  const strange = names.some((each) => !fieldOf.has(each) && !OWN.has(each));
  if (strange && !ROLES[role].keepsExtra) return null;
  const choices = guessChoices(role, [...columns]).map((choice): ColumnChoice => {
    const field = fieldOf.get(choice.name);
    if (field !== undefined) return { ...choice, target: { to: 'field', field } };
    const kept = ROLES[role].keepsExtra && !OWN.has(choice.name);
    return { ...choice, target: { to: kept ? 'extra' : 'ignored' } };
  });
  return { role, choices };
}
