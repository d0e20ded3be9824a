import type { ReactNode, Ref } from 'react';

interface ButtonProps {
  children: ReactNode;
  onPress?: (() => void) | undefined;
  /** `main` is what to do next, one a view; `plain` the rest; `grave` shuts somebody out or ends something. */
  kind?: 'main' | 'plain' | 'grave' | 'quiet' | 'chosen';
  /** One key that does the same; shown on the button. */
  keys?: string | undefined;
  disabled?: boolean | undefined;
  busy?: boolean | undefined;
  submits?: boolean;
  label?: string | undefined;
  expanded?: boolean | undefined;
  pressed?: boolean | undefined;
  ref?: Ref<HTMLButtonElement> | undefined;
}

/** The one button of the console: 44 px at least, and its key beside its words. */
export function Button({
  children,
  onPress,
  kind = 'plain',
  keys,
  disabled = false,
  busy = false,
  submits = false,
  label,
  expanded,
  pressed,
  ref,
}: ButtonProps): ReactNode {
  return (
    <button
      ref={ref}
      type={submits ? 'submit' : 'button'}
      className={`button ${kind}`}
      onClick={onPress}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      aria-label={label}
      aria-expanded={expanded}
      aria-pressed={pressed}
      aria-keyshortcuts={keys}
    >
      {children}
      {keys === undefined ? null : <kbd aria-hidden="true">{keys}</kbd>}
    </button>
  );
}
