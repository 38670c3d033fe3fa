import { join } from 'node:path';
import type { NextConfig } from 'next';
import { compressPages } from './scripts/lib/compress-pages.ts';

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
  // Within the build and its lock: no other start may take the files away, or find some of them half written.
  compiler: { runAfterProductionCompile: ({ distDir }) => compressPages(join(distDir, 'static')) },
  typescript: { ignoreBuildErrors: process.env.GLASSWORKS_SKIP_TYPECHECK === '1' },
};
export default config;
