type Attack = (target: { url: string; host: string; stun: string; turn: string }) => unknown;

export const requests: Readonly<Record<string, Attack>>;
export const departures: Readonly<Record<string, Attack>>;
