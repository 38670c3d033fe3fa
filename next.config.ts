import type { NextConfig } from 'next';

/** Packages with native parts or lazy requires: bundling them breaks at run time, so Node loads them itself. */
const EXTERNAL = ['pg', 'pg-boss', 'pino', '@duckdb/node-api', '@duckdb/node-bindings', 'playwright', 'playwright-core'];

const config: NextConfig = {
  // A build for production must not pull the floor from under a running development server.
  distDir: process.env.GLASSWORKS_DEV === '1' ? '.next-dev' : '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  outputFileTracingRoot: process.cwd(),
  turbopack: { root: process.cwd() },
  serverExternalPackages: EXTERNAL,
  typescript: { ignoreBuildErrors: process.env.GLASSWORKS_SKIP_TYPECHECK === '1' },
};
export default config;
