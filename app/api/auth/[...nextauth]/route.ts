import NextAuth from 'next-auth';
import { authOptions } from '#lib/auth/options.ts';

// next-auth's own routes: the only ones that do not go through the door.
const handler = (request: Request, context: unknown) => NextAuth(authOptions())(request as never, context as never);

export { handler as GET, handler as POST };
