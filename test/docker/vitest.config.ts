import { defineConfig } from 'vitest/config';

/** `npm run test:docker`: slow, and needs a Docker engine. */
export default defineConfig({
  test: {
    include: ['test/docker/{ex*,help}.ts'],
    fileParallelism: false,
    // Names every test, those that are skipped too.
    reporters: ['verbose'],
    testTimeout: 120_000,
    hookTimeout: 600_000,
  },
});
