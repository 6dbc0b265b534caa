import { defineConfig } from 'vitest/config';

// Only what needs a browser, and takes minutes: `npm run test:browser`.
export default defineConfig({
  test: {
    include: ['test/browser/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
