import { Bar, Waiting } from '#components/ui/waiting.tsx';

/** The place of the conversation until what is in sight first can be drawn. */
export function LoadingConversation({ onRetry }: { onRetry?: () => void }) {
  return (
    <Waiting label="Loading the conversation" onRetry={onRetry}>
      <Bar height={44} />
      <Bar width="80%" />
      <Bar width="60%" />
    </Waiting>
  );
}
