/** Names of the files that leave: the community and the day, without signs a file system refuses. */
import type { CommunityStatus } from '../worker/engine-api.ts';

/** 'linli-云和社区-2026-11-20'. */
export function fileStem({ name }: Pick<CommunityStatus, 'name'>, now = new Date()): string {
  const clean = name.zh.replace(/[\\/:*?"<>|\s]+/g, '-').slice(0, 60);
  const two = (value: number) => String(value).padStart(2, '0');
  return `linli-${clean}-${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
