import { memo } from 'react';
import { useParser } from './parser.ts';
import classes from './said.module.css';

/** A piece of what the agent says. */
export const Said = memo(function Said({ text, streaming }: { text: string; streaming: boolean }) {
  const Markdown = useParser();
  return (
    <div className={classes.root} data-streaming={streaming || undefined} aria-busy={streaming}>
      {Markdown === null || Markdown === 'plain' ? (
        <div className={classes.plain}>
          <p>{text}</p>
        </div>
      ) : (
        <Markdown text={text} />
      )}
    </div>
  );
});
