/**
 * The small line pictures of the map's own buttons, one family on a 20 x 20 field. Owns their paths only; the
 * button that holds one carries the name.
 */
const PATHS = {
  pick: 'M5 3l10 7-4.4 1L13 16l-2 1-2.4-5L5 14.8Z',
  box: 'M3.5 5.5h13v9h-13ZM3.5 5.5h.01M16.5 5.5h.01M3.5 14.5h.01M16.5 14.5h.01',
  lasso:
    'M10 3.5c4 0 7 1.9 7 4.6s-3 4.7-7 4.7-7-2-7-4.7 3-4.6 7-4.6ZM6.4 12.2c-1.6.6-1.6 2.6.2 2.8 1.6.2 1.8 1.6.4 2.4',
  polygon: 'M4 7l7-4 6 5.5-2.5 8-9-1Z',
  circle: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM10 10h7',
  buffer:
    'M10 7.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5ZM10 2.8v.01M15.1 4.9v.01M17.2 10v.01M15.1 15.1v.01M10 17.2v.01M4.9 15.1v.01M2.8 10v.01M4.9 4.9v.01',
  grid: 'M3.5 3.5h13v13h-13ZM3.5 9h13M9.5 3.5v13',
  distance:
    'M3 13.5 13.5 3 17 6.500 6.500 17ZM6.2 10.300l1.700 1.700M8.800 7.700l1.700 1.700M11.400 5.100l1.700 1.700',
  area: 'M4 5.500 15 4l1.500 11L5 16ZM4 5.500h.01M15 4h.01M16.500 15h.01M5 16h.01M8 8l4.500 4.500M12.500 8 8 12.500',
  screen: 'M3 4.500h14v9H3ZM7.500 16.500h5M10 13.500v3',
  star: 'M10 3l2.100 4.600 5 .6-3.700 3.400 1 5L10 14.100 5.600 16.600l1-5L2.900 8.200l5-.6Z',
  paint: 'M12.2 3.2l4.6 4.6-6 6-4.6-4.6ZM6.2 9.2 3.4 12c1.4 1.6-.4 3.4-.4 5 2.4.2 5.4-.4 7.8-3.2',
  draw: 'M3.5 16.5l.8-3.6 9-9 2.8 2.8-9 9ZM11.4 5.8l2.8 2.8',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  home: 'M3.5 9.5 10 4l6.5 5.5M5.5 8.5V16h9V8.5',
  full: 'M3.5 7.5v-4h4M12.5 3.5h4v4M16.5 12.5v4h-4M7.5 16.5h-4v-4',
  glass: 'M4 6.5 10 3l6 3.5v7L10 17l-6-3.5ZM4 6.5 10 10l6-3.5M10 10v7',
  picture: 'M3.5 5h3l1.2-1.8h4.6L13.5 5h3v11h-13ZM10 7.6a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6Z',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
} as const;

export type MapIconName = keyof typeof PATHS;

export function MapIcon({ name }: { name: MapIconName }) {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" fill="none" aria-hidden="true">
      <path
        d={PATHS[name]}
        stroke="currentColor"
        strokeWidth={name === 'more' || name === 'buffer' ? 2 : 1.5}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
