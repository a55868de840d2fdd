import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    isolate: false, // a worker keeps the modules it has loaded: loading them for each file took a tenth of all time
    restoreMocks: true, // so no test may leave anything behind for the next file
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'sandbox/**/*.test.ts', 'web/**/*.test.ts', 'e2e/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    testTimeout: 180_000, // a disk that others keep busy makes every fsync slow
    hookTimeout: 120_000,
  },
});
