import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/check/*.test.ts'],
    globalSetup: 'test/mysql-setup.ts',
    // Some tests start servers, and machines are slow.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
