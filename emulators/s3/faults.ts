import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';

/** What the store does to a request: an error of S3, or no answer at all. */
export type S3Fault = { readonly status: number; readonly code: string } | 'hang';

export interface FaultyS3 {
  readonly endpoint: string;
  /** From now on; null: none. `methods` narrows it to reads (`GET`), writes (`PUT`) and so on. */
  fail(fault: S3Fault | null, methods?: readonly string[]): void;
  /** Requests that got a fault instead of an answer. */
  readonly failed: readonly string[];
  close(): Promise<void>;
}

/** Stands before an S3 server and fails as it is told. Everything else passes unchanged, so that signatures still fit. */
export async function startFaultyS3(behind: string): Promise<FaultyS3> {
  const { hostname, port } = new URL(behind);
  const failed: string[] = [];
  let fault: S3Fault | null = null;
  let methods: readonly string[] | null = null;
  const server = http.createServer((req, res) => {
    if (fault && (methods === null || methods.includes(req.method ?? ''))) {
      failed.push(`${req.method} ${req.url}`);
      req.resume();
      if (fault !== 'hang') answer(res, fault);
      return;
    }
    const onward = http.request({ hostname, port, method: req.method, path: req.url, headers: req.headers }, (found) => {
      res.writeHead(found.statusCode ?? 502, found.headers);
      pipeline(found, res).catch(() => res.destroy());
    });
    onward.on('error', () => res.destroy());
    pipeline(req, onward).catch(() => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    failed,
    fail(next, only) {
      fault = next;
      methods = only ?? null;
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function answer(res: http.ServerResponse, { status, code }: { readonly status: number; readonly code: string }): void {
  res.writeHead(status, { 'content-type': 'application/xml' });
  res.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>scripted</Message></Error>`);
}
