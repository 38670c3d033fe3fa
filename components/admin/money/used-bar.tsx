import { formatUsd } from '#lib/client/format.ts';
import type { Budget } from '#lib/contracts/budgets.ts';
import classes from './used-bar.module.css';

/** How much of a budget is spent, and how much more is set aside. */
export function UsedBar({ budget }: { budget: Budget }) {
  const { spentUsd, reservedUsd } = budget;
  const limit = budget.override === null ? budget.limitUsd : budget.override.limitUsd;
  const share = (usd: number) => (limit === null ? 0 : Math.min(usd / Math.max(limit, 0.000_001), 1) * 100);
  const spent = share(spentUsd);
  const level = spent >= 100 ? 'full' : spent >= 80 ? 'near' : 'fine';
  const of = limit === null ? 'no limit now' : `of ${formatUsd(limit)}`;
  return (
    <div className={classes.root}>
      <div className={classes.track} aria-hidden>
        <div className={classes.reserved} style={{ width: `${share(spentUsd + reservedUsd)}%` }} />
        <div className={classes.spent} data-level={level} style={{ width: `${spent}%` }} />
      </div>
      <p className={classes.text}>
        <strong>{formatUsd(spentUsd)}</strong> {of}
        {reservedUsd > 0 && <span> · {formatUsd(reservedUsd)} set aside</span>}
      </p>
    </div>
  );
}
