import { ApiError } from '#lib/client/api.ts';
import { Page } from './page.tsx';
import { Problem } from './problem.tsx';

/** A page that could not be drawn. The digest finds the error in the server's log. */
export function Broken({ error, onRetry }: { error: Error & { digest?: string }; onRetry(): void }) {
  const shown = new ApiError(
    'internal',
    'This page could not be drawn. Try again; if it happens again, tell your admin the number below.',
    {
      requestId: error.digest ?? null,
    },
  );
  return (
    <Page title="Something broke">
      <Problem title="The page stopped" error={shown} onRetry={onRetry} />
    </Page>
  );
}
