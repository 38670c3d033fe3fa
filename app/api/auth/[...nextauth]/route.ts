import { handleAuth } from '#lib/auth/handle.ts';

// next-auth's own addresses: the only ones that do not go through the door.
export { handleAuth as GET, handleAuth as POST };
