/** Unit and host tests; the end-to-end tests beside them are Playwright's. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/unit/**/*.test.{ts,tsx}'],
    setupFiles: ['tests/support/property-seed.ts'],
    // The long campaigns run each property thousands of times.
    testTimeout: process.env['LINLI_LONG'] ? 600_000 : 30_000,
    // Kill tests and property tests share two cores with the processes they start.
    maxWorkers: 2,
  },
});
