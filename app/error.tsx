'use client';

import { Broken } from '#components/ui/broken.tsx';

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset(): void }) {
  return <Broken error={error} onRetry={reset} />;
}
