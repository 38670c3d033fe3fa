import classes from './furnace.module.css';

/** Something is being made or opened: a pane of glass with the heat behind it, and what it is. */
export function Furnace({ title, text, hot = false }: { title: string; text: string; hot?: boolean }) {
  return (
    <div className={classes.root} role="status">
      <div className={classes.scene} data-hot={hot || undefined} aria-hidden>
        <div className={classes.glow} />
        <div className={classes.pane}>
          <span />
          <span />
          <span />
          <span />
        </div>
      </div>
      <p className={classes.title}>{title}</p>
      <p className={classes.text}>{text}</p>
    </div>
  );
}
