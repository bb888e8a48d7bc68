/**
 * Hears everything a page must not do: break the content policy, throw, complain on the console, ask another origin.
 * A test that expects a complaint names it beforehand.
 */
import type { BrowserContext } from '@playwright/test';

export interface Watch {
  /** Complaints so far that nobody expected. */
  readonly complaints: string[];
  /** Requests that left the origin. */
  readonly strangers: string[];
  expect(...patterns: RegExp[]): void;
  /** From now on this browser is heard as well. */
  follow(context: BrowserContext): void;
}

/** Warnings of the drivers, known to be harmless. */
const HARMLESS = [/GPU stall due to ReadPixels/];

export function createWatch(origin: string): Watch {
  const complaints: string[] = [];
  const strangers: string[] = [];
  const expected = [...HARMLESS];
  const complain = (text: string) => {
    if (!expected.some((pattern) => pattern.test(text))) complaints.push(text);
  };
  return {
    complaints,
    strangers,
    expect: (...patterns) => {
      expected.push(...patterns);
    },
    follow(context) {
      context.on('console', (message) => {
        if (message.type() === 'error') complain(`console: ${message.text()}`);
      });
      context.on('weberror', (error) => complain(`error: ${error.error().stack ?? error.error().message}`));
      context.on('request', (request) => {
        const { protocol, origin: of } = new URL(request.url());
        const inside = of === origin || protocol === 'blob:' || protocol === 'data:';
        if (!inside) strangers.push(request.url());
      });
    },
  };
}

/** Runs in the page before its own code: a broken policy becomes a complaint. */
export function reportPolicy(): void {
  document.addEventListener('securitypolicyviolation', (event) => {
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
  });
}
