/** The mark: two panes of glass, and the glow where they meet. */
export function Logo({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect
        x="3.2"
        y="7.2"
        width="17"
        height="21"
        rx="5"
        fill="var(--mantine-color-glass-6)"
        opacity="0.92"
        transform="rotate(-9 11.7 17.7)"
      />
      <rect x="12" y="4" width="17" height="21" rx="5" fill="var(--mantine-color-glass-3)" opacity="0.72" transform="rotate(9 20.5 14.5)" />
      <circle cx="16.2" cy="16.3" r="4.1" fill="var(--mantine-color-ember-4)" />
      <circle cx="15" cy="15" r="1.3" fill="#fff" opacity="0.75" />
    </svg>
  );
}
