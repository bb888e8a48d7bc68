/** What axe holds against a page or a part of it. Owns the waiting for a page at rest; which parts are looked at is the specs' business. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Waits until nothing fades in or out: half-faded text has no contrast worth measuring. Endless pulses do not count. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      !document.querySelector('.bp6-overlay-enter, .bp6-overlay-enter-active, .bp6-overlay-appear-active') &&
      document
        .getAnimations()
        .every(
          (animation) =>
            animation.playState !== 'running' ||
            animation.effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY,
        ),
  );
}

/** Short lines, one per element: of the part that the selector names, or of the whole page, where minor ones are left out. */
export async function axeFaults(page: Page, part?: string): Promise<string[]> {
  await settled(page);
  // The legacy way needs no page of its own to put results of foreign frames together: there are none.
  const builder = new AxeBuilder({ page }).setLegacyMode().exclude('canvas');
  const { violations } = await (part ? builder.include(part) : builder).analyze();
  return violations
    .filter(({ impact }) => part !== undefined || impact !== 'minor')
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id} ${node.target.join(' ')} ${node.html.slice(0, 120)}`),
    );
}
