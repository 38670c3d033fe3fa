import type { Metadata } from 'next';
import { SignInAdmin } from '#components/admin/sign-in/sign-in-admin.tsx';

export const metadata: Metadata = { title: 'Signing in' };

export default function SignIn() {
  return <SignInAdmin />;
}
