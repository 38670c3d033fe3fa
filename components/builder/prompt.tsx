import { Fragment } from 'react';
import classes from './prompt.module.css';
import { ShowAll } from './show-all.tsx';

const LONG = 900;

/** What a person asked for; a long text is cut until it is wanted. */
export function Prompt({ text, open, onToggle }: { text: string; open: boolean; onToggle(): void }) {
  const long = text.length > LONG;
  return (
    <div className={classes.root}>
      <p className={classes.text}>
        <Words text={long && !open ? `${text.slice(0, LONG)}…` : text} />
      </p>
      {long && <ShowAll open={open} onToggle={onToggle} label="Show the whole prompt" />}
    </div>
  );
}

/** Mentions of fields stand out; everything else is as it was written. */
function Words({ text }: { text: string }) {
  const parts = text.split(/((?<![\w@.])@[a-z]\w*_\w+)/gi);
  // Every second part is a mention.
  return parts.map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change places
      <span key={index} className={classes.mention}>
        {part}
      </span>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change places
      <Fragment key={index}>{part}</Fragment>
    ),
  );
}
