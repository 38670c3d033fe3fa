import { type ComponentType, lazy, memo, Suspense } from 'react';
import classes from './said.module.css';

/** The parser is heavy and not needed to draw the page: it comes beside the first answers of the server. */
const parser: Promise<{ default: ComponentType<{ text: string }> }> = import('#components/ui/markdown.tsx').then(
  ({ Markdown }) => ({ default: Markdown }),
  (missing: unknown) => {
    console.warn('Text is shown as it was written: the Markdown parser could not be loaded.', missing);
    return { default: Plain };
  },
);
const Markdown = lazy(() => parser);

/** A piece of what the agent says. */
export const Said = memo(function Said({ text, streaming }: { text: string; streaming: boolean }) {
  return (
    <div className={classes.root} data-streaming={streaming || undefined} aria-busy={streaming}>
      <Suspense fallback={<Plain text={text} />}>
        <Markdown text={text} />
      </Suspense>
    </div>
  );
});

function Plain({ text }: { text: string }) {
  return (
    <div className={classes.plain}>
      <p>{text}</p>
    </div>
  );
}
