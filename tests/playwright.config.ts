/** End-to-end tests in a real Chromium: an installed one, else the one inside @sparticuz/chromium. */
import { defineConfig } from '@playwright/test';
import { chromiumPath, testArgs } from './support/chromium.mjs';

export default defineConfig({
  testDir: './e2e',
  testMatch: '**/*.spec.ts',
  fullyParallel: false,
  // One leaves a quarter of two cores idle, waiting; the tests pass with two on a machine with six times its load.
  workers: 2,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: '.out/playwright.json' }]],
  outputDir: '.out/e2e',
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    launchOptions: { executablePath: await chromiumPath(), args: testArgs },
    trace: 'off',
  },
});
