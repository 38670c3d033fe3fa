import { BRIDGE_VERSION, BridgeHello } from '#lib/contracts/bridge.ts';
import { type BridgeEvents, openSession, type Session } from './bridge-session.ts';
import { createMeter, refuseBeforeReading } from './message-guard.ts';

export interface BridgeHostOptions extends BridgeEvents {
  /** The window that holds the app; anything from elsewhere is ignored. */
  frame: () => MessageEventSource | null;
  colorScheme: () => 'light' | 'dark';
  onConnected(): void;
  /** Where `message` events arrive; the page's window unless told. */
  target?: EventTarget;
}

export interface BridgeHost {
  setColorScheme(colorScheme: 'light' | 'dark'): void;
  stop(): void;
}

const MAX_REFUSED = 500;

/**
 * The host's end of the bridge (see `lib/contracts/bridge.ts`). The app is taken for hostile: only the given
 * frame with an opaque origin is heard, every message is checked, nothing but query results goes back, and an app that
 * keeps the page busy is heard no more.
 */
export function startBridgeHost(options: BridgeHostOptions): BridgeHost {
  const target = options.target ?? window;
  const greetings = createMeter({ burst: 30, perSecond: 2, clock: () => performance.now() });
  let session: Session | null = null;

  function stop() {
    target.removeEventListener('message', onMessage);
    session?.stop();
    session = null;
  }

  function misbehaved(reason: string) {
    stop();
    options.onMisbehaved(reason);
  }

  const onMessage = (raw: Event) => {
    const event = raw as MessageEvent<unknown>;
    // A sandboxed frame without `allow-same-origin` has the origin "null"; any other sender is not the app.
    if (event.source === null || event.source !== options.frame() || event.origin !== 'null') return;
    if (!greetings.take()) {
      if (greetings.refused > MAX_REFUSED) misbehaved('It sent more messages than this page can read.');
      return;
    }
    if (refuseBeforeReading(event.data) !== null || !BridgeHello.safeParse(event.data).success) return;
    session?.stop();
    const channel = new MessageChannel();
    session = openSession(channel.port1, { ...options, onMisbehaved: misbehaved });
    const welcome = { glassworks: 'welcome', version: BRIDGE_VERSION, colorScheme: options.colorScheme() };
    // An opaque origin cannot be named as a target; the frame was checked above and the greeting holds no secret.
    event.source.postMessage(welcome, { targetOrigin: '*', transfer: [channel.port2] });
    options.onConnected();
  };
  target.addEventListener('message', onMessage);

  return { setColorScheme: (colorScheme) => session?.send({ type: 'theme', colorScheme }), stop };
}
