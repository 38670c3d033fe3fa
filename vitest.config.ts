import { defineConfig } from 'vitest/config';

const EXCLUDE = ['**/node_modules/**', '.next/**', '.glassworks*/**', 'tests/e2e/**'];

/** unit: pure, beside the code. components: in jsdom. integration: a real Postgres, a real sandbox, real clients against emulators. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{lib,sandboxes,emulators,scripts,web}/**/*.test.ts'],
          exclude: EXCLUDE,
          environment: 'node',
        },
      },
      {
        test: {
          name: 'components',
          include: ['{components,lib,sandboxes}/**/*.test.tsx'],
          exclude: EXCLUDE,
          environment: 'jsdom',
          setupFiles: ['tests/setup/jsdom.ts'],
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/{integration,contract,permissions}/**/*.test.ts'],
          exclude: EXCLUDE,
          environment: 'node',
          globalSetup: ['tests/setup/postgres-server.ts'],
          setupFiles: ['tests/setup/database.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
