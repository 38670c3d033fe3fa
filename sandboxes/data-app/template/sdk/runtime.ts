import { type Bridge, createBridge, hostOriginOf } from './bridge.ts';

let bridge: Bridge | null = null;

/** The page's one bridge, opened at first use. */
export function theBridge(): Bridge {
  bridge ??= createBridge({ self: window, parent: window.parent, hostOrigin: hostOriginOf(window.location.hash) });
  return bridge;
}
