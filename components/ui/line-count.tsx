import classes from './line-count.module.css';

/** Lines added and removed. */
export function LineCount({ added, removed }: { added: number; removed: number }) {
  return (
    <span className={classes.root}>
      <span className={classes.added}>
        <span className="gw-visually-hidden">lines added: </span>+{added}
      </span>
      <span className={classes.removed}>
        <span className="gw-visually-hidden">lines removed: </span>−{removed}
      </span>
    </span>
  );
}
