export type Telling = 'toast' | 'notification' | 'nothing';

interface Situation {
  /** This window is on the screen. */
  visible: boolean;
  /** A window of this browser is on the screen. */
  somebodyLooks: boolean;
  /** One of them shows the app whose build ended. */
  looksAtApp: boolean;
  /** The person asked for notifications, and the browser lets us. */
  mayNotify: boolean;
}

/** How this window tells of a build that ended: never what somebody watches, and outside of the product only when asked to. */
export function howToTell({ visible, somebodyLooks, looksAtApp, mayNotify }: Situation): Telling {
  if (looksAtApp) return 'nothing';
  if (visible) return 'toast';
  return !somebodyLooks && mayNotify ? 'notification' : 'nothing';
}
