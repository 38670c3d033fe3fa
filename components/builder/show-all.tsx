import classes from './show-all.module.css';

interface ShowAllProps {
  open: boolean;
  onToggle(): void;
  label?: string;
}

/** Below a text that was cut: shows the rest, and hides it again. */
export function ShowAll({ open, onToggle, label = 'Show all' }: ShowAllProps) {
  return (
    <button type="button" className={classes.root} aria-expanded={open} onClick={onToggle}>
      {open ? 'Show less' : label}
    </button>
  );
}
