const PATIENCE_MS = 300;
const ASK_EVERY_MS = 15;

/**
 * Whether the viewer has just clicked or typed within this frame; a click or a key in it counts for the page around it
 * too, for a few seconds. The word of the frame may be here before the browser has said where the keyboard went: a no is
 * believed after `PATIENCE_MS` only.
 */
export async function gestureWithin(frame: HTMLIFrameElement | null): Promise<boolean> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!hasGesture(frame)) {
    if (performance.now() > deadline) return false;
    await new Promise((wait) => setTimeout(wait, ASK_EVERY_MS));
  }
  return true;
}

const hasGesture = (frame: HTMLIFrameElement | null): boolean =>
  document.activeElement === frame && (navigator.userActivation?.isActive ?? false);
