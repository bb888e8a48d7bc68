/** The line pictures of the plan's tools, of the same family as the map's. Owns their paths only. */
import type { PlanToolId } from './plan-edit.ts';

const PATHS: Record<PlanToolId, string> = {
  choose: 'M5 3l10 7-4.4 1L13 16l-2 1-2.4-5L5 14.8Z',
  brush: 'M12.2 3.2l4.6 4.6-6 6-4.6-4.6ZM6.2 9.2 3.4 12c1.4 1.6-.4 3.4-.4 5 2.4.2 5.4-.4 7.8-3.2',
  box: 'M3.5 5.5h13v9h-13Z',
  lasso:
    'M10 3.5c4 0 7 1.9 7 4.6s-3 4.7-7 4.7-7-2-7-4.7 3-4.6 7-4.6ZM6.4 12.2c-1.6.6-1.6 2.6.2 2.8 1.6.2 1.8 1.6.4 2.4',
  corner:
    'M3.500 16.500 8.500 8.500 16.500 5.500M8.500 6.300a2.200 2.200 0 1 0 0 4.400 2.200 2.200 0 0 0 0-4.400Z',
  reshape: 'M3.500 15.500c1-7 4-2 6-5s2.500-6 7-6M13 12.500l3.500 3.500M16.500 12.800v3.200h-3.200',
  split: 'M4 4h12v12H4ZM13 2.500 7 17.500',
  cut: 'M4 4h12v12H4ZM10 4v4.500M10 11.500V16',
  link: 'M3 7.500h4v5H3ZM13 7.500h4v5h-4ZM7 10h6',
  sever: 'M3 7.500h4v5H3ZM13 7.500h4v5h-4ZM11.500 5 8.500 15',
};

export function PlanIcon({ name }: { name: PlanToolId }) {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" fill="none" aria-hidden="true">
      <path
        d={PATHS[name]}
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
