import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{,class/,soak/}*.test.ts'],
    globalSetup: ['test/shared-project.ts', 'test/mysql-setup.ts'],
    setupFiles: ['test/compile-cache.ts'],
    // What was loaded stays loaded for the next file. No test may change what
    // another one meets.
    isolate: false,
    maxWorkers: 3,
    // Some tests start servers, and machines are slow.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { interval: 20, timeout: 20_000 } },
  },
});
