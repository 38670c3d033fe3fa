import { useEffect, useState } from 'react';

const ASK_MS = 3_000;

/**
 * Whether this device has lost its network, and with it the server. A server on the device itself is reached without a
 * network: then nothing is lost.
 */
export function useOffline(): boolean {
  const [offline, setOffline] = useState(false);
  useEffect(() => {
    let changes = 0;
    const onChange = async () => {
      changes += 1;
      const mine = changes;
      const lost = !navigator.onLine && !(await isServerThere());
      if (mine === changes) setOffline(lost);
    };
    const listener = () => void onChange();
    listener();
    window.addEventListener('offline', listener);
    window.addEventListener('online', listener);
    return () => {
      changes += 1;
      window.removeEventListener('offline', listener);
      window.removeEventListener('online', listener);
    };
  }, []);
  return offline;
}

/** Any answer will do. */
async function isServerThere(): Promise<boolean> {
  try {
    await fetch('/api/health', { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(ASK_MS) });
    return true;
  } catch {
    return false; // that is the answer
  }
}
