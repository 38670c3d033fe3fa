import { type ComponentProps, useState } from 'react';
import { Later, lazyPart } from '#components/ui/later.tsx';
import classes from './about-later.module.css';

const AboutPanel = lazyPart(() => import('./about-panel.tsx').then((part) => part.AboutPanel));

/** The panel about a number; its code comes with the first question, and stays so that it can close gently. */
export function AboutNumberLater(props: ComponentProps<typeof AboutPanel>) {
  const [asked, setAsked] = useState(false);
  if (props.about !== null && !asked) setAsked(true);
  return asked ? (
    <div className={classes.root}>
      <Later label="Opening what this number is">
        <AboutPanel {...props} />
      </Later>
    </div>
  ) : null;
}
