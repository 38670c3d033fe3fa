/** What an archive from a sandbox may hold at most. */
export interface ArchiveLimits {
  /** Shown in messages: "the source", "the bundle". */
  readonly what: string;
  /** Every file lies under it; ends in `/`. */
  readonly prefix?: string;
  readonly files: number;
  /** Bytes of one file. */
  readonly fileBytes: number;
  /** Bytes of all files together. */
  readonly totalBytes: number;
  /** What to do about one that is too large. */
  readonly advice?: string;
}

const MB = 1024 * 1024;

/** Source of a version: what the agent wrote, `src/**` only. */
export const SOURCE_LIMITS: ArchiveLimits = { what: 'source', prefix: 'src/', files: 500, fileBytes: MB, totalBytes: 10 * MB };
const BUNDLE_ADVICE = 'Ask for data by queries instead of writing it into files, draw pictures as SVG, and import only what the app uses.';
/** What the bundler made of it. */
export const BUNDLE_LIMITS: ArchiveLimits = { what: 'bundle', files: 2000, fileBytes: 20 * MB, totalBytes: 20 * MB, advice: BUNDLE_ADVICE };
