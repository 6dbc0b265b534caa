import { defineConfig } from 'vitest/config';

/** `npm run test:class`: a whole class, and the project packed; slow. */
export default defineConfig({
  test: {
    include: ['test/class/{forty,pack}.ts'],
    globalSetup: 'test/mysql-setup.ts',
    fileParallelism: false,
    reporters: ['verbose'],
    testTimeout: 120_000,
  },
});
