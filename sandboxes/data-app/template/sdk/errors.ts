import { theBridge } from './runtime.ts';
import { placeOf } from './source-places.ts';

/** An app that fails without end has said enough. */
const MAX_REPORTS = 100;
let reports = 0;

/** Tells the host what broke, with the line of the app's source where that can be found. */
export function reportError(error: unknown): void {
  if (++reports > MAX_REPORTS) return;
  const bridge = theBridge();
  const stack = error instanceof Error ? error.stack : undefined;
  if (bridge.standalone || !stack) {
    bridge.reportError(error);
    return;
  }
  placeOf(stack).then(
    (place) => bridge.reportError(error, place),
    () => bridge.reportError(error),
  );
}

/** From now on every failure that nobody caught is told. Called before the app's own code runs. */
export function watchErrors(): void {
  window.addEventListener('error', (event) => reportError(event.error ?? event.message));
  window.addEventListener('unhandledrejection', (event) => reportError(event.reason));
}
