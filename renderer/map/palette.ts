/**
 * The map's colours of both themes, as data, and the little arithmetic on them. Owns no layer. The alarm colours
 * are here for the pins alone: no layer, chart or button may use them.
 */
import type { AlertLevel } from '../../shared/cases/alert.ts';
import type { MarkLayerId } from '../worker/engine-api.ts';

export type MapTheme = 'dark' | 'light';

export interface MapPalette {
  ground: string;
  land: string;
  plaza: string;
  water: string;
  waterLine: string;
  green: string;
  compound: string;
  mainRoad: string;
  road: string;
  lane: string;
  path: string;
  casing: string;
  /** Share of the edge's colour in a road too far away to have one. */
  farRoad: number;
  wall: string;
  gate: string;
  boundary: string;
  grid: string;
  gridHalo: string;
  text: string;
  muted: string;
  waterText: string;
  halo: string;
  accent: string;
  /** Colour of a building by its kind; `normal` is the fallback. */
  building: Record<string, string>;
  buildingFlat: string;
  /** Shade that buildings throw on the ground, and its strength. */
  shade: { color: string; opacity: number };
  light: { color: string; intensity: number };
  marks: Record<MarkLayerId, string>;
  /** What a symbol's plate is filled with, so that it stands off the map. */
  plate: string;
  /** Six steps, low to high. */
  ramp: readonly string[];
  /** For categories: muted, and none of them near an alarm colour. */
  categories: readonly string[];
}

const DARK: MapPalette = {
  ground: '#0D1626',
  land: '#0F192B',
  plaza: '#141F33',
  water: '#102B48',
  waterLine: '#1B3D60',
  green: '#132C27',
  compound: '#131F34',
  mainRoad: '#273853',
  road: '#203049',
  lane: '#1A2840',
  path: '#22324C',
  casing: '#080F1B',
  farRoad: 0,
  wall: '#3A4E72',
  gate: '#9FB0C8',
  boundary: '#6C83A8',
  grid: '#C7D3E6',
  gridHalo: '#0B1220',
  text: '#E6EDF7',
  muted: '#9FB0C8',
  waterText: '#5F89B3',
  halo: '#0B1220',
  accent: '#2EC4B6',
  building: {
    normal: '#30425F',
    old: '#424A57',
    office: '#2C465C',
    shop: '#3A4356',
    school: '#2E4D56',
    clinic: '#2E4D56',
    service: '#2E4D56',
    industrial: '#39424F',
  },
  buildingFlat: '#22324C',
  shade: { color: '#040810', opacity: 0.5 },
  light: { color: '#EEF3FF', intensity: 0.42 },
  marks: {
    residents: '#9A8CFF',
    homes: '#8FA3C2',
    vehicles: '#B48A64',
    devices: '#63C97A',
    cameras: '#D073B8',
    workers: '#FFFFFF',
    facilities: '#7FB7A6',
    organisations: '#A9B27C',
    places: '#B7A6CF',
  },
  plate: '#101A2C',
  ramp: ['#16263A', '#1E4250', '#27636A', '#358A87', '#56B6AE', '#8FE3D9'],
  categories: ['#9A8CFF', '#63C97A', '#D073B8', '#B48A64', '#6FB3C9', '#A9B27C', '#C99AA8', '#8FA3C2'],
};

const LIGHT: MapPalette = {
  ground: '#EEF1F4',
  land: '#E9EDF1',
  plaza: '#E7EAEE',
  water: '#C9DCE8',
  waterLine: '#B4CDDD',
  green: '#DBE7D6',
  compound: '#F6F6F3',
  mainRoad: '#FFFFFF',
  road: '#FFFFFF',
  lane: '#FFFFFF',
  path: '#FFFFFF',
  casing: '#D5DBE3',
  farRoad: 0.7,
  wall: '#9AA8BC',
  gate: '#55657C',
  boundary: '#6B7C96',
  grid: '#33435C',
  gridHalo: '#FFFFFF',
  text: '#16202E',
  muted: '#55657C',
  waterText: '#4F7D9B',
  halo: '#FFFFFF',
  accent: '#0C766D',
  building: {
    normal: '#E4E9F0',
    old: '#E3DACD',
    office: '#D2DEEA',
    shop: '#DADEE8',
    school: '#D5E3E0',
    clinic: '#D5E3E0',
    service: '#D5E3E0',
    industrial: '#DADCE0',
  },
  buildingFlat: '#D3DAE3',
  shade: { color: '#5A6B82', opacity: 0.26 },
  light: { color: '#FFFFFF', intensity: 0.26 },
  marks: {
    residents: '#5B4BC4',
    homes: '#56688A',
    vehicles: '#84603C',
    devices: '#2A7540',
    cameras: '#9A3F83',
    workers: '#16202E',
    facilities: '#2F6B5C',
    organisations: '#5F6A2B',
    places: '#6A5390',
  },
  plate: '#FFFFFF',
  ramp: ['#E3F3F1', '#BFE0DC', '#8FC5BF', '#5AA59D', '#2F827A', '#0B5F58'],
  categories: ['#5B4BC4', '#2A7540', '#9A3F83', '#84603C', '#2B6F86', '#5F6A2B', '#8A4A5E', '#56688A'],
};

export const PALETTES: Record<MapTheme, MapPalette> = { dark: DARK, light: LIGHT };

/** Alarm levels (I red octagon, II orange triangle, III yellow diamond, IV blue circle), and ink on each plate. */
export const ALARM_COLOURS: Record<AlertLevel, { fill: string; ink: string }> = {
  1: { fill: '#D7263D', ink: '#FFFFFF' },
  2: { fill: '#F5A300', ink: '#1A1200' },
  3: { fill: '#FFF27A', ink: '#1C1900' },
  4: { fill: '#3D9BFF', ink: '#04101F' },
};

export type Rgb = [number, number, number];

/** '#rrggbb' as three bytes. */
export function rgbOf(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** A mix in sRGB: share 0 gives `from`, 1 gives `to`. */
export function mixColours(from: string, to: string, share: number): string {
  const a = rgbOf(from);
  const b = rgbOf(to);
  const hex = a.map((value, i) =>
    Math.round(value + (b[i] - value) * share)
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${hex.join('')}`;
}

/** '#rrggbb' and an opacity as a CSS colour. */
export function withOpacity(hex: string, opacity: number): string {
  const [r, g, b] = rgbOf(hex);
  return `rgba(${r}, ${g}, ${b}, ${opacity})`;
}
