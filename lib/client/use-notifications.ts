import { useCallback, useSyncExternalStore } from 'react';
import { readStored, writeStored } from './storage.ts';

const KEY = 'notifications';
const CHANGED = 'glassworks:notifications';

export type NotificationState =
  /** This browser has none here: they need https or localhost. */
  | 'unavailable'
  /** The person said no to the browser itself; only there it can be changed. */
  | 'blocked'
  | 'on'
  | 'off'
  /** Nobody was asked yet. */
  | 'unasked';

function read(): NotificationState {
  if (typeof window === 'undefined') return 'unasked';
  if (!('Notification' in window) || !window.isSecureContext) return 'unavailable';
  if (Notification.permission === 'denied') return 'blocked';
  const choice = readStored(KEY);
  if (choice === 'on') return Notification.permission === 'granted' ? 'on' : 'unasked';
  return choice === 'off' ? 'off' : 'unasked';
}

function subscribe(changed: () => void): () => void {
  window.addEventListener(CHANGED, changed);
  window.addEventListener('storage', changed);
  return () => {
    window.removeEventListener(CHANGED, changed);
    window.removeEventListener('storage', changed);
  };
}

/** Whether this browser shows a notification when a build ends out of sight. */
export const mayNotify = (): boolean => read() === 'on';

/** The choice of this person for this browser, and how to change it. Switching on asks the browser: only after a click. */
export function useNotifications() {
  const state = useSyncExternalStore<NotificationState>(subscribe, read, () => 'unasked');
  const choose = useCallback(async (wanted: boolean) => {
    if (wanted && Notification.permission === 'default') await Notification.requestPermission();
    writeStored(KEY, wanted ? 'on' : 'off');
    window.dispatchEvent(new Event(CHANGED));
  }, []);
  return { state, choose };
}
