/** When a command of a sandbox ran, by the sandbox's own clocks: anything may stand here. */
export interface GuestTimes {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly ms: number;
}

/** When a span lasted, by our clock, in milliseconds since 1970. */
export interface Window {
  readonly startedAt: number;
  readonly endedAt: number;
}

/**
 * What a guest says of its times, made to fit the time in which we waited for it: a guest can shift its span within
 * that, and nothing else. A number that is none counts as nothing said.
 */
export function clampToWindow({ startedAt, ms }: GuestTimes, window: Window): Window {
  const length = Math.max(0, window.endedAt - window.startedAt);
  const lasted = Number.isFinite(ms) ? Math.min(Math.max(ms, 0), length) : length;
  const latest = window.startedAt + length - lasted;
  const began = Number.isFinite(startedAt) ? Math.min(Math.max(startedAt, window.startedAt), latest) : window.startedAt;
  return { startedAt: began, endedAt: began + lasted };
}
