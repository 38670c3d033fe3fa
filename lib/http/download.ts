export interface Download {
  /** Plain letters, digits, dots and dashes: it goes into a header as it is. */
  readonly filename: string;
  readonly body: Uint8Array;
}

/** A `.tar.gz` that the browser saves, and no cache keeps. */
export const gzipDownload = ({ filename, body }: Download): Response =>
  new Response(new Uint8Array(body), {
    headers: {
      'Content-Type': 'application/gzip',
      'Content-Disposition': `attachment; filename="${filename}"`,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  });
