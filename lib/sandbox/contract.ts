/**
 * The seam between Glassworks and whatever isolates an agent. A provider does lifecycle and gives a way to one port:
 * the guest agent's. Commands, files, archives and ports go through the guest agent (`guest-client.ts`), so that they
 * are the same everywhere.
 */
import type { z } from 'zod';
import type { LocalRef } from './providers/local/ref.ts';

/** What a provider can do beyond create and destroy. A missing one is worked around or declared, never faked. */
export interface Capabilities {
  /** Suspends with memory, or with its disk, by itself; `none`: the session layer keeps a tar in the object store. */
  readonly suspend: 'memory' | 'disk' | 'none';
  readonly fork: boolean;
  /** Which limits are enforced for sure. */
  readonly limits: { readonly memory: boolean; readonly cpu: boolean; readonly processes: boolean; readonly disk: boolean };
  readonly isolation: 'process' | 'container' | 'microvm';
}

export interface Limits {
  /** Bytes. */
  readonly memory: number;
  /** Whole or part CPUs. */
  readonly cpus: number;
  readonly processes: number;
  /** Bytes of the writable workspace. */
  readonly disk: number;
}

export interface CreateOptions {
  /** The registry's id: the provider must find or refuse a second sandbox of the same id, never make two. */
  readonly id: string;
  readonly purpose: 'data-app';
  /** What the guest agent demands on every call. */
  readonly token: string;
  readonly limits: Limits;
  readonly signal: AbortSignal;
}

/** What a provider needs to find a sandbox again after a restart; kept in the registry as JSON. */
export type ProviderRef = LocalRef;

/** One HTTP exchange with a port of the guest. Aborting the signal ends it. */
export type GuestFetch = (path: string, init: GuestRequest) => Promise<GuestResponse>;
export interface GuestRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array | string | AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
}
export interface GuestResponse {
  readonly status: number;
  readonly headers: Record<string, string | undefined>;
  readonly body: AsyncIterable<Uint8Array>;
}

export interface SandboxProvider {
  readonly name: string;
  readonly capabilities: Capabilities;
  /** Shape of this provider's refs: what comes out of the registry is parsed with it. */
  readonly refSchema: z.ZodType<ProviderRef>;
  /** Makes a sandbox whose guest agent answers, or throws and leaves nothing behind. */
  create(options: CreateOptions): Promise<ProviderRef>;
  /** The way to the guest agent. Making it does no I/O. */
  guest(ref: ProviderRef): GuestFetch;
  /** Whether the sandbox still exists: the provider's word, not the registry's. */
  alive(ref: ProviderRef, signal: AbortSignal): Promise<boolean>;
  /** Ends it and all that it holds. A sandbox that is gone already is a success. */
  destroy(ref: ProviderRef, signal: AbortSignal): Promise<void>;
  /** Every sandbox of this installation that the provider knows of: the sweeper compares it with the registry. */
  list(signal: AbortSignal): Promise<readonly { readonly id: string; readonly ref: ProviderRef }[]>;
  /** Tries what is needed, for `doctor`, `/api/health` and the settings page. */
  check(signal: AbortSignal): Promise<{ readonly ok: boolean; readonly message: string }>;
}
